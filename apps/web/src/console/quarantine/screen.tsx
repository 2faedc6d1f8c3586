import { Box, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Column } from '../../design/data-list.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Notice } from '../../design/notice.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { count } from '../count.ts';
import { JudgingNow } from '../jobs/judging-now.tsx';
import { ListPage } from '../lists/list-page.tsx';
import { readListSearch } from '../lists/list-search.ts';
import { useAddress } from '../lists/use-address.ts';
import { ConsoleLink, PersonLink } from '../parts/console-link.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { words } from '../words.ts';
import { type Quarantine, type QuarantinedRow, quarantinedQuery, quarantineQuery, readQuarantined } from './api.ts';
import { QuarantineGroups } from './groups.tsx';
import { quarantineCsv, quarantineFilters, urgencyText, wayInMarks } from './model.ts';
import { ReleaseButton } from './release.tsx';

const crumbs = [{ label: words('credentials.title'), to: '/console/credentials' }];

const columns: readonly Column<QuarantinedRow>[] = [
  {
    key: 'name',
    header: words('credentials.columns.name'),
    names: true,
    cell: (row) => <ConsoleLink to={`/console/credentials/${row.id}`}>{row.name}</ConsoleLink>,
  },
  { key: 'person', header: words('credentials.columns.person'), cell: (row) => <PersonLink person={row.person} /> },
  {
    key: 'wayIn',
    header: words('quarantine.columns.wayIn'),
    cell: (row) => <StateMark kind={wayInMarks[row.wayIn]}>{words(`quarantine.waysIn.${row.wayIn}`)}</StateMark>,
  },
  { key: 'cause', header: words('quarantine.columns.cause'), cell: (row) => words(`causes.${row.cause}`) },
  {
    key: 'model',
    header: words('credentials.columns.model'),
    cell: (row) => row.model ?? words('unknownModel'),
  },
  {
    key: 'lastUsed',
    header: words('credentials.columns.lastUsed'),
    cell: (row) => <TimeText at={row.lastUsedAt} />,
  },
  {
    key: 'acts',
    header: words('quarantine.columns.acts'),
    acts: true,
    isEmpty: (row) => row.cause === 'judged',
    cell: (row) => (row.cause === 'judged' ? null : <ReleaseButton row={row} />),
  },
];

/** What is set aside: why, and of whom; those who cannot get in come first. */
export function QuarantineScreen(): ReactNode {
  const { search, go } = useAddress(readListSearch);
  const query = useQuery(quarantinedQuery(search));
  const summary = useQuery(quarantineQuery);
  return (
    <ListPage
      page={{ title: words('quarantine.title'), sentence: words('quarantine.text'), crumbs }}
      above={
        <>
          <JudgingNow />
          {summary.data !== undefined && summary.data.credentials > 0 && <Summary quarantine={summary.data} />}
        </>
      }
      search={search}
      go={go}
      filters={quarantineFilters}
      placeholder={words('quarantine.placeholder')}
      query={query}
      columns={columns}
      rowKey={(row) => row.id}
      countText={(total) => words('credentials.count', { count: count(total) })}
      empty={
        <EmptyState
          icon={<IconCircleCheck size={32} />}
          title={words('quarantine.emptyTitle')}
          text={words('quarantine.empty')}
        />
      }
      csv={{ columns: quarantineCsv, file: 'quarantine', read: readQuarantined(search) }}
    />
  );
}

function Summary({ quarantine }: { quarantine: Quarantine }): ReactNode {
  const { withoutWayIn, groups } = quarantine;
  return (
    <Box mb="lg">
      {withoutWayIn > 0 && (
        <Box mb="md">
          <Notice kind="bad">
            <Text fw={600}>{words('quarantine.urgent', { count: count(withoutWayIn) })}</Text>
            <Text>
              {words('quarantine.urgentText')}{' '}
              <ConsoleLink to="/console/credentials/quarantine" search={{ q: 'way_in:none' }} inText>
                {words('quarantine.showUrgent')}
              </ConsoleLink>
            </Text>
          </Notice>
        </Box>
      )}
      <Text mb="md">{urgencyText(quarantine)}</Text>
      <QuarantineGroups groups={groups} />
    </Box>
  );
}
