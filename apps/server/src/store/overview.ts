import { DAY_MS, type Instant } from '@holdfast/kernel';
import { type SqlBool, sql } from 'kysely';
import type { Queries } from './database.ts';

/** People who are not disabled and to whom a population applies: members of any of the groups, or everybody. */
export async function countPeopleInGroups(queries: Queries, groups: readonly string[] | null): Promise<number> {
  const everybody = queries.selectFrom('person').where('status', '<>', 'disabled');
  const some =
    groups === null
      ? everybody
      : everybody.where((e) =>
          e.exists(
            e
              .selectFrom('group_member')
              .innerJoin('group', 'group.id', 'group_member.group_id')
              .whereRef('group_member.person_id', '=', 'person.id')
              .where('group.name', 'in', groups)
              .select('group.id'),
          ),
        );
  const row = await some.select((e) => e.fn.countAll<number>().as('people')).executeTakeFirstOrThrow();
  return Number(row.people);
}

/** People who are alike in what the policy asks of them and in what they have. */
export type AlikePeople = {
  /** For each of the sets of groups that were asked about: whether they are in one of its groups. */
  readonly isIn: readonly boolean[];
  readonly activePasskeys: number;
  readonly people: number;
};

/**
 * Counts active people by which of the given sets of groups they are in and by how many active passkeys
 * they have: as many rows as there are different cases, however many people.
 */
export async function countAlike(
  queries: Queries,
  sets: readonly (readonly string[])[],
): Promise<readonly AlikePeople[]> {
  const flags = sets.map((groups, index) => {
    const isMember = groups.length === 0 ? sql`1 = 0` : sql`"group".name in (${sql.join(groups)})`;
    return sql`max(case when ${isMember} then 1 else 0 end) as ${sql.ref(`set_${index}`)}`;
  });
  const names = [...sets.map((_, index) => sql.ref(`set_${index}`)), sql.ref('passkeys')];
  const { rows } = await sql<Record<string, number>>`
    select ${sql.join(names)}, count(*) as people from (
      select ${sql.join([
        ...flags,
        sql`(select count(*) from credential where credential.person_id = person.id and credential.status = 'active') as passkeys`,
      ])}
      from person
      left join group_member on group_member.person_id = person.id
      left join "group" on "group".id = group_member.group_id
      where person.status = 'active'
      group by person.id
    ) as cases group by ${sql.join(names)}`.execute(queries);
  return rows.map((row) => ({
    isIn: sets.map((_, index) => Number(row[`set_${index}`]) === 1),
    activePasskeys: Number(row['passkeys']),
    people: Number(row['people']),
  }));
}

export type Counts = {
  /** Not disabled. */
  readonly people: number;
  readonly invited: number;
  readonly active: number;
  readonly credentials: number;
  readonly attested: number;
  readonly quarantined: number;
};

export async function countAll(queries: Queries): Promise<Counts> {
  const people = await queries
    .selectFrom('person')
    .groupBy('status')
    .select((e) => ['status', e.fn.countAll<number>().as('count')])
    .execute();
  const credentials = await queries
    .selectFrom('credential')
    .where('status', 'in', ['active', 'quarantined'])
    .groupBy(['status', 'evidence'])
    .select((e) => ['status', 'evidence', e.fn.countAll<number>().as('count')])
    .execute();
  const sum = (rows: readonly { count: number }[]) => rows.reduce((total, row) => total + Number(row.count), 0);
  const active = credentials.filter((row) => row.status === 'active');
  return {
    people: sum(people.filter((row) => row.status !== 'disabled')),
    invited: sum(people.filter((row) => row.status === 'invited')),
    active: sum(people.filter((row) => row.status === 'active')),
    credentials: sum(active),
    attested: sum(active.filter((row) => row.evidence === 'attested')),
    quarantined: sum(credentials.filter((row) => row.status === 'quarantined')),
  };
}

export type SignIns = { readonly succeeded: number; readonly refused: number };

/** Sign-ins since an instant. */
export async function countSignIns(queries: Queries, since: Instant): Promise<SignIns> {
  const rows = await queries
    .selectFrom('audit_event')
    .where('at', '>=', since)
    .where('type', 'in', signInTypes)
    .groupBy('outcome')
    .select((e) => ['outcome', e.fn.countAll<number>().as('count')])
    .execute();
  return signInsOf(rows);
}

/** Sign-ins by UTC day, as days since 1970; days without any are left out. */
export async function countSignInsByDay(queries: Queries, since: Instant): Promise<ReadonlyMap<number, SignIns>> {
  const day = sql<number>`at / ${sql.lit(DAY_MS)}`;
  const rows = await queries
    .selectFrom('audit_event')
    .where('at', '>=', since)
    .where('type', 'in', signInTypes)
    .groupBy([day, 'outcome'])
    .select((e) => [day.as('day'), 'outcome', e.fn.countAll<number>().as('count')])
    .execute();
  const byDay = Map.groupBy(rows, (row) => Number(row.day));
  return new Map([...byDay].map(([each, ofDay]) => [each, signInsOf(ofDay)]));
}

const signInTypes = ['sign_in.succeeded', 'sign_in.refused'];

function signInsOf(rows: readonly { outcome: string; count: number }[]): SignIns {
  const count = (outcome: string) => Number(rows.find((row) => row.outcome === outcome)?.count ?? 0);
  return { succeeded: count('success'), refused: count('refused') };
}

/** How many holders of the role owner or administrator are in none of the groups. */
export async function countUnprivileged(queries: Queries, groups: readonly string[]): Promise<number> {
  const isMember =
    groups.length === 0
      ? sql<SqlBool>`1 = 0`
      : sql<SqlBool>`exists (select 1 from group_member join "group" on "group".id = group_member.group_id
          where group_member.person_id = person.id and "group".name in (${sql.join(groups)}))`;
  const row = await queries
    .selectFrom('person')
    .where('status', '=', 'active')
    .where((e) =>
      e.exists(
        e
          .selectFrom('person_role')
          .whereRef('person_role.person_id', '=', 'person.id')
          .where('role', 'in', ['owner', 'administrator'])
          .select('role'),
      ),
    )
    .where((e) => e.not(isMember))
    .select((e) => e.fn.countAll<number>().as('people'))
    .executeTakeFirstOrThrow();
  return Number(row.people);
}
