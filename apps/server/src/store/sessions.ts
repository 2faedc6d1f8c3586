import { type Instant, instant, type PersonId } from '@holdfast/kernel';
import { permissionsOf, type Role } from '../access/permissions.ts';
import type { Actor } from '../http/route.ts';
import type { Queries } from './database.ts';
import { preparedQuery } from './prepared-query.ts';

/** How stale `last_seen_at` may be: reading a page then seldom writes. */
export const SEEN_STEP_MS = 60_000;

const actorRows = preparedQuery((queries, { tokenHash, at }: { tokenHash: string; at: Instant }) =>
  queries
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
    ]),
);

/**
 * The session behind a token, in one indexed read, when everything it rests on still stands: not ended, not idle too
 * long, credential active, person active.
 */
export async function findActor(queries: Queries, tokenHash: string, at: Instant): Promise<Actor | null> {
  const { rows } = await actorRows(queries, { tokenHash, at });
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

export type NewSession = {
  readonly id: string;
  readonly tokenHash: string;
  readonly personId: PersonId;
  readonly credentialId: string;
  /** Digest of the trust group key that the assertion showed; null where it showed none. */
  readonly assertedGroup: string | null;
  readonly at: Instant;
  readonly idleMs: number;
  readonly endsAt: Instant;
  readonly address: string;
  readonly userAgent: string;
};

const insertRow = preparedQuery((queries, session: NewSession) =>
  queries.insertInto('session').values({
    id: session.id,
    token_hash: session.tokenHash,
    person_id: session.personId,
    credential_id: session.credentialId,
    created_at: session.at,
    last_seen_at: session.at,
    asserted_at: session.at,
    asserted_with: session.credentialId,
    asserted_group: session.assertedGroup,
    idle_ms: session.idleMs,
    ends_at: session.endsAt,
    address: session.address,
    user_agent: session.userAgent,
  }),
);

export async function insertSession(tx: Queries, session: NewSession): Promise<void> {
  await insertRow(tx, session);
}

/** @returns false when the session has ended meanwhile */
export async function noteAssertion(
  tx: Queries,
  sessionId: string,
  { at, credentialId, group }: { readonly at: Instant; readonly credentialId: string; readonly group: string | null },
): Promise<boolean> {
  const done = await tx
    .updateTable('session')
    .set({ asserted_at: at, last_seen_at: at, asserted_with: credentialId, asserted_group: group })
    .where('id', '=', sessionId)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** With which passkey the latest assertion of a session was made, and the trust group that it showed. */
export async function lastAssertionOf(
  queries: Queries,
  sessionId: string,
): Promise<{ readonly with: string | null; readonly group: string | null }> {
  const row = await queries
    .selectFrom('session')
    .select(['asserted_with', 'asserted_group'])
    .where('id', '=', sessionId)
    .executeTakeFirst();
  return { with: row?.asserted_with ?? null, group: row?.asserted_group ?? null };
}

export type OpenSession = {
  readonly id: string;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  readonly endsAt: Instant;
  readonly address: string;
  readonly userAgent: string;
  readonly passkeyName: string;
};

/** Sessions of a person that still let somebody in, the latest used first. */
export async function openSessions(queries: Queries, personId: string, at: Instant): Promise<readonly OpenSession[]> {
  const rows = await queries
    .selectFrom('session')
    .innerJoin('credential', 'credential.id', 'session.credential_id')
    .where('session.person_id', '=', personId)
    .where('session.ends_at', '>', at)
    .where((row) => row(row('session.last_seen_at', '+', row.ref('session.idle_ms')), '>', at))
    .where('credential.status', '=', 'active')
    .select([
      'session.id',
      'session.created_at',
      'session.last_seen_at',
      'session.ends_at',
      'session.address',
      'session.user_agent',
      'credential.name',
    ])
    .orderBy('session.last_seen_at', 'desc')
    .orderBy('session.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    createdAt: instant(row.created_at),
    lastSeenAt: instant(row.last_seen_at),
    endsAt: instant(row.ends_at),
    address: row.address,
    userAgent: row.user_agent,
    passkeyName: row.name,
  }));
}

/** @returns false when the person has no such session */
export async function endSession(tx: Queries, personId: string, sessionId: string): Promise<boolean> {
  const done = await tx
    .deleteFrom('session')
    .where('id', '=', sessionId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return done.numDeletedRows === 1n;
}

/** @returns how many sessions ended */
export async function endOtherSessions(tx: Queries, personId: string, keptId: string): Promise<number> {
  const done = await tx
    .deleteFrom('session')
    .where('person_id', '=', personId)
    .where('id', '<>', keptId)
    .executeTakeFirst();
  return Number(done.numDeletedRows);
}

/** @returns how many sessions ended */
export async function endSessionsOfPerson(tx: Queries, personId: string): Promise<number> {
  const done = await tx.deleteFrom('session').where('person_id', '=', personId).executeTakeFirst();
  return Number(done.numDeletedRows);
}

/**
 * Ends every session that was opened with a passkey.
 *
 * @returns how many
 */
export async function endSessionsOfCredential(tx: Queries, credentialId: string): Promise<number> {
  // By the person, whom the sessions are indexed by: one index less to write at each sign-in.
  const owner = tx.selectFrom('credential').select('person_id').where('id', '=', credentialId);
  const done = await tx
    .deleteFrom('session')
    .where('person_id', '=', owner)
    .where('credential_id', '=', credentialId)
    .executeTakeFirst();
  return Number(done.numDeletedRows);
}

/** @returns how many went; call again while it is `most` */
export async function removeEndedSessions(queries: Queries, at: Instant, most: number): Promise<number> {
  const ended = queries.selectFrom('session').select('id').where('ends_at', '<=', at).limit(most);
  const done = await queries.deleteFrom('session').where('id', 'in', ended).executeTakeFirst();
  return Number(done.numDeletedRows);
}
