import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Queries } from './database.ts';
import { COUNTED_MAX, COUNTED_ON_THE_WAY, countSome, type PageRequest, pageOf, type StoredPage } from './page.ts';
import { type PersonStatus, type PersonSummary, personSummaries } from './people-admin.ts';
import { countBeginning, holdsBeginning, peopleBeginning } from './person-words.ts';
import type { Schema } from './schema.ts';
import { wordsOf } from './search-words.ts';

export type PeopleFilters = {
  /** Beginnings of words of names and addresses, or one id. */
  readonly words: readonly string[];
  readonly filters: {
    readonly status?: readonly string[];
    readonly role?: readonly string[];
    readonly group?: readonly string[];
    /** `0`, `1` or `2`, which is two or more. */
    readonly passkeys?: readonly string[];
  };
};

/** By display name, then id. */
export async function listPeople(
  queries: Queries,
  wanted: PeopleFilters,
  { after, limit }: PageRequest<readonly [displayName: string, id: string]>,
): Promise<StoredPage<PersonSummary>> {
  const beginnings = beginningsOf(wanted.words);
  const leads = await leadsOf(queries, beginnings ?? [], wanted.filters);
  const [lead] = leads.toSorted((a, b) => a.people - b.people);
  const matching = (e: ExpressionBuilder<Schema, 'person'>) =>
    e.and([
      ...(beginnings === null ? [e.lit(false)] : beginnings.map(matchesWord)),
      ...(wanted.filters.status === undefined ? [] : [e('status', 'in', wanted.filters.status as PersonStatus[])]),
      ...(wanted.filters.role === undefined ? [] : [hasRole(wanted.filters.role)]),
      ...(wanted.filters.group === undefined ? [] : [isInGroup(wanted.filters.group)]),
      ...(wanted.filters.passkeys === undefined ? [] : [e.or(wanted.filters.passkeys.map(hasPasskeys))]),
    ]);
  const all = queries.selectFrom('person').where(matching);
  // Where few can match they are looked at one by one, else everybody in the order of their names until a page is full.
  const isLed = lead !== undefined && lead.people <= (leads.length > 1 ? 3 * LED_MAX : LED_MAX);
  const name = isLed ? sql<string>`coalesce(person.display_name, '')` : sql<string>`person.display_name`;
  const among = isLed ? all.where('person.id', 'in', lead.ids) : all;
  const conditions = (beginnings?.length ?? 1) + Object.values(wanted.filters).flat().length;
  const isCounted = conditions === 1 && lead?.isCounted === true;
  const most = isLed || isCounted || conditions === 0 ? COUNTED_MAX : COUNTED_ON_THE_WAY;
  const counted = isCounted ? lead.people : await countSome(queries, among.select('person.id'), most);
  let page = among.select(['person.id', 'person.display_name']);
  if (after !== null) {
    const [last, id] = after;
    page = page.where(sql<SqlBool>`(${name} >= ${last} and (${name} > ${last} or person.id > ${id}))`);
  }
  const found = await page
    .orderBy(name)
    .orderBy('person.id')
    .limit(limit + 1)
    .execute();
  const summaries = await personSummaries(
    queries,
    found.slice(0, limit).map((row) => row.id),
  );
  return pageOf(found, limit, counted, (row) => [row.display_name, row.id], summaries, most);
}

/** Few enough to look at each of them. */
const LED_MAX = 5000;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Beginning = { readonly id: string } | { readonly word: string };

/** Null where something was asked for that no word begins with. */
function beginningsOf(words: readonly string[]): readonly Beginning[] | null {
  const all = words.map((word) =>
    uuid.test(word) ? [{ id: word.toLowerCase() }] : wordsOf(word).map((each) => ({ word: each })),
  );
  return all.some((each) => each.length === 0) ? null : all.flat();
}

function matchesWord(beginning: Beginning) {
  return 'id' in beginning ? sql<SqlBool>`person.id = ${beginning.id}` : holdsBeginning(beginning.word);
}

/** People who are the only ones that can match, and how many they are, as far as that is counted; `isCounted` when to the end. */
type Lead = { readonly people: number; readonly isCounted: boolean; readonly ids: Expression<string> };

async function leadsOf(
  queries: Queries,
  beginnings: readonly Beginning[],
  { role, group }: PeopleFilters['filters'],
): Promise<readonly Lead[]> {
  const leads: Lead[] = [];
  for (const each of beginnings) {
    if ('id' in each) continue;
    const people = await countBeginning(queries, each.word, 4 * LED_MAX);
    leads.push({ people, isCounted: false, ids: sql<string>`${peopleBeginning(queries, each.word)}` });
  }
  if (role !== undefined) {
    const holders = queries.selectFrom('person_role').where('role', 'in', role).select('person_id');
    leads.push({ people: 0, isCounted: false, ids: sql<string>`${holders}` });
  }
  if (group !== undefined) {
    const names = group.map((name) => name.toLowerCase());
    const groups = await queries.selectFrom('group').where('name', 'in', names).select(['id', 'members']).execute();
    const ids = groups.length === 0 ? [''] : groups.map(({ id }) => id);
    leads.push({
      people: groups.reduce((sum, { members }) => sum + Number(members), 0),
      isCounted: groups.length <= 1,
      ids: sql<string>`${queries.selectFrom('group_member').where('group_id', 'in', ids).select('person_id')}`,
    });
  }
  return leads;
}

function hasRole(held: readonly string[]) {
  return sql<SqlBool>`exists (select 1 from person_role where person_role.person_id = person.id and person_role.role in (${sql.join(held)}))`;
}

function isInGroup(names: readonly string[]) {
  const lower = names.map((name) => name.toLowerCase());
  return sql<SqlBool>`exists (select 1 from "group" join group_member on group_member.group_id = "group".id
    where "group".name in (${sql.join(lower)}) and group_member.person_id = person.id)`;
}

function hasPasskeys(count: string) {
  const active = sql`(select count(*) from credential where credential.person_id = person.id and credential.status = 'active')`;
  return count === '2' ? sql<SqlBool>`${active} >= 2` : sql<SqlBool>`${active} = ${Number(count)}`;
}
