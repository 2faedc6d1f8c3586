import { queryOptions } from '@tanstack/react-query';
import { type Answer, call } from '../../api/client.ts';
import type { CreateBody } from './model.ts';

export type Created = Answer<'POST /api/v1/people'>;

export const createPerson = (body: CreateBody) => call('POST /api/v1/people', { body });

/** Enough to choose from; a group beyond the first two hundred can be typed into the search of its own page. */
export const groupChoicesQuery = queryOptions({
  queryKey: ['console', 'groups', 'choices'],
  queryFn: ({ signal }) => call('GET /api/v1/groups', { query: { limit: 200 }, signal }),
});
