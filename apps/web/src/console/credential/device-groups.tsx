import { Code, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Answer } from '../../api/client.ts';
import { type Column, DataList } from '../../design/data-list.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { Reading } from '../parts/reading.tsx';
import { Section } from '../parts/section.tsx';
import { viewOf } from '../parts/view.ts';
import { words } from '../words.ts';
import { trustGroupKeysQuery } from './api.ts';

type GroupKey = Answer<'GET /api/v1/credentials/:credentialId/trust-group-keys'>['keys'][number];

const DIGEST_SHOWN = 16;

const columns: readonly Column<GroupKey>[] = [
  {
    key: 'key',
    header: words('deviceGroups.columns.key'),
    names: true,
    cell: ({ group }) => <Code title={group}>{group.slice(0, DIGEST_SHOWN)}…</Code>,
  },
  {
    key: 'status',
    header: words('deviceGroups.columns.status'),
    whole: true,
    cell: ({ status }) => words(`deviceGroups.statuses.${status}`),
  },
  {
    key: 'first',
    header: words('deviceGroups.columns.first'),
    whole: true,
    cell: ({ firstUsedAt }) => <TimeText at={firstUsedAt} />,
  },
  {
    key: 'last',
    header: words('deviceGroups.columns.last'),
    whole: true,
    cell: ({ lastUsedAt }) => <TimeText at={lastUsedAt} />,
  },
  {
    key: 'from',
    header: words('deviceGroups.columns.from'),
    breaks: true,
    cell: ({ address, browser }) => `${browser} · ${address}`,
  },
];

/** The groups of devices that a passkey was used on; only what may be copied to another device has any. */
export function DeviceGroupsSection({ credentialId }: { credentialId: string }): ReactNode {
  const query = useQuery(trustGroupKeysQuery(credentialId));
  return (
    <Section title={words('deviceGroups.title')} text={words('deviceGroups.text')}>
      <Reading
        view={viewOf(query, ({ keys }) => keys.length === 0)}
        onRetry={() => void query.refetch()}
        rows={2}
        empty={<Text c="dimmed">{words('deviceGroups.none')}</Text>}
      >
        {({ keys }) => (
          <DataList label={words('deviceGroups.title')} columns={columns} rows={keys} rowKey={({ group }) => group} />
        )}
      </Reading>
    </Section>
  );
}
