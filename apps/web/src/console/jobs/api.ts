import type { Api } from '@holdfast/server/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import type { ListSearch } from '../lists/list-search.ts';
import { pageQuery } from '../lists/page-query.ts';
import { askAgainMs } from '../parts/job-model.ts';

export type JobRow = Api['GET /api/v1/jobs']['answer']['items'][number];

/** The newest run of judging again; asked about every second while it goes on, so that its result is seen arriving. */
export const latestJobQuery = queryOptions({
  queryKey: ['console', 'jobs', 'latest'],
  queryFn: async ({ signal }) =>
    (await call('GET /api/v1/jobs', { query: { kind: 'rejudge', limit: 1 }, signal })).items[0] ?? null,
  refetchInterval: ({ state }) => askAgainMs(state.data),
});

export const jobsQuery = ({ cursor }: ListSearch) =>
  queryOptions({
    queryKey: ['console', 'jobs', 'list', cursor],
    queryFn: ({ signal }) =>
      call('GET /api/v1/jobs', { query: { kind: 'rejudge', ...pageQuery({ ...(cursor && { cursor }) }) }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => askAgainMs(state.data?.items[0]),
  });
