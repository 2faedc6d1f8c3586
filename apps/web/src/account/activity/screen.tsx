import { Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { DataList } from '../../design/data-list.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Page } from '../../design/page.tsx';
import { SkeletonList } from '../../design/skeleton-list.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { accountWords as words } from '../../words/account.ts';
import { activityQuery } from './api.ts';
import { eventsOf, type OwnEvent, outcomeOf } from './model.ts';

export function ActivityScreen(): ReactNode {
  return (
    <Page title={words('activity')} sentence={words('activity_sentence')}>
      <Activity />
    </Page>
  );
}

function Activity(): ReactNode {
  const activity = useInfiniteQuery(activityQuery);
  if (activity.isPending) return <SkeletonList rows={8} />;
  if (activity.data === undefined) return <ErrorState error={activity.error} onRetry={() => void activity.refetch()} />;
  const events = eventsOf(activity.data.pages);
  if (events.length === 0) {
    return (
      <EmptyState icon={<IconHistory size={32} />} title={words('activity_none')} text={words('activity_none_text')} />
    );
  }
  const total = activity.data.pages.at(-1)?.total ?? events.length;
  return (
    <Stack>
      <DataList label={words('activity_list')} columns={columns} rows={events} rowKey={(event) => event.id} />
      {activity.isError && <ErrorState error={activity.error} />}
      <Group justify="space-between">
        <Text c="dimmed" role="status">
          {words('activity_count', { shown: events.length, total: Math.max(total, events.length) })}
        </Text>
        {activity.hasNextPage && (
          <Button variant="default" loading={activity.isFetchingNextPage} onClick={() => void activity.fetchNextPage()}>
            {words('activity_more')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

const columns = [
  { key: 'what', header: words('activity_what'), names: true, cell: (event: OwnEvent) => event.text },
  { key: 'result', header: words('activity_result'), cell: (event: OwnEvent) => <Result event={event} /> },
  { key: 'when', header: words('activity_when'), cell: (event: OwnEvent) => <TimeText at={event.at} /> },
  { key: 'where', header: words('activity_where'), cell: (event: OwnEvent) => <Where event={event} /> },
];

function Result({ event }: { event: OwnEvent }): ReactNode {
  const outcome = outcomeOf(event);
  const Icon = outcome === 'success' ? IconCircleCheck : IconCircleX;
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={16} aria-hidden="true" color={outcome === 'success' ? 'var(--hf-good)' : 'var(--hf-attention)'} />
      {words(`outcome_${outcome}`)}
    </Group>
  );
}

function Where({ event }: { event: OwnEvent }): ReactNode {
  return (
    <>
      <Text>{event.browser}</Text>
      <Text size="xs" c="dimmed">
        {event.address ?? words('address_hidden')}
      </Text>
    </>
  );
}
