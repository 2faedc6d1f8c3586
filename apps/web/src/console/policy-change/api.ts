import type { Api } from '@holdfast/server/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

export type Diff = Api['POST /api/v1/policy/diff']['answer'];
export type Change = Diff['changes'][number];
export type DiffLine = Diff['lines'][number];

/** What a text would change of the policy in force. Changes nothing. */
export const diffQuery = (source: string) =>
  queryOptions({
    queryKey: ['console', 'policy', 'diff', source],
    queryFn: ({ signal }) => call('POST /api/v1/policy/diff', { body: { source }, signal }),
  });
