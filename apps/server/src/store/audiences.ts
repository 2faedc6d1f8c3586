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

/**
 * Works out again in which groups a person is and which audience that makes them, after memberships changed, in the transaction
 * that changes them. Only groups that a policy names or named tell audiences apart: an organisation has hundreds of others.
 */
export async function refreshAudience(tx: Queries, personId: PersonId): Promise<Audience> {
  const rows = await tx
    .selectFrom('group_member')
    .innerJoin('group', 'group.id', 'group_member.group_id')
    .leftJoin('named_group', 'named_group.name', 'group.name')
    .where('group_member.person_id', '=', personId)
    .select(['group.name', 'named_group.settled'])
    .execute();
  const audience = audienceOf(rows.flatMap(({ name, settled }) => (settled === null ? [] : name)));
  await rememberAudiences(tx, [audience]);
  const names = JSON.stringify(rows.map(({ name }) => name).sort());
  await tx
    .updateTable('person')
    .set({ audience_id: audience.id, group_names: names })
    .where('id', '=', personId)
    .execute();
  return audience;
}

/** Has each set of groups in the table that judgements refer to. */
export async function rememberAudiences(tx: Queries, audiences: readonly Audience[]): Promise<void> {
  if (audiences.length === 0) return;
  await tx
    .insertInto('audience')
    .values(audiences.map(({ id, groups }) => ({ id, groups: JSON.stringify(groups) })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}
