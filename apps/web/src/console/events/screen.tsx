import { Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Column } from '../../design/data-list.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { count } from '../count.ts';
import { ListPage } from '../lists/list-page.tsx';
import { useAddress } from '../lists/use-address.ts';
import { ConsoleLink } from '../parts/console-link.tsx';
import { OutcomeMark } from '../parts/state-mark.tsx';
import { words } from '../words.ts';
import { eventsQuery, readEvents } from './api.ts';
import { DayFields } from './day-fields.tsx';
import { readEventSearch } from './event-search.ts';
import { type EventRow, eventCsv, eventFilters } from './model.ts';
import { Party } from './party.tsx';

const columns: readonly Column<EventRow>[] = [
  {
    key: 'text',
    header: words('events.columns.text'),
    names: true,
    cell: (row) => (
      <>
        <ConsoleLink to={`/console/events/${row.id}`}>{row.text}</ConsoleLink>
        <Text size="xs" c="dimmed" fw={400}>
          {row.code === null ? row.type : `${row.type} · ${row.code}`}
        </Text>
      </>
    ),
  },
  { key: 'outcome', header: words('events.columns.outcome'), cell: (row) => <OutcomeMark outcome={row.outcome} /> },
  { key: 'at', header: words('events.columns.at'), cell: (row) => <TimeText at={row.at} /> },
  {
    key: 'actor',
    header: words('events.columns.actor'),
    isEmpty: (row) => row.actor === null,
    cell: (row) => <Party party={row.actor} />,
  },
  {
    key: 'subject',
    header: words('events.columns.subject'),
    isEmpty: (row) => row.subject === null,
    cell: (row) => <Party party={row.subject} />,
  },
  {
    key: 'address',
    header: words('events.columns.address'),
    isEmpty: (row) => row.address === null,
    cell: (row) => row.address,
  },
];

export function EventsScreen(): ReactNode {
  const { search, go } = useAddress(readEventSearch);
  const query = useQuery(eventsQuery(search));
  return (
    <ListPage
      page={{ title: words('events.title'), sentence: words('events.text') }}
      search={search}
      go={go}
      filters={eventFilters}
      placeholder={words('events.placeholder')}
      extra={<DayFields search={search} go={go} />}
      narrowed={search.from !== undefined || search.to !== undefined}
      query={query}
      columns={columns}
      rowKey={(row) => row.id}
      countText={(total) => words('events.count', { count: count(total) })}
      empty={
        <EmptyState icon={<IconHistory size={32} />} title={words('events.emptyTitle')} text={words('events.empty')} />
      }
      csv={{ columns: eventCsv, file: 'events', read: readEvents(search) }}
    />
  );
}
