import { Box, Button, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Column, DataList } from '../../design/data-list.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Page, type PageProps } from '../../design/page.tsx';
import { Reading } from '../parts/reading.tsx';
import { viewOf } from '../parts/view.ts';
import { words } from '../words.ts';
import type { ListPage as PageOf } from './collect-pages.ts';
import { type CsvSource, ExportCsv } from './export-csv.tsx';
import type { ListFilters } from './filters.ts';
import { type ListSearch, searchFor } from './list-search.ts';
import classes from './lists.module.css';
import { Pager } from './pager.tsx';
import { SearchBar } from './search-bar.tsx';
import { searchError } from './search-error.ts';

export type ListPageProps<Row, S extends ListSearch> = {
  readonly page: Pick<PageProps, 'title' | 'sentence' | 'action' | 'crumbs'>;
  /** Between the title and the search. */
  readonly above?: ReactNode;
  readonly search: S;
  readonly go: (search: S) => void;
  readonly filters: ListFilters;
  readonly placeholder: string;
  readonly extra?: ReactNode;
  /** True where something beside `q` narrows the list. */
  readonly narrowed?: boolean;
  readonly query: UseQueryResult<PageOf<Row>>;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly countText: (total: number) => string;
  readonly empty: ReactNode;
  readonly csv: CsvSource<Row>;
};

/** A list page: search and filters in the address, count, table or cards, paging by cursor, export of what matches. */
export function ListPage<Row, S extends ListSearch>(props: ListPageProps<Row, S>): ReactNode {
  const { page, search, go, filters, placeholder, extra, query, narrowed = false } = props;
  const { q: _q, cursor: _cursor, page: _page, ...kept } = search;
  const onSearch = (q: string): void => go({ ...kept, ...searchFor(q) } as S);
  const searched = search.q !== undefined || narrowed;
  const unreadable = query.isError ? searchError(query.error) : undefined;
  const empty = searched ? <NothingMatches onClear={() => go({} as S)} /> : props.empty;
  return (
    <Page {...page}>
      {props.above}
      <SearchBar
        q={search.q ?? ''}
        filters={filters}
        placeholder={placeholder}
        error={unreadable}
        onSearch={onSearch}
        extra={extra}
      />
      <ListBar {...props} />
      <Box aria-busy={query.isPlaceholderData} opacity={query.isPlaceholderData ? 0.6 : 1}>
        <Reading
          view={unreadable === undefined ? viewOf(query, (data) => data.items.length === 0) : { at: 'empty' }}
          onRetry={() => void query.refetch()}
          empty={empty}
          rows={8}
        >
          {(data) => <FullList {...props} data={data} />}
        </Reading>
      </Box>
    </Page>
  );
}

function ListBar<Row, S extends ListSearch>({ query, countText, csv }: ListPageProps<Row, S>): ReactNode {
  return (
    <div className={classes['bar']}>
      <Text role="status" c="dimmed">
        {query.data === undefined ? '' : countedText(query.data, countText)}
      </Text>
      {query.data !== undefined && query.data.items.length > 0 && <ExportCsv source={csv} />}
    </div>
  );
}

/** The server counts so far and no further: longer lists are searched, not read. */
function countedText({ total, totalIsExact }: PageOf<unknown>, countText: (total: number) => string): string {
  return totalIsExact ? countText(total) : words('lists.moreThan', { counted: countText(total) });
}

function FullList<Row, S extends ListSearch>(props: ListPageProps<Row, S> & { data: PageOf<Row> }): ReactNode {
  const { page, columns, rowKey, data, search, go } = props;
  return (
    <>
      <DataList label={page.title} columns={columns} rows={data.items} rowKey={rowKey} />
      <Pager
        search={search}
        shown={data.items.length}
        total={data.total}
        isExact={data.totalIsExact}
        next={data.next}
        go={go}
      />
    </>
  );
}

function NothingMatches({ onClear }: { onClear: () => void }): ReactNode {
  return (
    <EmptyState
      title={words('lists.nothingMatches')}
      text={words('lists.nothingMatchesText')}
      action={
        <Button variant="default" onClick={onClear}>
          {words('lists.clear')}
        </Button>
      }
    />
  );
}
