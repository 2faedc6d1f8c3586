import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import type { ListSearch } from '../lists/list-search.ts';
import { exportQuery, pageQuery } from '../lists/page-query.ts';

export const credentialsQuery = (search: ListSearch) =>
  queryOptions({
    queryKey: ['console', 'credentials', search],
    queryFn: ({ signal }) => call('GET /api/v1/credentials', { query: pageQuery(search), signal }),
    placeholderData: keepPreviousData,
  });

export const readCredentials = (search: ListSearch) => (cursor: string | undefined, signal: AbortSignal) =>
  call('GET /api/v1/credentials', { query: exportQuery(search, cursor), signal });
