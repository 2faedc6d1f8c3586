import { SegmentedControl, Stack, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Column, DataList } from '../../design/data-list.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { Pager } from '../lists/pager.tsx';
import { ConsoleLink } from '../parts/console-link.tsx';
import { Reading } from '../parts/reading.tsx';
import { viewOf } from '../parts/view.ts';
import { type Proposal, proposalsQuery } from '../policy-proposal/api.ts';
import { proposalName, proposerText } from '../policy-proposal/model.ts';
import { ProposalMark } from '../policy-proposal/proposal-mark.tsx';
import { words } from '../words.ts';
import classes from './policy.module.css';
import type { PolicySearch } from './policy-search.ts';

export const openProposals = 'state:open';

export type ApprovalsProps = { readonly search: PolicySearch; readonly go: (search: PolicySearch) => void };

/** Changes that wait for a second person and, if one wants to see them, those that were decided. */
export function ApprovalsPanel({ search, go }: ApprovalsProps): ReactNode {
  const isAll = search.show === 'all';
  const query = useQuery(proposalsQuery(isAll ? undefined : openProposals, search.cursor));
  const empty = (
    <EmptyState
      icon={<IconUsers size={32} />}
      title={isAll ? words('policy.approvals.noneEver') : words('policy.approvals.none')}
      text={words('policy.approvals.noneText')}
    />
  );
  return (
    <Stack>
      <div className={classes['bar']}>
        <Text c="dimmed">{words('policy.approvals.text')}</Text>
        <SegmentedControl
          aria-label={words('policy.approvals.show')}
          value={isAll ? 'all' : 'open'}
          onChange={(value) => go({ tab: 'approvals', ...(value === 'all' && { show: 'all' }) })}
          data={[
            { value: 'open', label: words('policy.approvals.waiting') },
            { value: 'all', label: words('policy.approvals.all') },
          ]}
        />
      </div>
      <Reading
        view={viewOf(query, (page) => page.items.length === 0)}
        onRetry={() => void query.refetch()}
        empty={empty}
      >
        {(page) => (
          <>
            <DataList
              label={words('policy.tabs.approvals')}
              columns={columns}
              rows={page.items}
              rowKey={(row) => row.id}
            />
            <Pager search={search} shown={page.items.length} total={page.total} next={page.next} go={go} />
          </>
        )}
      </Reading>
    </Stack>
  );
}

const columns: readonly Column<Proposal>[] = [
  {
    key: 'note',
    header: words('policy.approvals.columns.note'),
    names: true,
    cell: (row) => <ConsoleLink to={`/console/policy/proposals/${row.id}`}>{proposalName(row)}</ConsoleLink>,
  },
  {
    key: 'state',
    header: words('policy.approvals.columns.state'),
    whole: true,
    cell: (row) => <ProposalMark state={row.state} />,
  },
  { key: 'by', header: words('policy.approvals.columns.by'), cell: proposerText },
  { key: 'at', header: words('policy.approvals.columns.at'), cell: (row) => <TimeText at={row.proposedAt} /> },
  {
    key: 'until',
    header: words('policy.approvals.columns.until'),
    cell: (row) => <TimeText at={row.decidedAt ?? row.expiresAt} />,
  },
];
