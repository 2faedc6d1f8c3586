import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { type Column, DataList } from '../../design/data-list.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Notice } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { SkeletonList } from '../../design/skeleton-list.tsx';
import { TimeText, useNow } from '../../design/time-text.tsx';
import { accountWords as words } from '../../words/account.ts';
import { relativeTime } from '../../words/times.ts';
import { endOtherSessions, endSession, sessionsQuery } from './api.ts';
import { inOrder, type OwnSession, othersOf } from './model.ts';

export function SessionsScreen(): ReactNode {
  return (
    <Page title={words('sessions')} sentence={words('sessions_sentence')}>
      <Sessions />
    </Page>
  );
}

function Sessions(): ReactNode {
  const answer = useQuery(sessionsQuery);
  if (answer.isPending) return <SkeletonList rows={3} height={64} />;
  if (answer.data === undefined) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  return <OpenSessions sessions={inOrder(answer.data.sessions)} />;
}

function OpenSessions({ sessions }: { sessions: readonly OwnSession[] }): ReactNode {
  const [ending, setEnding] = useState<OwnSession | 'others'>();
  const [done, setDone] = useState<string>();
  const queries = useQueryClient();
  const others = othersOf(sessions);
  const end = async (): Promise<void> => {
    if (ending === undefined) return;
    if (ending === 'others') setDone(words('ended_others', { count: await endOtherSessions() }));
    else {
      await endSession(ending.id);
      setDone(words('ended'));
    }
    await queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  };
  return (
    <Stack>
      {done !== undefined && (
        <Notice kind="good" announce>
          {done}
        </Notice>
      )}
      <DataList
        label={words('sessions_list')}
        columns={columnsFor(setEnding, useNow())}
        rows={sessions}
        rowKey={({ id }) => id}
      />
      {others.length === 0 ? (
        <Text c="dimmed">{words('only_session')}</Text>
      ) : (
        <Group>
          <Button variant="default" onClick={() => setEnding('others')}>
            {words('end_others')}
          </Button>
        </Group>
      )}
      <ConfirmDialog
        opened={ending !== undefined}
        title={words(ending === 'others' ? 'end_others_title' : 'end_title')}
        confirm={words(ending === 'others' ? 'end_others' : 'end')}
        danger
        onConfirm={end}
        onClose={() => setEnding(undefined)}
      >
        {ending !== undefined && effectOf(ending, others.length)}
      </ConfirmDialog>
    </Stack>
  );
}

function effectOf(ending: OwnSession | 'others', count: number): string {
  if (ending === 'others') return words('end_others_text', { count });
  return words('end_text', { browser: ending.browser, address: ending.address });
}

function columnsFor(onEnd: (session: OwnSession) => void, now: number): Column<OwnSession>[] {
  return [
    { key: 'browser', header: words('session_browser'), names: true, cell: (session) => <Browser session={session} /> },
    { key: 'address', header: words('session_address'), cell: ({ address }) => address },
    { key: 'passkey', header: words('session_passkey'), breaks: true, cell: ({ passkeyName }) => passkeyName },
    { key: 'seen', header: words('session_seen'), cell: ({ lastSeenAt }) => <TimeText at={lastSeenAt} /> },
    { key: 'started', header: words('session_started'), cell: ({ createdAt }) => <TimeText at={createdAt} /> },
    { key: 'ends', header: words('session_ends'), cell: ({ endsAt }) => <TimeText at={endsAt} /> },
    {
      key: 'action',
      header: words('session_action'),
      acts: true,
      cell: (session) =>
        session.current ? null : (
          <Button
            size="xs"
            variant="default"
            aria-label={words('end_of', { browser: session.browser, seen: relativeTime(session.lastSeenAt, now) })}
            onClick={() => onEnd(session)}
          >
            {words('end')}
          </Button>
        ),
    },
  ];
}

function Browser({ session }: { session: OwnSession }): ReactNode {
  return (
    <Group gap="xs">
      {session.browser}
      {session.current && (
        <Badge variant="default" tt="none" fw={500}>
          {words('this_session')}
        </Badge>
      )}
    </Group>
  );
}
