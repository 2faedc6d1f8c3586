import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import type { ListSearch } from '../lists/list-search.ts';
import { exportQuery, pageQuery } from '../lists/page-query.ts';

export const groupsQuery = (search: ListSearch) =>
  queryOptions({
    queryKey: ['console', 'groups', search],
    queryFn: ({ signal }) => call('GET /api/v1/groups', { query: pageQuery(search), signal }),
    placeholderData: keepPreviousData,
  });

export const readGroups = (search: ListSearch) => (cursor: string | undefined, signal: AbortSignal) =>
  call('GET /api/v1/groups', { query: exportQuery(search, cursor), signal });
