import type { Api } from '@holdfast/server/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import type { ListSearch } from '../lists/list-search.ts';
import { pageQuery } from '../lists/page-query.ts';

export type HistoryRow = Api['GET /api/v1/trust/history']['answer']['items'][number];

export const historyQuery = ({ q, cursor }: ListSearch) =>
  queryOptions({
    queryKey: ['console', 'trust', 'history', q, cursor],
    queryFn: ({ signal }) =>
      call('GET /api/v1/trust/history', { query: pageQuery({ ...(q && { q }), ...(cursor && { cursor }) }), signal }),
    placeholderData: keepPreviousData,
  });

export const changesQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['console', 'trust', 'changes', from, to],
    queryFn: ({ signal }) => call('GET /api/v1/trust/changes', { query: { from, to }, signal }),
    staleTime: 60_000,
  });
