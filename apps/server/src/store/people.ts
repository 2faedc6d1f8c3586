import { type Instant, instant, type PersonId } from '@holdfast/kernel';
import type { Role } from '../access/permissions.ts';
import { parseGroups } from './audiences.ts';
import type { Queries } from './database.ts';
import { preparedQuery } from './prepared-query.ts';

/** One person with all that decides what they may do and which policy applies. */
export type Person = {
  readonly id: PersonId;
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
  /** base64url of 64 random bytes. */
  readonly userHandle: string;
  readonly status: 'invited' | 'active' | 'disabled';
  readonly enrolledAt: Instant | null;
  readonly createdAt: Instant;
  readonly lastSignInAt: Instant | null;
  readonly roles: readonly Role[];
  /** Names of groups, sorted. */
  readonly groups: readonly string[];
};

export async function findPerson(queries: Queries, personId: string): Promise<Person | null> {
  return personOf(await personRows(queries).where('person.id', '=', personId).execute());
}

/** @param username lower case */
export async function findPersonByUsername(queries: Queries, username: string): Promise<Person | null> {
  return personOf(await personRows(queries).where('person.username', '=', username).execute());
}

/** Rows that `personOf` makes one person of. */
export function personRows(queries: Queries) {
  return queries
    .selectFrom('person')
    .leftJoin('person_role', 'person_role.person_id', 'person.id')
    .select([
      'person.id',
      'person.username',
      'person.display_name',
      'person.email',
      'person.user_handle',
      'person.status',
      'person.enrolled_at',
      'person.created_at',
      'person.last_sign_in_at',
      'person_role.role',
      'person.group_names',
    ]);
}

type PersonRow = Awaited<ReturnType<ReturnType<typeof personRows>['execute']>>[number];

/** The person whom `personRows` has one row of for each role. */
export function personOf(rows: readonly PersonRow[]): Person | null {
  const [row] = rows;
  if (row === undefined) return null;
  return {
    id: row.id as PersonId,
    username: row.username,
    displayName: row.display_name,
    email: row.email,
    userHandle: row.user_handle,
    status: row.status,
    enrolledAt: row.enrolled_at === null ? null : instant(row.enrolled_at),
    createdAt: instant(row.created_at),
    lastSignInAt: row.last_sign_in_at === null ? null : instant(row.last_sign_in_at),
    roles: named(rows.map((each) => each.role)) as readonly Role[],
    groups: parseGroups(row.group_names),
  };
}

function named(values: readonly (string | null)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== null))].sort();
}

/**
 * Locks an active person until the transaction ends, by a write that changes nothing. Whoever counts passkeys before
 * adding or removing one does this first, so that two requests at once count one after the other.
 *
 * @returns false when the person is not active
 */
export async function lockActivePerson(tx: Queries, personId: PersonId): Promise<boolean> {
  const done = await tx
    .updateTable('person')
    .set((row) => ({ updated_at: row.ref('updated_at') }))
    .where('id', '=', personId)
    .where('status', '=', 'active')
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

const setLastSignIn = preparedQuery((queries, { personId, at }: { personId: PersonId; at: Instant }) =>
  queries.updateTable('person').set({ last_sign_in_at: at }).where('id', '=', personId).where('status', '=', 'active'),
);

/** @returns false when the person is not active any more */
export async function noteSignIn(tx: Queries, personId: PersonId, at: Instant): Promise<boolean> {
  const { numAffectedRows } = await setLastSignIn(tx, { personId, at });
  return numAffectedRows === 1n;
}

/**
 * The first passkey makes an invited person active.
 *
 * @returns false when they are enrolled already, or disabled
 */
export async function noteEnrolment(tx: Queries, personId: PersonId, at: Instant): Promise<boolean> {
  const done = await tx
    .updateTable('person')
    .set({ status: 'active', enrolled_at: at, updated_at: at })
    .where('id', '=', personId)
    .where('enrolled_at', 'is', null)
    .where('status', '<>', 'disabled')
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
