import type { Answer } from '../../api/client.ts';

export type OwnSession = Answer<'GET /api/v1/account/sessions'>['sessions'][number];

/** This session first, then the others, the most recently seen first. */
export function inOrder(sessions: readonly OwnSession[]): OwnSession[] {
  return [...sessions].sort((a, b) => Number(b.current) - Number(a.current) || b.lastSeenAt - a.lastSeenAt);
}

export function othersOf(sessions: readonly OwnSession[]): OwnSession[] {
  return sessions.filter(({ current }) => !current);
}
