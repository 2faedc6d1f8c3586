import { infiniteQueryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

/** One's own events, page by page. */
export const activityQuery = infiniteQueryOptions({
  queryKey: ['account', 'activity'],
  queryFn: ({ pageParam, signal }) =>
    call('GET /api/v1/account/activity', { query: pageParam === null ? {} : { cursor: pageParam }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next,
});
