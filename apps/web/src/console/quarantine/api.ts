import type { Api } from '@holdfast/server/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import type { ListSearch } from '../lists/list-search.ts';
import { exportQuery, pageQuery } from '../lists/page-query.ts';

export type Quarantine = Api['GET /api/v1/quarantine']['answer'];
export type QuarantineGroup = Quarantine['groups'][number];
export type QuarantinedRow = Api['GET /api/v1/quarantine/credentials']['answer']['items'][number];

export const quarantineQuery = queryOptions({
  queryKey: ['console', 'quarantine'],
  queryFn: ({ signal }) => call('GET /api/v1/quarantine', { signal }),
});

export const quarantinedQuery = (search: ListSearch) =>
  queryOptions({
    queryKey: ['console', 'quarantine', 'list', search],
    queryFn: ({ signal }) => call('GET /api/v1/quarantine/credentials', { query: pageQuery(search), signal }),
    placeholderData: keepPreviousData,
  });

export const readQuarantined = (search: ListSearch) => (cursor: string | undefined, signal: AbortSignal) =>
  call('GET /api/v1/quarantine/credentials', { query: exportQuery(search, cursor), signal });
