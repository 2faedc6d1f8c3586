import { Stack, Tabs } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Column, DataList } from '../../design/data-list.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Page } from '../../design/page.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { count } from '../count.ts';
import { type CsvSource, ExportCsv } from '../lists/export-csv.tsx';
import { Pager } from '../lists/pager.tsx';
import { useAddress } from '../lists/use-address.ts';
import { PersonLink } from '../parts/console-link.tsx';
import { Reading } from '../parts/reading.tsx';
import { PageColumn } from '../parts/section.tsx';
import { viewOf } from '../parts/view.ts';
import { words } from '../words.ts';
import {
  exportImpactPeople,
  type Impact,
  type ImpactList,
  impactPeopleQuery,
  impactQuery,
  type ListedPerson,
} from './api.ts';
import classes from './impact.module.css';
import { type ImpactSearch, impactLists, readImpactSearch } from './impact-search.ts';
import { sizeOf } from './model.ts';

const crumbs = [{ label: words('policy.title'), to: '/console/policy' }];

/** The names behind the numbers of an impact, list by list. */
export function ImpactPeopleScreen(): ReactNode {
  const { jobId } = useParams({ strict: false });
  const query = useQuery(impactQuery(jobId ?? ''));
  const { search, go } = useAddress(readImpactSearch);
  return (
    <PageColumn>
      <Page title={words('policy.impact.names.title')} sentence={words('policy.impact.names.text')} crumbs={crumbs}>
        <Reading
          view={viewOf(query, ({ result }) => result === null)}
          onRetry={() => void query.refetch()}
          empty={<NotDone />}
        >
          {({ result }) => result !== null && <Lists jobId={jobId ?? ''} impact={result} search={search} go={go} />}
        </Reading>
      </Page>
    </PageColumn>
  );
}

function NotDone(): ReactNode {
  return (
    <EmptyState
      icon={<IconUsers size={32} />}
      title={words('policy.impact.names.notDone')}
      text={words('policy.impact.names.notDoneText')}
    />
  );
}

type ListsProps = {
  readonly jobId: string;
  readonly impact: Impact;
  readonly search: ImpactSearch;
  readonly go: (search: ImpactSearch) => void;
};

function Lists({ jobId, impact, search, go }: ListsProps): ReactNode {
  const opened = search.list ?? 'locked_out';
  const choose = (value: string | null): void => {
    const list = impactLists.find((known) => known === value);
    if (list !== undefined) go({ list });
  };
  return (
    <Tabs value={opened} onChange={choose} keepMounted={false}>
      <Tabs.List mb="md">
        {impactLists
          .filter((list) => list === opened || sizeOf(impact, list) > 0)
          .map((list) => (
            <Tabs.Tab key={list} value={list}>
              {words(`policy.impact.lists.${list}`)} · {count(sizeOf(impact, list))}
            </Tabs.Tab>
          ))}
      </Tabs.List>
      <Tabs.Panel value={opened}>
        <Names key={opened} jobId={jobId} list={opened} impact={impact} search={search} go={go} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Names({ jobId, list, impact, search, go }: ListsProps & { list: ImpactList }): ReactNode {
  const { may } = useSignedIn();
  const query = useQuery(impactPeopleQuery(jobId, list, search.cursor));
  const empty = (
    <EmptyState title={words('policy.impact.names.nobody')} text={words(`policy.impact.meanings.${list}`)} />
  );
  return (
    <Reading view={viewOf(query, (page) => page.items.length === 0)} onRetry={() => void query.refetch()} empty={empty}>
      {(page) => (
        <Stack>
          <div className={classes['listHead']}>
            <span>
              {words(`policy.impact.meanings.${list}`)}{' '}
              {sizeOf(impact, list) > page.total &&
                words('policy.impact.names.cut', { shown: count(page.total), count: count(sizeOf(impact, list)) })}
            </span>
            <ExportCsv source={csvOf(jobId, list)} />
          </div>
          <DataList
            label={words(`policy.impact.lists.${list}`)}
            columns={columns(may('people:read'))}
            rows={page.items}
            rowKey={(row) => row.id}
          />
          <Pager search={search} shown={page.items.length} total={page.total} next={page.next} go={go} />
        </Stack>
      )}
    </Reading>
  );
}

function columns(leads: boolean): readonly Column<ListedPerson>[] {
  return [
    {
      key: 'name',
      header: words('policy.impact.names.name'),
      names: true,
      cell: (row) => (leads ? <PersonLink person={row} /> : row.displayName),
    },
    { key: 'username', header: words('policy.impact.names.username'), breaks: true, cell: (row) => row.username },
  ];
}

function csvOf(jobId: string, list: ImpactList): CsvSource<ListedPerson> {
  return {
    file: `impact-${list.replaceAll('_', '-')}`,
    columns: [
      { name: 'username', value: (row) => row.username },
      { name: 'name', value: (row) => row.displayName },
      { name: 'id', value: (row) => row.id },
    ],
    read: (cursor, signal) => exportImpactPeople(jobId, list, cursor, signal),
  };
}
