import { IconDeviceUsb } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Column } from '../../design/data-list.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { count } from '../count.ts';
import { ListPage } from '../lists/list-page.tsx';
import { readListSearch } from '../lists/list-search.ts';
import { useAddress } from '../lists/use-address.ts';
import { ConsoleLink } from '../parts/console-link.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { TrustPlaces } from '../trust/places.tsx';
import { words } from '../words.ts';
import { type ModelRow, modelsQuery, readModels } from './api.ts';
import { certificationText, modelCsv, modelFilters, oursText, type StatusOfModel, statusMark } from './model.ts';

const crumbs = [{ label: words('trust.title'), to: '/console/trust' }];

const columns: readonly Column<ModelRow>[] = [
  {
    key: 'name',
    header: words('models.columns.name'),
    names: true,
    cell: (row) => <ConsoleLink to={`/console/trust/models/${row.key}`}>{row.name}</ConsoleLink>,
  },
  { key: 'status', header: words('models.columns.status'), cell: (row) => <ModelStatus row={row} /> },
  {
    key: 'certification',
    header: words('models.columns.certification'),
    cell: (row) => certificationText(row.certification),
    isEmpty: (row) => row.certification === null,
  },
  {
    key: 'fips',
    header: words('models.columns.fips'),
    isEmpty: (row) => row.fipsLevel === null,
    cell: (row) => words('models.fips', { level: String(row.fipsLevel) }),
  },
  { key: 'kind', header: words('models.columns.kind'), cell: (row) => words(`models.kinds.${row.kind}`) },
  { key: 'ours', header: words('models.columns.ours'), align: 'end', cell: oursText },
];

/** The catalogue: every model that metadata or the organisation itself describes. */
export function TrustModelsScreen(): ReactNode {
  const { search, go } = useAddress(readListSearch);
  const query = useQuery(modelsQuery(search));
  return (
    <ListPage
      page={{ title: words('models.title'), sentence: words('models.text'), crumbs }}
      above={<TrustPlaces open="models" />}
      search={search}
      go={go}
      filters={modelFilters}
      placeholder={words('models.placeholder')}
      query={query}
      columns={columns}
      rowKey={(row) => row.key}
      countText={(total) => words('models.count', { count: count(total) })}
      empty={
        <EmptyState
          icon={<IconDeviceUsb size={32} />}
          title={words('models.emptyTitle')}
          text={words('models.empty')}
          action={<ConsoleLink to="/console/trust/import">{words('trust.import')}</ConsoleLink>}
        />
      }
      csv={{ columns: modelCsv, file: 'models', read: readModels(search) }}
    />
  );
}

export function ModelStatus({ row }: { row: StatusOfModel }): ReactNode {
  const { kind, text } = statusMark(row);
  return <StateMark kind={kind}>{text}</StateMark>;
}
