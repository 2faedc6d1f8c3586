import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

export const sessionsQuery = queryOptions({
  queryKey: ['account', 'sessions'],
  queryFn: ({ signal }) => call('GET /api/v1/account/sessions', { signal }),
});

export async function endSession(sessionId: string): Promise<void> {
  await call('DELETE /api/v1/account/sessions/:sessionId', { params: { sessionId } });
}

/** How many were ended. */
export async function endOtherSessions(): Promise<number> {
  return (await call('POST /api/v1/account/sessions/end-others')).ended;
}
