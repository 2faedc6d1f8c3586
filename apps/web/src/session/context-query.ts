import { queryOptions } from '@tanstack/react-query';
import { type Answer, call } from '../api/client.ts';

export type Context = Answer<'GET /api/v1/context'>;
export type SignedIn = NonNullable<Context['signedIn']>;

/** Who is signed in, and the organisation. Every page asks for it first. */
export const contextQuery = queryOptions({
  queryKey: ['context'],
  queryFn: ({ signal }) => call('GET /api/v1/context', { signal }),
  staleTime: 60_000,
});
