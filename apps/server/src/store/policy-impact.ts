import type { PersonId } from '@holdfast/kernel';
import type { Assessment } from '@holdfast/trust';
import { type JoinBuilder, type SqlBool, sql } from 'kysely';
import { parseGroups } from './audiences.ts';
import type { Queries } from './database.ts';
import { assessmentOf } from './judgements.ts';
import { type PageRequest, pageOf, type StoredPage } from './page.ts';
import type { Schema } from './schema.ts';

/** Somebody with what their passkeys are judged by, in one text: a token of `TOKEN_LENGTH` for each. */
export type PersonPasskeys = { readonly personId: string; readonly passkeys: string };

/**
 * People in the order of their ids, with those passkeys that a policy can let in: active ones, and those that judging set
 * aside. Answered from one index, however wide the rows are.
 */
export async function peopleWithPasskeys(
  queries: Queries,
  after: string,
  limit: number,
): Promise<readonly PersonPasskeys[]> {
  const rows = await queries
    .selectFrom('credential')
    .where('person_id', '>', after)
    .where((e) =>
      e.or([e('status', '=', 'active'), e.and([e('status', '=', 'quarantined'), e('status_cause', '=', 'judged')])]),
    )
    .groupBy('person_id')
    .select((e) => [
      'person_id',
      sql<string>`string_agg(${e.ref('judgement_id')} || case when ${e.ref('status')} = 'active' then '+' else '-' end, '')`.as(
        'passkeys',
      ),
    ])
    .orderBy('person_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ personId: row.person_id, passkeys: row.passkeys }));
}

/** A judgement's id, 22 characters, and one sign: `+` for an active passkey, `-` for one that was set aside. */
export const TOKEN_LENGTH = 23;

export function judgementAt(passkeys: string, at: number): string {
  return passkeys.slice(at, at + TOKEN_LENGTH - 1);
}

export function isActiveAt(passkeys: string, at: number): boolean {
  return passkeys[at + TOKEN_LENGTH - 1] === '+';
}

/** People who cannot sign in whatever the policy says, between two ids. */
export async function disabledBetween(queries: Queries, after: string, upTo: string): Promise<ReadonlySet<string>> {
  const rows = await queries
    .selectFrom('person')
    .where('status', '=', 'disabled')
    .where('id', '>', after)
    .where('id', '<=', upTo)
    .select('id')
    .execute();
  return new Set(rows.map((row) => row.id));
}

export async function countActivePeople(queries: Queries): Promise<number> {
  const { people } = await queries
    .selectFrom('person')
    .where('status', '=', 'active')
    .select((e) => e.fn.countAll<number>().as('people'))
    .executeTakeFirstOrThrow();
  return Number(people);
}

/** What a judgement is about, without the texts of its verdict. */
export type WeighedJudgement = {
  readonly id: string;
  readonly groups: readonly string[];
  readonly factsDigest: string;
  readonly assessmentDigest: string;
  /** The trust data that the stored assessment was made under. */
  readonly trustDigest: string;
};

export async function judgementsToWeigh(
  queries: Queries,
  ids: readonly string[],
): Promise<readonly WeighedJudgement[]> {
  const rows = await queries
    .selectFrom('judgement')
    .innerJoin('audience', 'audience.id', 'judgement.audience_id')
    .innerJoin('credential_facts', 'credential_facts.digest', 'judgement.facts_digest')
    .where('judgement.id', 'in', ids)
    .select([
      'judgement.id',
      'audience.groups',
      'judgement.facts_digest',
      'credential_facts.assessment_digest',
      'credential_facts.trust_digest',
    ])
    .execute();
  return rows.map((row) => ({
    id: row.id,
    groups: parseGroups(row.groups),
    factsDigest: row.facts_digest,
    assessmentDigest: row.assessment_digest,
    trustDigest: row.trust_digest,
  }));
}

export async function storedAssessment(queries: Queries, factsDigest: string): Promise<Assessment> {
  const { assessment } = await queries
    .selectFrom('credential_facts')
    .where('digest', '=', factsDigest)
    .select('assessment')
    .executeTakeFirstOrThrow();
  return assessmentOf(assessment);
}

/** Sign-ins that succeeded, newest first, from one place in the log on: so many of one day with passkeys of one judgement. */
export type SignInsOfDay = {
  readonly judgementId: string | null;
  /** Null where people were not told apart. */
  readonly personId: string | null;
  /** Days since 1970, UTC. */
  readonly day: number;
  readonly signIns: number;
  readonly oldest: number;
};

/** @param tellingPeopleApart where two people with passkeys of one judgement may be judged differently */
export async function signInsBefore(
  queries: Queries,
  before: number,
  limit: number,
  tellingPeopleApart: boolean,
): Promise<readonly SignInsOfDay[]> {
  const person = tellingPeopleApart ? sql<string | null>`credential.person_id` : sql<string | null>`null`;
  const rows = await queries
    .selectFrom(latestSignIns(queries, before, limit).as('sign_in'))
    .leftJoin('credential', (on) => onPasskey(on))
    .groupBy(['credential.judgement_id', 'sign_in.day'])
    .$if(tellingPeopleApart, (query) => query.groupBy('credential.person_id'))
    .select((e) => [
      'credential.judgement_id',
      person.as('person_id'),
      'sign_in.day',
      e.fn.countAll<number>().as('sign_ins'),
      e.fn.min('sign_in.sequence').as('oldest'),
    ])
    .execute();
  return rows.map((row) => ({
    judgementId: row.judgement_id,
    personId: row.person_id,
    day: Number(row.day),
    signIns: Number(row.sign_ins),
    oldest: Number(row.oldest),
  }));
}

/** Which of some groups people are in, for those who are in any: names, sorted, with a comma between. */
export async function membershipsOf(
  queries: Queries,
  groups: readonly string[],
  people: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (groups.length === 0) return new Map();
  const found: { person_id: string; name: string }[] = [];
  for (let at = 0; at < people.length; at += ROWS_AT_ONCE) {
    const some = await queries
      .selectFrom('group_member')
      .innerJoin('group', 'group.id', 'group_member.group_id')
      .where('group.name', 'in', groups)
      .where('group_member.person_id', 'in', people.slice(at, at + ROWS_AT_ONCE))
      .select(['group_member.person_id', 'group.name'])
      .execute();
    found.push(...some);
  }
  const byPerson = Map.groupBy(found, (row) => row.person_id);
  return new Map(
    [...byPerson].map(([id, rows]) => [
      id,
      rows
        .map(({ name }) => name)
        .sort()
        .join(','),
    ]),
  );
}

/** Whose passkeys the same sign-ins were with, each person and judgement once. */
export async function signersBefore(
  queries: Queries,
  before: number,
  limit: number,
  fromDay: number,
): Promise<readonly { readonly personId: string; readonly judgementId: string }[]> {
  const rows = await queries
    .selectFrom(latestSignIns(queries, before, limit).as('sign_in'))
    .innerJoin('credential', (on) => onPasskey(on))
    .where('sign_in.day', '>=', fromDay)
    .select(['credential.person_id', 'credential.judgement_id'])
    .distinct()
    .execute();
  return rows.map((row) => ({ personId: row.person_id, judgementId: row.judgement_id }));
}

type SignIn = { sequence: number; subject_id: string | null; credential_id: string | null; day: number };

/**
 * The passkey of a sign-in, found in the index by person, which holds all that is asked of it. Its id is made an expression
 * so that it is not looked for by its primary key, which costs a second look into the wide row.
 */
function onPasskey(on: JoinBuilder<Schema & { sign_in: SignIn }, 'credential' | 'sign_in'>) {
  return on
    .onRef('credential.person_id', '=', 'sign_in.subject_id')
    .on((e) => sql<SqlBool>`${e.ref('credential.id')} || '' = ${e.ref('sign_in.credential_id')}`);
}

function latestSignIns(queries: Queries, before: number, limit: number) {
  return queries
    .selectFrom('audit_event')
    .where('type', '=', 'sign_in.succeeded')
    .where('sequence', '<', before)
    .select((e) => [
      'sequence',
      'subject_id',
      'credential_id',
      sql<number>`${e.ref('at')} / ${sql.lit(86_400_000)}`.as('day'),
    ])
    .orderBy('sequence', 'desc')
    .limit(limit);
}

/** Remembers who is on a list of a job; who is there already stays. */
export async function listPeople(
  tx: Queries,
  jobId: string,
  listed: readonly { readonly list: string; readonly personId: string }[],
): Promise<void> {
  // Three values each; SQLite takes 32,766 and PostgreSQL 65,535.
  for (let at = 0; at < listed.length; at += ROWS_AT_ONCE) {
    await tx
      .insertInto('impact_person')
      .values(
        listed.slice(at, at + ROWS_AT_ONCE).map(({ list, personId }) => ({ job_id: jobId, list, person_id: personId })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

const ROWS_AT_ONCE = 5000;

export async function forgetListed(tx: Queries, jobId: string): Promise<void> {
  await tx.deleteFrom('impact_person').where('job_id', '=', jobId).execute();
}

export async function countListed(queries: Queries, jobId: string, list: string): Promise<number> {
  const { people } = await queries
    .selectFrom('impact_person')
    .where('job_id', '=', jobId)
    .where('list', '=', list)
    .select((e) => e.fn.countAll<number>().as('people'))
    .executeTakeFirstOrThrow();
  return Number(people);
}

export type ListedPerson = { readonly id: PersonId; readonly username: string; readonly displayName: string };

/** By id. */
export async function listedPeople(
  queries: Queries,
  jobId: string,
  list: string,
  { after, limit }: PageRequest<readonly [personId: string]>,
): Promise<StoredPage<ListedPerson>> {
  let page = queries
    .selectFrom('impact_person')
    .innerJoin('person', 'person.id', 'impact_person.person_id')
    .where('impact_person.job_id', '=', jobId)
    .where('impact_person.list', '=', list)
    .select(['person.id', 'person.username', 'person.display_name'])
    .orderBy('impact_person.person_id');
  if (after !== null) page = page.where('impact_person.person_id', '>', after[0]);
  const found = await page.limit(limit + 1).execute();
  const rows = found
    .slice(0, limit)
    .map((row) => ({ id: row.id as PersonId, username: row.username, displayName: row.display_name }));
  return pageOf(found, limit, await countListed(queries, jobId, list), (row) => [row.id], rows);
}

/** Impacts that wait or run, with what they were asked for. */
export async function openImpacts(
  queries: Queries,
): Promise<readonly { readonly id: string; readonly input: Readonly<Record<string, unknown>> }[]> {
  const rows = await queries
    .selectFrom('job')
    .where('kind', '=', 'impact')
    .where('state', 'in', ['waiting', 'running'])
    .select(['id', 'input'])
    .execute();
  return rows.map(({ id, input }) => ({ id, input: JSON.parse(input) as Record<string, unknown> }));
}

/** Removes ended impacts but the newest, with the names that they listed. */
export async function forgetOldImpacts(tx: Queries, keep: number): Promise<void> {
  const old = await tx
    .selectFrom('job')
    .where('kind', '=', 'impact')
    .where('state', 'not in', ['waiting', 'running'])
    .select('id')
    .orderBy('id', 'desc')
    .offset(keep)
    .limit(ROWS_AT_ONCE)
    .execute();
  for (const { id } of old) {
    await forgetListed(tx, id);
    await tx.deleteFrom('job').where('id', '=', id).execute();
  }
}

/** Names of some people, in the order of the ids; a few hundred at a time. */
export async function namesOf(queries: Queries, ids: readonly string[]): Promise<readonly ListedPerson[]> {
  if (ids.length === 0) return [];
  const rows = await queries
    .selectFrom('person')
    .where('id', 'in', ids)
    .select(['id', 'username', 'display_name'])
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : { id: id as PersonId, username: row.username, displayName: row.display_name };
  });
}
