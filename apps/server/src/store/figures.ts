import { type Instant, instant } from '@holdfast/kernel';
import { sql } from 'kysely';
import { parseGroups } from './audiences.ts';
import type { Queries } from './database.ts';
import type { PersonStatus } from './people-admin.ts';
import type { Schema } from './schema.ts';

export type FiguresName = Schema['figures']['name'];

/** Numbers as they were worked out last; null before the first time. */
export async function readFigures(
  queries: Queries,
  name: FiguresName,
): Promise<{ readonly value: string; readonly asOf: Instant } | null> {
  const row = await queries
    .selectFrom('figures')
    .where('name', '=', name)
    .select(['value', 'as_of'])
    .executeTakeFirst();
  return row === undefined || row.as_of === null ? null : { value: row.value, asOf: instant(row.as_of) };
}

type Turn = { readonly owner: string; readonly at: Instant; readonly until: Instant };

/** @returns false when another node is at it */
export async function holdFigures(queries: Queries, name: FiguresName, { owner, at, until }: Turn): Promise<boolean> {
  const done = await queries
    .updateTable('figures')
    .set({ lease_owner: owner, lease_until: until })
    .where('name', '=', name)
    .where((e) => e.or([e('lease_owner', '=', owner), e('lease_until', '<=', at)]))
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

export async function saveFigures(
  queries: Queries,
  name: FiguresName,
  owner: string,
  { value, asOf }: { readonly value: string; readonly asOf: Instant },
): Promise<void> {
  await queries
    .updateTable('figures')
    .set({ value, as_of: asOf, lease_until: 0 })
    .where('name', '=', name)
    .where('lease_owner', '=', owner)
    .execute();
}

/** Whether there are more people than that. */
export async function hasMorePeopleThan(queries: Queries, most: number): Promise<boolean> {
  const row = await queries.selectFrom('person').select('id').orderBy('id').offset(most).limit(1).executeTakeFirst();
  return row !== undefined;
}

/** People who are alike in their state, in what policies tell apart, and in how many passkeys they have. */
export type CountedPeople = {
  readonly status: PersonStatus;
  readonly audienceId: string;
  readonly active: number;
  readonly attested: number;
  readonly quarantined: number;
  readonly people: number;
};

/**
 * The next people in the order of their ids, counted with their passkeys. Of passkeys only an index is read.
 *
 * @returns with `last` null where nobody follows
 */
export async function countNextPeople(
  queries: Queries,
  after: string,
  limit: number,
): Promise<{ readonly last: string | null; readonly counted: readonly CountedPeople[] }> {
  const some = queries
    .selectFrom('person')
    .where('id', '>', after)
    .select(['id', 'status', 'audience_id'])
    .orderBy('id')
    .limit(limit)
    .as('p');
  const count = (condition: string) => sql<number>`sum(case when ${sql.raw(condition)} then 1 else 0 end)`;
  const each = queries
    .selectFrom(some)
    .leftJoin('credential as c', 'c.person_id', 'p.id')
    .groupBy(['p.id', 'p.status', 'p.audience_id'])
    .select(['p.id', 'p.status', 'p.audience_id'])
    .select([
      count("c.status = 'active'").as('active'),
      count("c.status = 'active' and c.evidence = 'attested'").as('attested'),
      count("c.status = 'quarantined'").as('quarantined'),
    ])
    .as('each');
  const rows = await queries
    .selectFrom(each)
    .groupBy(['status', 'audience_id', 'active', 'attested', 'quarantined'])
    .select(['status', 'audience_id', 'active', 'attested', 'quarantined'])
    .select((e) => [e.fn.countAll<number>().as('people'), e.fn.max('id').as('last')])
    .execute();
  const last = rows.reduce<string | null>((max, row) => (max === null || row.last > max ? row.last : max), null);
  const counted = rows.map((row) => ({
    status: row.status,
    audienceId: row.audience_id,
    active: Number(row.active),
    attested: Number(row.attested),
    quarantined: Number(row.quarantined),
    people: Number(row.people),
  }));
  return { last, counted };
}

/** The groups of audiences, by id. */
export async function groupsOfAudiences(
  queries: Queries,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (ids.length === 0) return new Map();
  const rows = await queries.selectFrom('audience').where('id', 'in', ids).selectAll().execute();
  return new Map(rows.map(({ id, groups }) => [id, parseGroups(groups)]));
}
