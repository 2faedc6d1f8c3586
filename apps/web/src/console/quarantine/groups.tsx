import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { count } from '../count.ts';
import { ConsoleLink } from '../parts/console-link.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { words } from '../words.ts';
import type { QuarantineGroup } from './api.ts';
import { groupNext, groupSearch } from './model.ts';
import classes from './quarantine.module.css';

/** Why passkeys are set aside, and of which model they are: one card a reason, the most urgent first. */
export function QuarantineGroups({ groups }: { groups: readonly QuarantineGroup[] }): ReactNode {
  return (
    <ul className={classes['groups']} aria-label={words('quarantine.groups')}>
      {groups.map((group) => (
        <GroupCard key={`${group.cause} ${group.aaguid} ${group.reason}`} group={group} />
      ))}
    </ul>
  );
}

function GroupCard({ group }: { group: QuarantineGroup }): ReactNode {
  const { model, aaguid, cause, rule, reason, credentials, people, withoutWayIn } = group;
  const name = model ?? words('unknownModel');
  const numbers = words('quarantine.all', {
    count: count(credentials),
    people: words('quarantine.people', { count: count(people) }),
  });
  return (
    <li className={classes['group']}>
      <Title order={2} size="h4">
        {name}
      </Title>
      {model === null && (
        <Text size="xs" c="dimmed" ff="monospace">
          {aaguid}
        </Text>
      )}
      <Text size="sm">
        {words('quarantine.by', { cause: words(`causes.${cause}`) })}
        {rule !== null && (
          <>
            {' '}
            · <span className={classes['rule']}>{rule}</span>
          </>
        )}
      </Text>
      <Text size="sm" component="div">
        {withoutWayIn > 0 && (
          <div>
            <StateMark kind="bad">{words('quarantine.lockedOut', { count: count(withoutWayIn) })}</StateMark>
          </div>
        )}
        <ConsoleLink
          to="/console/credentials/quarantine"
          search={{ q: groupSearch(group) }}
          label={words('quarantine.showGroup', { numbers, model: name })}
        >
          {numbers}
        </ConsoleLink>
      </Text>
      <Text size="sm">{groupNext(group)}</Text>
      <details className={classes['told']}>
        <summary>{words('quarantine.told')}</summary>
        <Text size="sm">{reason}</Text>
      </details>
    </li>
  );
}
