import type { PersonId } from '@holdfast/kernel';
import { sql } from 'kysely';
import { audienceOf, rememberAudiences } from './audiences.ts';
import type { Queries } from './database.ts';
import { judgementId } from './judgements.ts';
import { locksRows } from './row-locks.ts';

/** Has these groups tell audiences apart from now on, in the transaction that puts a policy that names them into force. */
export async function nameGroups(tx: Queries, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await tx
    .insertInto('named_group')
    .values(names.map((name) => ({ name, settled: 0 as const })))
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
}

/** Those of some groups that audiences may not tell apart yet. */
export async function unsettledAmong(queries: Queries, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const rows = await queries
    .selectFrom('named_group')
    .where('name', 'in', names)
    .where('settled', '=', 1)
    .select('name')
    .execute();
  const settled = new Set(rows.map(({ name }) => name));
  return names.filter((name) => !settled.has(name));
}

/** The first group, by name, whose members are not all of the audience that they should be. */
export async function nextUnsettled(queries: Queries): Promise<string | null> {
  const row = await queries
    .selectFrom('named_group')
    .where('settled', '=', 0)
    .select('name')
    .orderBy('name')
    .limit(1)
    .executeTakeFirst();
  return row?.name ?? null;
}

export async function countMembersUnsettled(queries: Queries): Promise<number> {
  const { members } = await queries
    .selectFrom('group')
    .where('name', 'in', (e) => e.selectFrom('named_group').where('settled', '=', 0).select('name'))
    .select((e) => e.fn.sum<number | null>('members').as('members'))
    .executeTakeFirstOrThrow();
  return Number(members ?? 0);
}

/**
 * Waits for everybody who is about to join a group, or will have joined it when this returns: whoever joins takes the same
 * lock first, and who takes it later sees that the group is named.
 */
export async function waitForJoining(tx: Queries, name: string): Promise<void> {
  await tx.updateTable('group').set({ created_at: sql`created_at` }).where('name', '=', name).execute();
}

export async function settleGroup(tx: Queries, name: string): Promise<void> {
  await tx.updateTable('named_group').set({ settled: 1 }).where('name', '=', name).execute();
}

/** Members of a group in the order of their ids, locked until the transaction ends. */
export async function lockMembers(
  tx: Queries,
  name: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly PersonId[]> {
  const members = await tx
    .selectFrom('group')
    .innerJoin('group_member', 'group_member.group_id', 'group.id')
    .where('group.name', '=', name)
    .where('group_member.person_id', '>', after)
    .select('group_member.person_id')
    .orderBy('group_member.person_id')
    .limit(limit)
    .execute();
  const ids = members.map((row) => row.person_id as PersonId);
  if (ids.length > 0 && locksRows(tx)) {
    await tx.selectFrom('person').where('id', 'in', ids).select('id').orderBy('id').forUpdate().execute();
  }
  return ids;
}

/**
 * Makes people of the audience that they should be, and hangs their passkeys on its judgements. One that is new there says what
 * the one before said, under no policy and marked: it is judged next, and its passkeys then moved.
 */
export async function settlePeople(tx: Queries, people: readonly PersonId[]): Promise<void> {
  if (people.length === 0) return;
  const named = await tx
    .selectFrom('group_member')
    .innerJoin('group', 'group.id', 'group_member.group_id')
    .innerJoin('named_group', 'named_group.name', 'group.name')
    .where('group_member.person_id', 'in', people)
    .select(['group_member.person_id', 'group.name'])
    .execute();
  const groupsOf = Map.groupBy(named, (row) => row.person_id);
  const audiences = new Map(
    people.map((id) => [id as string, audienceOf((groupsOf.get(id) ?? []).map(({ name }) => name))]),
  );
  await rememberAudiences(tx, [...new Map([...audiences.values()].map((each) => [each.id, each])).values()]);
  for (const [id, alike] of Map.groupBy(people, (person) => audiences.get(person)?.id)) {
    if (id === undefined) continue;
    await tx.updateTable('person').set({ audience_id: id }).where('id', 'in', alike).execute();
  }
  const passkeys = await tx
    .selectFrom('credential')
    .innerJoin('judgement', 'judgement.id', 'credential.judgement_id')
    .where('credential.person_id', 'in', people)
    .select(['credential.id', 'credential.person_id', 'credential.judgement_id', 'judgement.facts_digest'])
    .orderBy('credential.id')
    .$if(locksRows(tx), (query) => query.forUpdate('credential'))
    .execute();
  const moves = passkeys.flatMap((row) => {
    const audienceId = audiences.get(row.person_id)?.id ?? '';
    const to = judgementId(row.facts_digest, audienceId);
    return to === row.judgement_id ? [] : [{ id: row.id, from: row.judgement_id, to, audienceId }];
  });
  for (const [to, alike] of [...Map.groupBy(moves, (move) => move.to)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [first] = alike;
    if (first === undefined) continue;
    await copyJudgement(tx, first);
    const ids = alike.map(({ id }) => id);
    await tx.updateTable('credential').set({ judgement_id: to }).where('id', 'in', ids).execute();
  }
}

async function copyJudgement(
  tx: Queries,
  { from, to, audienceId }: { readonly from: string; readonly to: string; readonly audienceId: string },
): Promise<void> {
  await tx
    .insertInto('judgement')
    .columns([
      'id',
      'facts_digest',
      'audience_id',
      'outcome',
      'tier',
      'wanted_status',
      'reason',
      'cause',
      'monitored',
      'policy_digest',
      'trust_digest',
      'dirty',
      'verdict',
    ])
    .expression((e) =>
      e
        .selectFrom('judgement')
        .where('id', '=', from)
        .select((f) => [
          f.val(to).as('id'),
          'facts_digest',
          f.val(audienceId).as('audience_id'),
          'outcome',
          'tier',
          'wanted_status',
          'reason',
          'cause',
          'monitored',
          sql.lit('').as('policy_digest'),
          'trust_digest',
          sql.lit(1).as('dirty'),
          'verdict',
        ]),
    )
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ dirty: sql<number>`judgement.dirty + 1` }))
    .execute();
}
