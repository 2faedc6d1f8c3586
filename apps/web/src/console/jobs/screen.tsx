import { Stack } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Column, DataList } from '../../design/data-list.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Page } from '../../design/page.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { sentence } from '../../words/sentence.ts';
import { readListSearch } from '../lists/list-search.ts';
import { Pager } from '../lists/pager.tsx';
import { useAddress } from '../lists/use-address.ts';
import { JobMark } from '../parts/job-progress.tsx';
import { Reading } from '../parts/reading.tsx';
import { PageColumn } from '../parts/section.tsx';
import { viewOf } from '../parts/view.ts';
import { TrustPlaces } from '../trust/places.tsx';
import { words } from '../words.ts';
import { type JobRow, jobsQuery } from './api.ts';
import { LatestJob } from './latest-job.tsx';
import { resultNumber } from './model.ts';

const crumbs = [{ label: words('trust.title'), to: '/console/trust' }];

const columns: readonly Column<JobRow>[] = [
  { key: 'cause', header: words('jobs.columns.cause'), names: true, cell: (row) => sentence(row.cause) },
  { key: 'state', header: words('jobs.columns.state'), whole: true, cell: (row) => <JobMark state={row.state} /> },
  { key: 'at', header: words('jobs.columns.at'), cell: (row) => <TimeText at={row.createdAt} /> },
  {
    key: 'by',
    header: words('jobs.columns.by'),
    cell: (row) => row.requestedBy?.displayName ?? words('jobs.bySystem'),
  },
  {
    key: 'quarantined',
    header: words('jobs.columns.quarantined'),
    align: 'end',
    cell: (row) => resultNumber(row, 'quarantined'),
  },
  {
    key: 'restored',
    header: words('jobs.columns.restored'),
    align: 'end',
    cell: (row) => resultNumber(row, 'restored'),
  },
];

/** Every run of judging again; what came of the newest stands above. */
export function JobsScreen(): ReactNode {
  const { search, go } = useAddress(readListSearch);
  const query = useQuery(jobsQuery(search));
  const empty = (
    <EmptyState icon={<IconRefresh size={32} />} title={words('jobs.none')} text={words('jobs.noneText')} />
  );
  return (
    <PageColumn>
      <Page title={words('jobs.title')} sentence={words('jobs.text')} crumbs={crumbs}>
        <TrustPlaces open="jobs" />
        <Reading
          view={viewOf(query, (page) => page.items.length === 0)}
          onRetry={() => void query.refetch()}
          empty={empty}
        >
          {(page) => (
            <Stack>
              <LatestJob isAlone={false} />
              <DataList label={words('jobs.title')} columns={columns} rows={page.items} rowKey={(row) => row.id} />
              <Pager search={search} shown={page.items.length} total={page.total} next={page.next} go={go} />
            </Stack>
          )}
        </Reading>
      </Page>
    </PageColumn>
  );
}
