import { Text, Tooltip } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Column } from '../../design/data-list.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { EvidenceMark } from '../../design/evidence-mark.tsx';
import { StatusBadge } from '../../design/status-badge.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { designWords } from '../../words/design.ts';
import { count } from '../count.ts';
import { ListPage } from '../lists/list-page.tsx';
import { readListSearch } from '../lists/list-search.ts';
import { useAddress } from '../lists/use-address.ts';
import { ConsoleLink, PersonLink } from '../parts/console-link.tsx';
import { words } from '../words.ts';
import { credentialsQuery, readCredentials } from './api.ts';
import { type CredentialRow, credentialCsv, credentialFilters } from './model.ts';

const columns: readonly Column<CredentialRow>[] = [
  {
    key: 'name',
    header: words('credentials.columns.name'),
    names: true,
    cell: (row) => <ConsoleLink to={`/console/credentials/${row.id}`}>{row.name}</ConsoleLink>,
  },
  { key: 'person', header: words('credentials.columns.person'), cell: (row) => <PersonLink person={row.person} /> },
  {
    key: 'status',
    header: words('credentials.columns.status'),
    cell: (row) => <StatusBadge status={row.status} reason={row.statusReason} />,
  },
  {
    key: 'class',
    header: words('credentials.columns.class'),
    cell: (row) => designWords(`class_${row.class}`),
  },
  {
    key: 'evidence',
    header: words('credentials.columns.evidence'),
    cell: (row) => <EvidenceMark evidence={row.evidence} />,
  },
  { key: 'model', header: words('credentials.columns.model'), whole: true, cell: (row) => <Model model={row.model} /> },
  {
    key: 'lastUsed',
    header: words('credentials.columns.lastUsed'),
    cell: (row) => <TimeText at={row.lastUsedAt} />,
  },
];

const toQuarantine = <ConsoleLink to="/console/credentials/quarantine">{words('quarantine.title')}</ConsoleLink>;

export function CredentialsScreen(): ReactNode {
  const { search, go } = useAddress(readListSearch);
  const query = useQuery(credentialsQuery(search));
  return (
    <ListPage
      page={{ title: words('credentials.title'), sentence: words('credentials.text'), action: toQuarantine }}
      search={search}
      go={go}
      filters={credentialFilters}
      placeholder={words('credentials.placeholder')}
      query={query}
      columns={columns}
      rowKey={(row) => row.id}
      countText={(total) => words('credentials.count', { count: count(total) })}
      empty={
        <EmptyState
          icon={<IconKey size={32} />}
          title={words('credentials.emptyTitle')}
          text={words('credentials.empty')}
        />
      }
      csv={{ columns: credentialCsv, file: 'credentials', read: readCredentials(search) }}
    />
  );
}

/** People ask why a model is not known; the answer is one hover or focus away. */
function Model({ model }: { model: string | null }): ReactNode {
  if (model !== null) return model;
  return (
    <Tooltip label={words('unknownModelWhy')} multiline maw={320}>
      <Text component="span" c="dimmed">
        {words('unknownModel')}
      </Text>
    </Tooltip>
  );
}
