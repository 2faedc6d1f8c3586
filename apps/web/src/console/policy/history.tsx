import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { DataList } from '../../design/data-list.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { words } from '../words.ts';
import { Digest } from './in-force.tsx';
import type { PolicyAnswer } from './model.ts';

/** Every version that was in force. */
export function HistoryPanel({ policy }: { policy: PolicyAnswer }): ReactNode {
  return (
    <Stack>
      <Text c="dimmed">{words('policy.historyText')}</Text>
      <DataList
        label={words('policy.tabs.history')}
        rows={policy.history}
        rowKey={(row) => String(row.version)}
        columns={[
          {
            key: 'version',
            header: words('policy.historyColumns.version'),
            names: true,
            cell: (row) =>
              row.version === policy.version ? `${row.version} (${words('policy.inForce')})` : String(row.version),
          },
          {
            key: 'applied',
            header: words('policy.historyColumns.applied'),
            cell: (row) => <TimeText at={row.appliedAt} />,
          },
          { key: 'by', header: words('policy.historyColumns.by'), cell: (row) => row.appliedBy },
          {
            key: 'digest',
            header: words('policy.historyColumns.digest'),
            cell: (row) => <Digest digest={row.digest} />,
          },
        ]}
      />
    </Stack>
  );
}
