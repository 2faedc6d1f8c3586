import { Button, Text } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Column } from '../../design/data-list.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { count } from '../count.ts';
import { ListPage } from '../lists/list-page.tsx';
import { readListSearch } from '../lists/list-search.ts';
import { useAddress } from '../lists/use-address.ts';
import { ConsoleLink } from '../parts/console-link.tsx';
import { words } from '../words.ts';
import { groupsQuery, readGroups } from './api.ts';
import { type GroupRow, groupCsv, groupFilters } from './model.ts';

const columns: readonly Column<GroupRow>[] = [
  {
    key: 'name',
    header: words('groups.columns.name'),
    names: true,
    cell: (row) => <ConsoleLink to={`/console/groups/${row.id}`}>{row.name}</ConsoleLink>,
  },
  {
    key: 'description',
    header: words('groups.columns.description'),
    isEmpty: (row) => row.description === '',
    breaks: true,
    cell: (row) => row.description,
  },
  { key: 'members', header: words('groups.columns.members'), align: 'end', cell: (row) => count(row.members) },
  { key: 'populations', header: words('groups.columns.populations'), cell: (row) => <Populations row={row} /> },
  { key: 'created', header: words('groups.columns.created'), cell: (row) => <TimeText at={row.createdAt} /> },
];

export function GroupsScreen(): ReactNode {
  const { search, go } = useAddress(readListSearch);
  const query = useQuery(groupsQuery(search));
  const add = useSignedIn().may('groups:write') ? <AddGroup /> : undefined;
  return (
    <ListPage
      page={{ title: words('groups.title'), sentence: words('groups.text'), action: add }}
      search={search}
      go={go}
      filters={groupFilters}
      placeholder={words('groups.placeholder')}
      query={query}
      columns={columns}
      rowKey={(row) => row.id}
      countText={(total) => words('groups.count', { count: count(total) })}
      empty={
        <EmptyState
          icon={<IconUsersGroup size={32} />}
          title={words('groups.emptyTitle')}
          text={words('groups.empty')}
        />
      }
      csv={{ columns: groupCsv, file: 'groups', read: readGroups(search) }}
    />
  );
}

function AddGroup(): ReactNode {
  return (
    <Button component={Link} to="/console/groups/new" leftSection={<IconPlus size={16} aria-hidden="true" />}>
      {words('groups.add')}
    </Button>
  );
}

function Populations({ row }: { row: GroupRow }): ReactNode {
  if (row.populations.length === 0) return <Text c="dimmed">{words('groups.noPopulations')}</Text>;
  return row.populations.join(', ');
}
