import { type Instant, instant, type PersonId } from '@holdfast/kernel';
import { permissionsOf, type Role } from '../access/permissions.ts';
import type { Actor } from '../http/route.ts';
import type { Queries } from './database.ts';

/** How stale `last_seen_at` may be: reading a page then seldom writes. */
export const SEEN_STEP_MS = 60_000;

/**
 * The session behind a token, in one indexed read, when everything it rests on still stands: not ended, not idle too
 * long, credential active, person active.
 */
export async function findActor(queries: Queries, tokenHash: string, at: Instant): Promise<Actor | null> {
  const rows = await queries
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .innerJoin('credential', 'credential.id', 'session.credential_id')
    .leftJoin('person_role', 'person_role.person_id', 'session.person_id')
    .where('session.token_hash', '=', tokenHash)
    .where('session.ends_at', '>', at)
    .where('person.status', '=', 'active')
    .where('credential.status', '=', 'active')
    .select([
      'session.id',
      'session.person_id',
      'session.credential_id',
      'session.created_at',
      'session.last_seen_at',
      'session.asserted_at',
      'session.idle_ms',
      'session.ends_at',
      'person.username',
      'person.display_name',
      'person.user_handle',
      'person_role.role',
    ])
    .execute();
  const [row] = rows;
  if (row === undefined || row.last_seen_at + row.idle_ms <= at) return null;
  const roles = rows.flatMap((each) => (each.role === null ? [] : [each.role as Role]));
  return {
    sessionId: row.id,
    personId: row.person_id as PersonId,
    username: row.username,
    displayName: row.display_name,
    userHandle: row.user_handle,
    credentialId: row.credential_id,
    roles,
    permissions: permissionsOf(roles),
    createdAt: instant(row.created_at),
    assertedAt: instant(row.asserted_at),
    lastSeenAt: instant(row.last_seen_at),
    idleEndsAt: instant(row.last_seen_at + row.idle_ms),
    endsAt: instant(row.ends_at),
  };
}

/** Notes that a session is in use, at most once a minute. Writes nothing when another node did so meanwhile. */
export async function touchSession(queries: Queries, sessionId: string, at: Instant): Promise<void> {
  await queries
    .updateTable('session')
    .set({ last_seen_at: at })
    .where('id', '=', sessionId)
    .where('last_seen_at', '<=', at - SEEN_STEP_MS)
    .execute();
}
