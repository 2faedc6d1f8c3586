import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

export const eventQuery = (eventId: string) =>
  queryOptions({
    queryKey: ['console', 'event', eventId],
    queryFn: ({ signal }) => call('GET /api/v1/events/:eventId', { params: { eventId }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
