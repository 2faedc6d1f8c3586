import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import type { ListSearch } from '../lists/list-search.ts';
import { exportQuery, pageQuery } from '../lists/page-query.ts';

export const peopleQuery = (search: ListSearch) =>
  queryOptions({
    queryKey: ['console', 'people', search],
    queryFn: ({ signal }) => call('GET /api/v1/people', { query: pageQuery(search), signal }),
    placeholderData: keepPreviousData,
  });

export const readPeople = (search: ListSearch) => (cursor: string | undefined, signal: AbortSignal) =>
  call('GET /api/v1/people', { query: exportQuery(search, cursor), signal });
