import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

const RENEW_MS = 60_000;

export const overviewQuery = queryOptions({
  queryKey: ['console', 'overview'],
  queryFn: ({ signal }) => call('GET /api/v1/overview', { signal }),
  refetchInterval: RENEW_MS,
});
