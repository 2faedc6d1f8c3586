import { Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { words } from '../words.ts';
import classes from './parts.module.css';

export type SectionProps = {
  readonly title: string;
  readonly text?: string | undefined;
  /** At the end of the title's line. */
  readonly aside?: ReactNode;
  readonly danger?: boolean;
  readonly children: ReactNode;
};

/** A part of a page with a title of its own. */
export function Section({ title, text, aside, danger = false, children }: SectionProps): ReactNode {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes['section']} {...(danger && { 'data-danger': '' })}>
      <div className={classes['sectionHead']}>
        <div>
          <Title order={2} size="h3" id={id}>
            {title}
          </Title>
          {text !== undefined && (
            <Text size="sm" c="dimmed">
              {text}
            </Text>
          )}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** Content of a page that is no list: at most 1,200 px wide. */
export function PageColumn({ children }: { children: ReactNode }): ReactNode {
  return <div className={classes['column']}>{children}</div>;
}

export type Fact = { readonly key: string; readonly name: string; readonly value: ReactNode };

/** The few facts that matter most, side by side below the title. */
export function HeadFacts({ facts }: { facts: readonly Fact[] }): ReactNode {
  return (
    <dl className={classes['facts']}>
      {facts.map(({ key, name, value }) => (
        <div key={key}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Names and values one below the other (`wide`: in two columns where there is room); `long` values monospaced. */
export function Lines(props: { lines: readonly (Fact & { readonly long?: boolean })[]; wide?: boolean }): ReactNode {
  const { lines, wide = false } = props;
  return (
    <dl className={classes['lines']} {...(wide && { 'data-wide': '' })}>
      {lines.map(({ key, name, value, long = false }) => (
        <div key={key}>
          <dt>{name}</dt>
          <dd {...(long && { 'data-long': '' })}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Acts with consequences, in a box of their own at the end of a page. */
export function DangerBox({ children }: { children: ReactNode }): ReactNode {
  return (
    <Section title={words('acts.danger')} danger>
      <div>{children}</div>
    </Section>
  );
}

/** One dangerous act: what it does to whom on the left, its button on the right. */
export function ActRow({ text, children }: { text: ReactNode; children: ReactNode }): ReactNode {
  return (
    <div className={classes['act']}>
      <Text size="sm" flex="1 1 280px">
        {text}
      </Text>
      {children}
    </div>
  );
}
