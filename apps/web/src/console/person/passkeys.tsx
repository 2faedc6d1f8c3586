import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { EvidenceMark } from '../../design/evidence-mark.tsx';
import { StatusBadge } from '../../design/status-badge.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { designWords } from '../../words/design.ts';
import type { CredentialRow } from '../credentials/model.ts';
import { ConsoleLink } from '../parts/console-link.tsx';
import { Reading } from '../parts/reading.tsx';
import { Section } from '../parts/section.tsx';
import { viewOf } from '../parts/view.ts';
import { words } from '../words.ts';
import { passkeysOfQuery } from './api.ts';
import classes from './person.module.css';

/** The passkeys of a person with their states; each leads to its facts, assessment and verdict. */
export function PasskeysSection({ personId }: { personId: string }): ReactNode {
  const { may } = useSignedIn();
  return (
    <Section title={words('person.passkeys')}>
      {may('credentials:read') ? (
        <Passkeys personId={personId} />
      ) : (
        <Text c="dimmed">{words('person.passkeysClosed')}</Text>
      )}
    </Section>
  );
}

function Passkeys({ personId }: { personId: string }): ReactNode {
  const query = useQuery(passkeysOfQuery(personId));
  return (
    <Reading
      view={viewOf(query, (page) => page.items.length === 0)}
      onRetry={() => void query.refetch()}
      rows={2}
      empty={<Text c="dimmed">{words('person.noPasskeys')}</Text>}
    >
      {(page) => (
        <ul className={classes['passkeys']}>
          {page.items.map((row) => (
            <PasskeyEntry key={row.id} row={row} />
          ))}
        </ul>
      )}
    </Reading>
  );
}

function PasskeyEntry({ row }: { row: CredentialRow }): ReactNode {
  return (
    <li className={classes['passkey']}>
      <div>
        <ConsoleLink to={`/console/credentials/${row.id}`}>{row.name}</ConsoleLink>
        <Text size="xs" c="dimmed">
          {designWords(`class_${row.class}`)} · {row.model ?? words('unknownModel')}
        </Text>
        {row.status !== 'active' && <Text size="sm">{row.statusReason}</Text>}
      </div>
      <div>
        <Group gap="md">
          <StatusBadge status={row.status} reason={row.statusReason} />
          <EvidenceMark evidence={row.evidence} />
        </Group>
        <Text size="xs" c="dimmed" component="div">
          {words('person.lastUsed')}: <TimeText at={row.lastUsedAt} />
        </Text>
      </div>
    </li>
  );
}
