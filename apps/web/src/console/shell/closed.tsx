import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EmptyState } from '../../design/empty-state.tsx';
import { Page } from '../../design/page.tsx';
import { words } from '../words.ts';

/** For people who are signed in but run nothing here. */
export function NoRole(): ReactNode {
  const todo = (
    <Anchor component={Link} to="/account">
      {words('shell.account')}
    </Anchor>
  );
  return (
    <Page title={words('shell.console')}>
      <EmptyState
        title={words('shell.noAccess.title')}
        text={`${words('shell.noAccess.text')} ${words('shell.noAccess.todo')}`}
        action={todo}
      />
    </Page>
  );
}

export function AreaClosed({ roles }: { roles: readonly string[] }): ReactNode {
  return (
    <Page title={words('shell.areaClosed.title')}>
      <EmptyState
        title={words('shell.areaClosed.text', { roles: roles.join(', ') })}
        text={words('shell.areaClosed.todo')}
      />
    </Page>
  );
}

export function PageNotFound(): ReactNode {
  const back = (
    <Anchor component={Link} to="/console">
      {words('shell.notFound.back')}
    </Anchor>
  );
  return (
    <Page title={words('shell.notFound.title')}>
      <EmptyState title={words('shell.notFound.title')} text={words('shell.notFound.text')} action={back} />
    </Page>
  );
}
