import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

export const policyQuery = queryOptions({
  queryKey: ['console', 'policy'],
  queryFn: ({ signal }) => call('GET /api/v1/policy', { signal }),
});

export const explanationQuery = (personId: string) =>
  queryOptions({
    queryKey: ['console', 'policy', 'explain', personId],
    queryFn: ({ signal }) => call('POST /api/v1/policy/explain', { body: { personId }, signal }),
  });
