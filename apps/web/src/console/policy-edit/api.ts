import type { Api } from '@holdfast/server/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

export type Problem = Api['POST /api/v1/policy/check']['answer']['problems'][number];
export type Proposing = NonNullable<Api['POST /api/v1/policy/proposals']['body']>;
export type Proposed = Api['POST /api/v1/policy/proposals']['answer'];

/** What is wrong with a text, asked for while it is written. */
export const checkQuery = (source: string) =>
  queryOptions({
    queryKey: ['console', 'policy', 'check', source],
    queryFn: ({ signal }) => call('POST /api/v1/policy/check', { body: { source }, signal }),
    placeholderData: keepPreviousData,
  });

export const proposePolicy = (body: Proposing) => call('POST /api/v1/policy/proposals', { body });
