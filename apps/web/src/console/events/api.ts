import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { exportQuery, pageQuery } from '../lists/page-query.ts';
import { type EventSearch, timeRange } from './event-search.ts';

export const eventsQuery = (search: EventSearch) =>
  queryOptions({
    queryKey: ['console', 'events', search],
    queryFn: ({ signal }) =>
      call('GET /api/v1/events', { query: { ...pageQuery(search), ...timeRange(search) }, signal }),
    placeholderData: keepPreviousData,
  });

export const readEvents = (search: EventSearch) => (cursor: string | undefined, signal: AbortSignal) =>
  call('GET /api/v1/events', { query: { ...exportQuery(search, cursor), ...timeRange(search) }, signal });
