import { Stack, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Column, DataList } from '../../design/data-list.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Page } from '../../design/page.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { count } from '../count.ts';
import { Pager } from '../lists/pager.tsx';
import { SearchBar } from '../lists/search-bar.tsx';
import { searchError } from '../lists/search-error.ts';
import { useAddress } from '../lists/use-address.ts';
import { ConsoleLink } from '../parts/console-link.tsx';
import { Reading } from '../parts/reading.tsx';
import { PageColumn, Section } from '../parts/section.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { viewOf } from '../parts/view.ts';
import { contentText, originText } from '../trust/model.ts';
import { TrustPlaces } from '../trust/places.tsx';
import { words } from '../words.ts';
import { changesQuery, type HistoryRow, historyQuery } from './api.ts';
import { ChangeGroups } from './change-groups.tsx';
import { before, type ChangesSearch, historyFilters, newestPair, readChangesSearch } from './model.ts';

const crumbs = [{ label: words('trust.title'), to: '/console/trust' }];

export function TrustChangesScreen(): ReactNode {
  const { search, go } = useAddress(readChangesSearch);
  const query = useQuery(historyQuery(search));
  const unreadable = query.isError ? searchError(query.error) : undefined;
  const empty = (
    <EmptyState
      icon={<IconHistory size={32} />}
      title={words('changes.noDocuments')}
      text={words('changes.noDocumentsText')}
    />
  );
  return (
    <PageColumn>
      <Page title={words('changes.title')} sentence={words('changes.text')} crumbs={crumbs}>
        <TrustPlaces open="changes" />
        <Stack>
          <Comparison search={search} rows={query.data?.items ?? []} />
          <Section title={words('changes.history')} text={words('changes.historyText')}>
            <Stack>
              <SearchBar
                q={search.q ?? ''}
                filters={historyFilters}
                placeholder={words('changes.placeholder')}
                error={unreadable}
                onSearch={(q) => go(q === '' ? {} : { q })}
              />
              <Reading
                view={unreadable === undefined ? viewOf(query, (data) => data.items.length === 0) : { at: 'empty' }}
                onRetry={() => void query.refetch()}
                empty={empty}
              >
                {(page) => (
                  <>
                    <DataList
                      label={words('changes.history')}
                      columns={columns(page.items, search)}
                      rows={page.items}
                      rowKey={(row) => row.id}
                    />
                    <Pager search={search} shown={page.items.length} total={page.total} next={page.next} go={go} />
                  </>
                )}
              </Reading>
            </Stack>
          </Section>
        </Stack>
      </Page>
    </PageColumn>
  );
}

/** The two that were chosen; else the newest and the one before it. */
function Comparison({ search, rows }: { search: ChangesSearch; rows: readonly HistoryRow[] }): ReactNode {
  const newest = newestPair(rows);
  const from = search.from ?? newest?.from.id;
  const to = search.to ?? newest?.to.id;
  if (from === undefined || to === undefined) return null;
  return <Compared from={from} to={to} rows={rows} />;
}

function Compared({ from, to, rows }: { from: string; to: string; rows: readonly HistoryRow[] }): ReactNode {
  const query = useQuery(changesQuery(from, to));
  const numberOf = (id: string): string | null => {
    const number = rows.find((row) => row.id === id)?.number;
    return number === undefined || number === null ? null : words('trust.number', { number: count(number) });
  };
  const [before, after] = [numberOf(from), numberOf(to)];
  const title =
    before === null || after === null ? words('changes.compared') : words('changes.comparedNumbers', { before, after });
  return (
    <Section title={title} text={words('changes.comparedText')}>
      <Reading view={viewOf(query)} onRetry={() => void query.refetch()}>
        {({ changes, total }) => <ChangeGroups changes={changes} total={total} headingOrder={3} />}
      </Reading>
    </Section>
  );
}

function columns(rows: readonly HistoryRow[], search: ChangesSearch): readonly Column<HistoryRow>[] {
  return [
    {
      key: 'kind',
      header: words('trust.columns.kind'),
      names: true,
      cell: (row) => (
        <>
          {words(`trust.kinds.${row.kind}`)}
          {row.isCurrent && (
            <Text component="div" size="sm" fw={400}>
              <StateMark kind="good">{words('changes.current')}</StateMark>
            </Text>
          )}
        </>
      ),
    },
    { key: 'content', header: words('trust.columns.content'), cell: contentText },
    { key: 'arrived', header: words('trust.columns.arrived'), cell: (row) => <TimeText at={row.arrivedAt} /> },
    {
      key: 'origin',
      header: words('trust.columns.origin'),
      breaks: true,
      cell: (row) =>
        row.by === null ? originText(row) : words('trust.origin.by', { origin: originText(row), who: row.by }),
    },
    {
      key: 'changes',
      header: words('trust.columns.changes'),
      isEmpty: (row) => before(rows, row) === null,
      cell: (row) => <CompareLink row={row} earlier={before(rows, row)} search={search} />,
    },
  ];
}

type CompareLinkProps = {
  readonly row: HistoryRow;
  readonly earlier: HistoryRow | null;
  readonly search: ChangesSearch;
};

function CompareLink({ row, earlier, search }: CompareLinkProps): ReactNode {
  if (earlier === null) return null;
  const number = row.number === null ? '' : count(row.number);
  return (
    <ConsoleLink
      to="/console/trust/changes"
      search={{ ...(search.q !== undefined && { q: search.q }), from: earlier.id, to: row.id }}
      label={words('changes.showOf', { number, count: count(row.changesTotal) })}
    >
      {words('changes.show', { count: count(row.changesTotal) })}
    </ConsoleLink>
  );
}
