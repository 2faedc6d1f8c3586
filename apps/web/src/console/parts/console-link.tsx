import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

export type ConsoleLinkProps = {
  readonly to: string;
  readonly search?: Readonly<Record<string, string | number>>;
  /** Said in place of the text, where the text alone does not tell where it leads. */
  readonly label?: string;
  /** In the midst of a sentence a link is underlined, since colour alone does not tell it apart. */
  readonly inText?: boolean;
  readonly children: ReactNode;
};

/** A link to another page of the console. Addresses are data here, so the router cannot type their search. */
export function ConsoleLink({ to, search, label, inText = false, children }: ConsoleLinkProps): ReactNode {
  return (
    <Anchor
      component={Link}
      to={to}
      search={(search ?? {}) as never}
      underline={inText ? 'always' : 'hover'}
      {...(label !== undefined && { 'aria-label': label })}
    >
      {children}
    </Anchor>
  );
}

export function PersonLink({ person }: { person: { readonly id: string; readonly displayName: string } }): ReactNode {
  return <ConsoleLink to={`/console/people/${person.id}`}>{person.displayName}</ConsoleLink>;
}
