import { type Instant, instant, type PersonId } from '@holdfast/kernel';
import { sql } from 'kysely';
import { type Role, roles } from '../access/permissions.ts';
import type { Queries } from './database.ts';
import { rememberWords } from './person-words.ts';

export type PersonStatus = 'invited' | 'active' | 'disabled';

/** A person as administrators see them. */
export type PersonSummary = {
  readonly id: PersonId;
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly status: PersonStatus;
  readonly roles: readonly Role[];
  /** Names, sorted. */
  readonly groups: readonly string[];
  /** Active ones. */
  readonly passkeys: number;
  readonly enrolledAt: Instant | null;
  readonly createdAt: Instant;
  readonly lastSignInAt: Instant | null;
};

export async function findPersonSummary(queries: Queries, id: string): Promise<PersonSummary | null> {
  const [found] = await personSummaries(queries, [id]);
  return found ?? null;
}

/** Names of people, by id; those that do not exist are left out. */
export async function namesOf(
  queries: Queries,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Pick<PersonSummary, 'id' | 'username' | 'displayName'>>> {
  if (ids.length === 0) return new Map();
  const rows = await queries
    .selectFrom('person')
    .where('id', 'in', [...new Set(ids)])
    .select(['id', 'username', 'display_name'])
    .execute();
  return new Map(
    rows.map((row) => [row.id, { id: row.id as PersonId, username: row.username, displayName: row.display_name }]),
  );
}

/** The roles of whoever has this session, as they are now; null when the session has ended or the person is not active. */
export async function rolesOfSession(queries: Queries, sessionId: string): Promise<readonly Role[] | null> {
  const rows = await queries
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .leftJoin('person_role', 'person_role.person_id', 'session.person_id')
    .where('session.id', '=', sessionId)
    .where('person.status', '=', 'active')
    .select('person_role.role')
    .execute();
  return rows.length === 0 ? null : roles.filter((role) => rows.some((row) => row.role === role));
}

/** In the order of `ids`; those that do not exist are left out. Four queries, however many ids. */
export async function personSummaries(queries: Queries, ids: readonly string[]): Promise<readonly PersonSummary[]> {
  if (ids.length === 0) return [];
  const people = await queries.selectFrom('person').selectAll().where('id', 'in', ids).execute();
  const held = await queries.selectFrom('person_role').selectAll().where('person_id', 'in', ids).execute();
  const member = await queries
    .selectFrom('group_member')
    .innerJoin('group', 'group.id', 'group_member.group_id')
    .where('group_member.person_id', 'in', ids)
    .select(['group_member.person_id', 'group.name'])
    .execute();
  const counts = await queries
    .selectFrom('credential')
    .where('person_id', 'in', ids)
    .where('status', '=', 'active')
    .groupBy('person_id')
    .select((e) => ['person_id', e.fn.countAll<number>().as('active')])
    .execute();
  const rolesOf = Map.groupBy(held, (row) => row.person_id);
  const groupsOf = Map.groupBy(member, (row) => row.person_id);
  const activeOf = new Map(counts.map((row) => [row.person_id, Number(row.active)]));
  const byId = new Map(people.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    return {
      id: id as PersonId,
      username: row.username,
      displayName: row.display_name,
      email: row.email,
      status: row.status,
      roles: roles.filter((role) => rolesOf.get(id)?.some((each) => each.role === role)),
      groups: (groupsOf.get(id) ?? []).map((each) => each.name).sort(),
      passkeys: activeOf.get(id) ?? 0,
      enrolledAt: row.enrolled_at === null ? null : instant(row.enrolled_at),
      createdAt: instant(row.created_at),
      lastSignInAt: row.last_sign_in_at === null ? null : instant(row.last_sign_in_at),
    };
  });
}

export type NewPerson = {
  readonly id: PersonId;
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly userHandle: string;
};

/** @returns false when somebody has this username */
export async function insertPerson(tx: Queries, person: NewPerson, at: Instant): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('person')
    .values({
      id: person.id,
      username: person.username,
      display_name: person.displayName,
      email: person.email,
      user_handle: person.userHandle,
      status: 'invited',
      enrolled_at: null,
      created_at: at,
      updated_at: at,
      last_sign_in_at: null,
    })
    .onConflict((conflict) => conflict.column('username').doNothing())
    .executeTakeFirstOrThrow();
  const isNew = (numInsertedOrUpdatedRows ?? 0n) > 0n;
  if (isNew) await rememberWords(tx, person.id);
  return isNew;
}

export async function updatePerson(
  tx: Queries,
  id: PersonId,
  change: { readonly displayName?: string; readonly email?: string | null },
  at: Instant,
): Promise<void> {
  await tx
    .updateTable('person')
    .set({
      ...(change.displayName === undefined ? {} : { display_name: change.displayName }),
      ...(change.email === undefined ? {} : { email: change.email }),
      updated_at: at,
    })
    .where('id', '=', id)
    .execute();
  await rememberWords(tx, id);
}

export async function setPersonStatus(tx: Queries, id: PersonId, status: PersonStatus, at: Instant): Promise<void> {
  await tx.updateTable('person').set({ status, updated_at: at }).where('id', '=', id).execute();
}

export async function replaceRoles(tx: Queries, id: PersonId, held: readonly Role[]): Promise<void> {
  await tx.deleteFrom('person_role').where('person_id', '=', id).execute();
  if (held.length === 0) return;
  await tx
    .insertInto('person_role')
    .values(held.map((role) => ({ person_id: id, role })))
    .execute();
}

export async function countOpenSessions(queries: Queries, id: PersonId, at: Instant): Promise<number> {
  const row = await queries
    .selectFrom('session')
    .where('person_id', '=', id)
    .where('ends_at', '>', at)
    .where((e) => e(sql`last_seen_at + idle_ms`, '>', at))
    .select((e) => e.fn.countAll<number>().as('open'))
    .executeTakeFirstOrThrow();
  return Number(row.open);
}

/** Owners, whatever their state, oldest first. */
export async function listOwners(queries: Queries): Promise<readonly PersonSummary[]> {
  const rows = await queries
    .selectFrom('person')
    .innerJoin('person_role', 'person_role.person_id', 'person.id')
    .where('person_role.role', '=', 'owner')
    .select('person.id')
    .orderBy('person.created_at')
    .orderBy('person.id')
    .execute();
  return personSummaries(
    queries,
    rows.map((row) => row.id),
  );
}

/** Everybody with a role, by display name. */
export async function listRoleHolders(queries: Queries): Promise<readonly PersonSummary[]> {
  const rows = await queries
    .selectFrom('person')
    .where((e) =>
      e.exists(e.selectFrom('person_role').whereRef('person_role.person_id', '=', 'person.id').select('role')),
    )
    .select('id')
    .orderBy('display_name')
    .orderBy('id')
    .execute();
  return personSummaries(
    queries,
    rows.map((row) => row.id),
  );
}
