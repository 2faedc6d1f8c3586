import type { Api } from '@holdfast/server/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { EXPORT_PAGE_SIZE, pageQuery } from '../lists/page-query.ts';
import { askAgainMs } from '../parts/job-model.ts';

export type ImpactAnswer = Api['GET /api/v1/policy/impacts/:jobId']['answer'];
export type Impact = NonNullable<ImpactAnswer['result']>;
export type ImpactList = NonNullable<NonNullable<Api['GET /api/v1/jobs/:jobId/people']['query']>['list']>;
export type ListedPerson = Api['GET /api/v1/jobs/:jobId/people']['answer']['items'][number];

export const startImpact = (source: string) => call('POST /api/v1/policy/impact', { body: { source } });

export const startImpactOfProposal = (proposalId: string) =>
  call('POST /api/v1/policy/proposals/:proposalId/impact', { params: { proposalId } });

/** How far it is, asked about every second until it has ended; then what it found. */
export const impactQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['console', 'policy', 'impact', jobId],
    queryFn: ({ signal }) => call('GET /api/v1/policy/impacts/:jobId', { params: { jobId }, signal }),
    refetchInterval: ({ state }) => askAgainMs(state.data),
  });

export const impactPeopleQuery = (jobId: string, list: ImpactList, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['console', 'policy', 'impact', jobId, list, cursor],
    queryFn: ({ signal }) =>
      call('GET /api/v1/jobs/:jobId/people', {
        params: { jobId },
        query: { list, ...pageQuery({ ...(cursor !== undefined && { cursor }) }) },
        signal,
      }),
    placeholderData: keepPreviousData,
  });

/** A page of a list for its export. */
export const exportImpactPeople = (jobId: string, list: ImpactList, cursor: string | undefined, signal: AbortSignal) =>
  call('GET /api/v1/jobs/:jobId/people', {
    params: { jobId },
    query: { list, limit: EXPORT_PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
    signal,
  });

export const cancelImpact = (jobId: string) => call('POST /api/v1/policy/impacts/:jobId/cancel', { params: { jobId } });
