import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { count } from '../count.ts';
import { ConsoleLink } from '../parts/console-link.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { words } from '../words.ts';
import { type ChangeWeight, groupChanges, oursOf, type TrustChange } from './change-model.ts';
import classes from './changes.module.css';

const marks = { worse: 'bad', look: 'attention', better: 'done', certified: 'good', added: 'good' } as const;
const SHOWN_AT_ONCE = 20;

type ChangeGroupsProps = {
  readonly changes: readonly TrustChange[];
  /** How many there are, where not all are told. */
  readonly total: number;
  readonly headingOrder: 3 | 5;
  /** False while it is only looked at: a model that it would bring has no page yet. */
  readonly isInUse?: boolean;
};

/** What changed between two documents of metadata: worst first, with how many of our passkeys each concerns. */
export function ChangeGroups({ changes, total, headingOrder, isInUse = true }: ChangeGroupsProps): ReactNode {
  if (total === 0) return <Text c="dimmed">{words('changes.none')}</Text>;
  return (
    <Stack>
      {groupChanges(changes).map((group) => (
        <section key={group.weight} aria-label={words(`changes.groups.${group.weight}`)}>
          <Title order={headingOrder} size="h4" mb={4}>
            <StateMark kind={marks[group.weight]}>{words(`changes.groups.${group.weight}`)}</StateMark>{' '}
            <Text component="span" c="dimmed" fw={400}>
              {count(group.changes.length)}
            </Text>
          </Title>
          <Group weight={group.weight} changes={group.changes} isInUse={isInUse} />
        </section>
      ))}
      {changes.length < total && (
        <Text size="sm" c="dimmed">
          {words('changes.cut', { shown: count(changes.length), count: count(total) })}
        </Text>
      )}
    </Stack>
  );
}

type ListProps = { readonly changes: readonly TrustChange[]; readonly isInUse: boolean };
type GroupProps = ListProps & { readonly weight: ChangeWeight };

/** Long groups open on demand; what speaks against a model never hides. */
function Group({ weight, changes, isInUse }: GroupProps): ReactNode {
  const first = weight === 'worse' ? changes : changes.slice(0, SHOWN_AT_ONCE);
  const rest = changes.slice(first.length);
  return (
    <>
      <Changes changes={first} isInUse={isInUse} />
      {rest.length > 0 && (
        <details>
          <summary className={classes['summary']}>{words('changes.more', { count: count(rest.length) })}</summary>
          <Changes changes={rest} isInUse={isInUse} />
        </details>
      )}
    </>
  );
}

function Changes({ changes, isInUse }: ListProps): ReactNode {
  return (
    <ul className={classes['changes']}>
      {changes.map((change) => (
        <li key={`${change.kind} ${change.entry} ${change.text}`}>
          <span>
            {change.text}{' '}
            {change.model !== null && (isInUse || change.kind !== 'model-added') && (
              <ConsoleLink
                to={`/console/trust/models/${change.model}`}
                inText
                label={words('changes.modelOf', { change: change.text })}
              >
                {words('changes.model')}
              </ConsoleLink>
            )}
          </span>
          <Ours change={change} />
        </li>
      ))}
    </ul>
  );
}

function Ours({ change }: { change: TrustChange }): ReactNode {
  if (change.ours === null)
    return (
      <Text size="sm" c="dimmed" component="span">
        {words('changes.oursUnknown')}
      </Text>
    );
  const ours = oursOf(change);
  return (
    <Text size="sm" component="span" {...(ours === 0 ? { c: 'dimmed' } : { fw: 600 })}>
      {ours === 0 ? words('changes.noneOfOurs') : words('changes.ours', { count: count(ours) })}
    </Text>
  );
}
