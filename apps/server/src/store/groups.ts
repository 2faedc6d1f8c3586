import { type GroupId, type Instant, instant, type PersonId } from '@holdfast/kernel';
import { type ExpressionBuilder, sql } from 'kysely';
import type { Queries } from './database.ts';
import { type PageRequest, pageOf, type StoredPage } from './page.ts';
import type { Schema } from './schema.ts';
import { holdsText } from './text-search.ts';

export type GroupSummary = {
  readonly id: GroupId;
  readonly name: string;
  readonly description: string;
  readonly members: number;
  readonly createdAt: Instant;
};
export type Member = { readonly id: PersonId; readonly username: string; readonly displayName: string };

/** By name. */
export async function listGroups(
  queries: Queries,
  words: readonly string[],
  { after, limit }: PageRequest<readonly [name: string]>,
): Promise<StoredPage<GroupSummary>> {
  const matching = (e: ExpressionBuilder<Schema, 'group'>) =>
    e.and(
      words.map((word) =>
        e.or([holdsText(e.ref('name'), word), holdsText(e.ref('description'), word), e('id', '=', word.toLowerCase())]),
      ),
    );
  const counted = await queries
    .selectFrom('group')
    .where(matching)
    .select((e) => e.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  let page = queries.selectFrom('group').where(matching).selectAll();
  if (after !== null) page = page.where('name', '>', after[0]);
  const found = await page
    .orderBy('name')
    .limit(limit + 1)
    .execute();
  const rows = found.slice(0, limit).map(fromRow);
  return pageOf(found, limit, Number(counted.total), (row) => [row.name], rows);
}

export async function findGroup(queries: Queries, id: string): Promise<GroupSummary | null> {
  const row = await queries.selectFrom('group').where('id', '=', id).selectAll().executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/**
 * The groups with these names, for those that exist, locked so that none goes away before somebody has joined it. One by
 * one in the order of their names: two transactions that want the same groups never wait for each other.
 */
export async function lockGroupsByName(
  tx: Queries,
  names: readonly string[],
): Promise<readonly { readonly id: GroupId; readonly name: string }[]> {
  const found: { id: GroupId; name: string }[] = [];
  for (const name of [...new Set(names)].sort()) {
    const row = await tx
      .updateTable('group')
      .set({ created_at: sql`created_at` })
      .where('name', '=', name)
      .returning('id')
      .executeTakeFirst();
    if (row !== undefined) found.push({ id: row.id as GroupId, name });
  }
  return found;
}

export async function listMembers(queries: Queries, id: GroupId, limit: number): Promise<readonly Member[]> {
  const rows = await queries
    .selectFrom('group_member')
    .innerJoin('person', 'person.id', 'group_member.person_id')
    .where('group_member.group_id', '=', id)
    .select(['person.id', 'person.username', 'person.display_name'])
    .orderBy('person.display_name')
    .orderBy('person.id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ id: row.id as PersonId, username: row.username, displayName: row.display_name }));
}

/** @returns false when another group has this name */
export async function insertGroup(
  tx: Queries,
  group: { readonly id: GroupId; readonly name: string; readonly description: string },
  at: Instant,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('group')
    .values({ ...group, created_at: at })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirstOrThrow();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function updateGroup(tx: Queries, id: GroupId, description: string): Promise<void> {
  await tx.updateTable('group').set({ description }).where('id', '=', id).execute();
}

/** Makes transactions about one group take turns: nobody joins it while it is removed. */
export async function lockGroup(tx: Queries, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('group')
    .set({ created_at: sql`created_at` })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function deleteGroup(tx: Queries, id: GroupId): Promise<void> {
  await tx.deleteFrom('group').where('id', '=', id).execute();
}

/** @returns false when the person was a member already */
export async function insertMember(tx: Queries, id: GroupId, personId: PersonId, at: Instant): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('group_member')
    .values({ group_id: id, person_id: personId, added_at: at })
    .onConflict((conflict) => conflict.columns(['group_id', 'person_id']).doNothing())
    .executeTakeFirstOrThrow();
  const isNew = (numInsertedOrUpdatedRows ?? 0n) > 0n;
  if (isNew) await countMembers(tx, id, 1);
  return isNew;
}

/** @returns false when the person was no member */
export async function deleteMember(tx: Queries, id: GroupId, personId: PersonId): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('group_member')
    .where('group_id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  const wasMember = numDeletedRows > 0n;
  if (wasMember) await countMembers(tx, id, -1);
  return wasMember;
}

/** Counted as they come and go: a page of groups would count a million rows. */
async function countMembers(tx: Queries, id: GroupId, more: 1 | -1): Promise<void> {
  await tx
    .updateTable('group')
    .set((row) => ({ members: row('members', '+', more) }))
    .where('id', '=', id)
    .execute();
}

type Row = { id: string; name: string; description: string; created_at: number; members: number };

function fromRow({ id, name, description, created_at, members }: Row): GroupSummary {
  return { id: id as GroupId, name, description, members: Number(members), createdAt: instant(created_at) };
}
