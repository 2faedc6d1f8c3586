import { Button, Group, Stack, Text } from '@mantine/core';
import { IconUserPlus, IconUsers } from '@tabler/icons-react';
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
import { PersonLink } from '../parts/console-link.tsx';
import { PersonMark } from '../parts/state-mark.tsx';
import { roleName } from '../shell/model.ts';
import { words } from '../words.ts';
import { peopleQuery, readPeople } from './api.ts';
import { type PersonRow, peopleCsv, peopleFilters, someOf } from './model.ts';

const columns: readonly Column<PersonRow>[] = [
  { key: 'name', header: words('people.columns.name'), names: true, cell: (row) => <NameCell row={row} /> },
  { key: 'status', header: words('people.columns.status'), cell: (row) => <PersonMark status={row.status} /> },
  { key: 'passkeys', header: words('people.columns.passkeys'), align: 'end', cell: (row) => count(row.passkeys) },
  {
    key: 'groups',
    header: words('people.columns.groups'),
    breaks: true,
    isEmpty: (row) => row.groups.length === 0,
    cell: (row) => <Some names={row.groups} />,
  },
  {
    key: 'roles',
    header: words('people.columns.roles'),
    isEmpty: (row) => row.roles.length === 0,
    cell: (row) => <Some names={row.roles.map(roleName)} />,
  },
  {
    key: 'lastSignIn',
    header: words('people.columns.lastSignIn'),
    cell: (row) => <TimeText at={row.lastSignInAt} />,
  },
];

export function PeopleScreen(): ReactNode {
  const { search, go } = useAddress(readListSearch);
  const query = useQuery(peopleQuery(search));
  const add = useSignedIn().may('people:write') ? <AddPerson /> : undefined;
  return (
    <ListPage
      page={{ title: words('people.title'), sentence: words('people.text'), action: add }}
      search={search}
      go={go}
      filters={peopleFilters}
      placeholder={words('people.placeholder')}
      query={query}
      columns={columns}
      rowKey={(row) => row.id}
      countText={(total) => words('people.count', { count: count(total) })}
      empty={
        <EmptyState icon={<IconUsers size={32} />} title={words('people.emptyTitle')} text={words('people.empty')} />
      }
      csv={{ columns: peopleCsv, file: 'people', read: readPeople(search) }}
    />
  );
}

function AddPerson(): ReactNode {
  return (
    <Button component={Link} to="/console/people/new" leftSection={<IconUserPlus size={16} aria-hidden="true" />}>
      {words('people.add')}
    </Button>
  );
}

function NameCell({ row }: { row: PersonRow }): ReactNode {
  return (
    <Stack gap={0}>
      <PersonLink person={row} />
      <Text size="xs" c="dimmed" fw={400}>
        {row.username}
      </Text>
    </Stack>
  );
}

function Some({ names }: { names: readonly string[] }): ReactNode {
  const { shown, more } = someOf(names);
  return (
    <Group gap={4}>
      {shown.join(', ')}
      {more > 0 && (
        <Text size="sm" c="dimmed">
          {words('people.more', { count: count(more) })}
        </Text>
      )}
    </Group>
  );
}
