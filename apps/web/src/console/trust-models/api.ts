import type { Api } from '@holdfast/server/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import type { ListSearch } from '../lists/list-search.ts';
import { exportQuery, pageQuery } from '../lists/page-query.ts';

export type ModelRow = Api['GET /api/v1/trust/models']['answer']['items'][number];

export const modelsQuery = (search: ListSearch) =>
  queryOptions({
    queryKey: ['console', 'trust', 'models', search],
    queryFn: ({ signal }) => call('GET /api/v1/trust/models', { query: pageQuery(search), signal }),
    placeholderData: keepPreviousData,
  });

export const readModels = (search: ListSearch) => (cursor: string | undefined, signal: AbortSignal) =>
  call('GET /api/v1/trust/models', { query: exportQuery(search, cursor), signal });
