import { createHash } from 'node:crypto';
import type { PersonId } from '@holdfast/kernel';
import type { Queries } from './database.ts';

/** A set of groups that people share: what a policy can tell them apart by. */
export type Audience = {
  readonly id: string;
  /** Names, sorted. */
  readonly groups: readonly string[];
};

/** Equal sets have one id everywhere, so that nodes that meet the same set at once write the same row. */
export function audienceOf(groups: readonly string[]): Audience {
  const sorted = [...new Set(groups)].sort();
  return { id: shortDigest(JSON.stringify(sorted)), groups: sorted };
}

/** 22 characters of base64url: 16 bytes of SHA-256. */
export function shortDigest(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');
}

export function parseGroups(text: string): readonly string[] {
  return text === '[]' ? nobodys : (JSON.parse(text) as string[]);
}

const nobodys: readonly string[] = [];

/** Works out again which audience a person is, after memberships changed, in the transaction that changes them. */
export async function refreshAudience(tx: Queries, personId: PersonId): Promise<Audience> {
  const rows = await tx
    .selectFrom('group_member')
    .innerJoin('group', 'group.id', 'group_member.group_id')
    .where('group_member.person_id', '=', personId)
    .select('group.name')
    .execute();
  const audience = audienceOf(rows.map((row) => row.name));
  await rememberAudience(tx, audience);
  await tx.updateTable('person').set({ audience_id: audience.id }).where('id', '=', personId).execute();
  return audience;
}

async function rememberAudience(tx: Queries, { id, groups }: Audience): Promise<void> {
  await tx
    .insertInto('audience')
    .values({ id, groups: JSON.stringify(groups) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** @throws when there is no such person */
export async function audienceOfPerson(tx: Queries, personId: PersonId): Promise<Audience> {
  const row = await tx
    .selectFrom('person')
    .innerJoin('audience', 'audience.id', 'person.audience_id')
    .where('person.id', '=', personId)
    .select(['audience.id', 'audience.groups'])
    .executeTakeFirstOrThrow();
  return { id: row.id, groups: parseGroups(row.groups) };
}
