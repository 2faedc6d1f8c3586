import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Column, DataList } from '../../design/data-list.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { ConsoleLink } from '../parts/console-link.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { words } from '../words.ts';
import type { PolicyAnswer } from './model.ts';

type Version = PolicyAnswer['history'][number];

/** Every version that was in force: when, by whom and why, and the way back to it. */
export function HistoryPanel({ policy }: { policy: PolicyAnswer }): ReactNode {
  const { may } = useSignedIn();
  return (
    <Stack>
      <Text c="dimmed">{words('policy.historyText')}</Text>
      <DataList
        label={words('policy.tabs.history')}
        rows={policy.history}
        rowKey={(row) => String(row.version)}
        columns={columns(policy.version, may('policy:write'))}
      />
    </Stack>
  );
}

function columns(inForce: number, mayChange: boolean): readonly Column<Version>[] {
  return [
    {
      key: 'version',
      header: words('policy.historyColumns.version'),
      names: true,
      width: '160px',
      cell: ({ version }) => (
        <>
          <ConsoleLink to={`/console/policy/versions/${version}`}>{words('policy.version', { version })}</ConsoleLink>
          {version === inForce && (
            <Text component="div" size="sm" fw={400}>
              <StateMark kind="good">{words('policy.inForce')}</StateMark>
            </Text>
          )}
        </>
      ),
    },
    {
      key: 'note',
      header: words('policy.historyColumns.note'),
      breaks: true,
      isEmpty: ({ note }) => note === null || note === '',
      cell: ({ note }) => note,
    },
    {
      key: 'applied',
      header: words('policy.historyColumns.applied'),
      cell: (row) => <TimeText at={row.appliedAt} />,
    },
    { key: 'by', header: words('policy.historyColumns.by'), cell: (row) => row.appliedBy },
    {
      key: 'acts',
      header: words('policy.historyColumns.acts'),
      acts: true,
      isEmpty: ({ version }) => version === inForce,
      cell: ({ version }) => (version === inForce ? null : <Ways version={version} mayChange={mayChange} />),
    },
  ];
}

function Ways({ version, mayChange }: { version: number; mayChange: boolean }): ReactNode {
  return (
    <Group gap="md">
      <ConsoleLink
        to={`/console/policy/versions/${version}`}
        label={words('policy.versionPage.compareOf', { version })}
      >
        {words('policy.versionPage.compare')}
      </ConsoleLink>
      {mayChange && (
        <ConsoleLink
          to="/console/policy/edit"
          search={{ version }}
          label={words('policy.versionPage.bringBackOf', { version })}
        >
          {words('policy.versionPage.bringBackShort')}
        </ConsoleLink>
      )}
    </Group>
  );
}
