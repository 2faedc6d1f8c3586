import { credentialClasses } from '@holdfast/trust';
import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { type CredentialSummary, credentialSummaries } from './credentials-admin.ts';
import type { Queries } from './database.ts';
import { COUNTED_MAX, COUNTED_ON_THE_WAY, countSome, type PageRequest, pageOf, type StoredPage } from './page.ts';
import { countBeginning, holdsBeginning, peopleBeginning } from './person-words.ts';
import type { Schema } from './schema.ts';
import { wordsOf } from './search-words.ts';
import { holdsText } from './text-search.ts';

export type CredentialFilters = {
  /** Each the beginning of a word of the person's names, part of the model's name, the AAGUID or the id of the passkey. */
  readonly words: readonly string[];
  readonly filters: {
    readonly status?: readonly string[];
    readonly status_cause?: readonly string[];
    readonly class?: readonly string[];
    readonly evidence?: readonly string[];
    readonly model?: readonly string[];
    readonly person?: readonly string[];
  };
};

/** Newest first. */
export async function listCredentials(
  queries: Queries,
  asked: CredentialFilters,
  { after, limit }: PageRequest<readonly [createdAt: number, id: string]>,
): Promise<StoredPage<CredentialSummary>> {
  const wanted = await lookUp(queries, asked);
  const alternatives = alternativesOf(wanted);
  const isWalk = wanted.words.length > 0 && !alternatives.some(({ lead }) => lead?.by === 'people');
  const most = isWalk ? COUNTED_ON_THE_WAY : COUNTED_MAX;
  const counted = await countSome(
    queries,
    anyOf(queries, alternatives, (each) => matching(queries, each).limit(most + 1)),
    most,
  );
  // The places of a page first, each alternative from an index; then what is shown of those few.
  const places = anyOf(queries, alternatives, (each) => {
    let some = matching(queries, each);
    if (after !== null) {
      const [createdAt, id] = after;
      some = some
        // What an index can begin at; the rest only tells those of one millisecond apart.
        .where('created_at', '<=', createdAt)
        .where((e) => e.or([e('created_at', '<', createdAt), e('id', '<', id)]));
    }
    // Those of a few people are in no order, and an order that is asked for would have the newest of all looked at instead.
    if (each.lead?.by === 'people') return some;
    return some
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1);
  });
  const found = await places
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const summaries = await credentialSummaries(
    queries,
    found.slice(0, limit).map(({ id }) => id),
  );
  return pageOf(found, limit, counted, (row) => [row.created_at, row.id], summaries, most);
}

/** What a word stands for: people by the beginnings that they must have, and models, which are few and found first. */
type Word = {
  readonly text: string;
  readonly beginnings: readonly string[];
  readonly models: Models;
  /** The rarest of the beginnings, and how many people have it, as far as they are counted. */
  readonly rarest: string;
  readonly people: number;
};

/** AAGUIDs, and whether some of the models have the one that stands for none, which many others share. */
type Models = { readonly name: string | null; readonly aaguids: readonly string[] };

type Filters = Omit<CredentialFilters['filters'], 'model'> & { readonly model?: readonly Models[] };
type Wanted = { readonly words: readonly Word[]; readonly filters: Filters };

async function lookUp(queries: Queries, { words, filters }: CredentialFilters): Promise<Wanted> {
  const found: Word[] = [];
  for (const text of words) {
    const beginnings = wordsOf(text);
    let [rarest, people] = [beginnings[0] ?? '', beginnings.length === 0 ? 0 : FEW_PEOPLE + 1];
    for (const beginning of beginnings) {
      const count = await countBeginning(queries, beginning, FEW_PEOPLE + 1);
      if (count < people) [rarest, people] = [beginning, count];
    }
    found.push({ text, beginnings, models: await modelsLike(queries, text), rarest, people });
  }
  const { model, ...others } = filters;
  if (model === undefined) return { words: found, filters: others };
  const models: Models[] = [];
  for (const text of model) models.push(await modelsLike(queries, text));
  return { words: found, filters: { ...others, model: models } };
}

/** So few that looking at the passkeys of each is quick; of more, one is met soon on the way through the newest. */
const FEW_PEOPLE = 2000;

const aaguidText = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NO_AAGUID = '00000000-0000-0000-0000-000000000000';

/** Nobody names a model like an AAGUID. */
async function modelsLike(queries: Queries, text: string): Promise<Models> {
  if (aaguidText.test(text)) return { name: null, aaguids: [text.toLowerCase()] };
  const rows = await queries
    .selectFrom('credential_facts')
    .where((e) => holdsText(e.ref('model_name'), text))
    .select('aaguid')
    .distinct()
    .orderBy('aaguid')
    .execute();
  return { name: text, aaguids: rows.map(({ aaguid }) => aaguid) };
}

/** Where the rows of an alternative are looked for first. */
type Lead =
  | { readonly by: FilterLead }
  | { readonly by: 'people'; readonly word: Word }
  | { readonly by: 'aaguid'; readonly aaguid: string }
  | { readonly by: 'id'; readonly word: Word };
type Alternative = Wanted & { readonly lead: Lead | undefined };

/** More models stay together, and are looked for more slowly. */
const MODELS_MAX = 12;

/**
 * One for each choice of values: rows that have one of two values are not in the order of any index, those that have one
 * value are. And one for each thing that the rarest word can mean.
 */
function alternativesOf({ words, filters }: Wanted): readonly Alternative[] {
  const [rarest] = words.toSorted((a, b) => a.people - b.people);
  if (rarest !== undefined && isRare(rarest) && filters.person === undefined) {
    const byModel = rarest.models.aaguids.map((aaguid): Lead => ({ by: 'aaguid', aaguid }));
    const leads: readonly Lead[] = [{ by: 'people', word: rarest }, { by: 'id', word: rarest }, ...byModel];
    return leads.map((lead) => ({ words, filters, lead }));
  }
  const by = leadOf(filters);
  let all: readonly Filters[] = [filters];
  for (const name of byIndexOf(by)) {
    const values = filters[name] ?? (name === 'status_cause' ? undefined : known[name]);
    if (values === undefined) continue;
    all = all.flatMap((each) => [...new Set(values)].map((value) => ({ ...each, [name]: [value] })));
  }
  const aaguids = new Set(filters.model?.flatMap((models) => models.aaguids));
  if (aaguids.size > 0 && aaguids.size <= MODELS_MAX) {
    const ones = [...aaguids].map((aaguid) =>
      (filters.model ?? [])
        .filter((models) => models.aaguids.includes(aaguid))
        .map(({ name }) => ({ name, aaguids: [aaguid] })),
    );
    all = all.flatMap((each) => ones.map((model) => ({ ...each, model })));
  }
  return all.map((each) => ({ words, filters: each, lead: by === undefined ? undefined : { by } }));
}

/** Every value, for where the index begins with something that was not asked for. */
const known: Readonly<Record<'status' | 'class' | 'evidence', readonly string[]>> = {
  status: ['pending', 'active', 'quarantined', 'revoked'],
  class: credentialClasses,
  evidence: ['attested', 'claimed'],
};

/** The columns of the index of a lead that take one value each. */
function byIndexOf(by: FilterLead | undefined): readonly ('status' | 'status_cause' | 'class' | 'evidence')[] {
  switch (by) {
    case 'status_cause':
      return ['status_cause'];
    case 'model':
      return ['status', 'evidence'];
    case 'state':
      return ['status', 'class', 'evidence'];
    default:
      return [];
  }
}

function isRare({ people, models }: Word): boolean {
  return people <= FEW_PEOPLE && models.aaguids.length <= MODELS_MAX;
}

function matching(queries: Queries, wanted: Alternative) {
  return queries.selectFrom('credential').where(matches(queries, wanted)).select(['id', 'created_at']);
}

type Places = ReturnType<typeof matching>;

/** One that two alternatives have is there once. */
function anyOf(queries: Queries, alternatives: readonly Alternative[], rowsOf: (each: Alternative) => Places) {
  const [first, ...rest] = alternatives.map((each) => queries.selectFrom(rowsOf(each).as('some')).selectAll());
  if (first === undefined) throw new Error('there is always one alternative');
  const areApart = alternatives.every(({ lead }) => lead === undefined || isFilter(lead.by));
  const all = rest.reduce((sum, each) => (areApart ? sum.unionAll(each) : sum.union(each)), first);
  return queries.selectFrom(all.as('places')).select(['id', 'created_at']);
}

/** The filter whose index is to be used. `state` are status, class and evidence together. */
type FilterLead = 'person' | 'status_cause' | 'model' | 'state';

/**
 * The one that leaves the fewest. Without telling, SQLite takes any index, and may walk through a million active passkeys for
 * the ten that are quarantined.
 */
function leadOf({ person, status, status_cause, model, class: what, evidence }: Filters): FilterLead | undefined {
  if (person !== undefined) return 'person';
  if (model !== undefined) return 'model';
  if (status_cause !== undefined && !status_cause.includes('registered')) return 'status_cause';
  return status === undefined && what === undefined && evidence === undefined ? undefined : 'state';
}

function isFilter(by: Lead['by'] | undefined): by is FilterLead {
  return by !== undefined && by !== 'people' && by !== 'aaguid' && by !== 'id';
}

type Condition = ExpressionBuilder<Schema, 'credential'>;

function matches(queries: Queries, { words, filters, lead }: Alternative) {
  return (e: Condition) => {
    const by = lead?.by;
    const among = (filter: 'status' | 'status_cause' | 'class' | 'evidence') => {
      const values = filters[filter];
      if (values === undefined) return [];
      const column = e.ref(`credential.${filter}`);
      // No index has the column once it is part of an expression.
      const isByIndex = isFilter(by) && byIndexOf(by).includes(filter);
      const compared = by === undefined || isByIndex ? column : e.fn.coalesce(column, e.val(''));
      return [e(compared, 'in', values as 'active'[])];
    };
    return e.and([
      ...isLed(queries, e, lead),
      ...words.map((word) => e.or([hasPersonWith(e, word), isModel(e, word.models, false), e('id', '=', word.text)])),
      ...among('status'),
      ...among('status_cause'),
      ...among('class'),
      ...among('evidence'),
      ...(filters.model === undefined ? [] : [e.or(filters.model.map((model) => isModel(e, model, by === 'model')))]),
      ...(filters.person === undefined ? [] : [isPerson(e, filters.person)]),
    ]);
  };
}

function isLed(queries: Queries, e: Condition, lead: Lead | undefined) {
  switch (lead?.by) {
    case 'people':
      return lead.word.rarest === ''
        ? [e.lit(false)]
        : [e('person_id', 'in', peopleBeginning(queries, lead.word.rarest))];
    case 'aaguid':
      return [e('aaguid', '=', lead.aaguid)];
    case 'id':
      return [e('id', '=', lead.word.text)];
    default:
      return [];
  }
}

function hasPersonWith(e: Condition, { beginnings }: Word) {
  if (beginnings.length === 0) return e.lit(false);
  return e.exists(
    e
      .selectFrom('person')
      .whereRef('person.id', '=', 'credential.person_id')
      .where(sql<SqlBool>`${sql.join(beginnings.map(holdsBeginning), sql` and `)}`)
      .select('person.id'),
  );
}

/** @param isByIndex whether the index of AAGUIDs is to be used */
function isModel(e: Condition, { name, aaguids }: Models, isByIndex: boolean) {
  if (aaguids.length === 0) return e.lit(false);
  const column = isByIndex ? e.ref('aaguid') : e.fn.coalesce(e.ref('aaguid'), e.val(''));
  const has = e(column, 'in', aaguids);
  if (name === null || !aaguids.includes(NO_AAGUID)) return has;
  const named = e
    .selectFrom('judgement')
    .innerJoin('credential_facts', 'credential_facts.digest', 'judgement.facts_digest')
    .where((f) => holdsText(f.ref('credential_facts.model_name'), name))
    .select('judgement.id');
  return e.and([has, e('credential.judgement_id', 'in', named)]);
}

function isPerson(e: Condition, people: readonly string[]) {
  const lower = people.map((person) => person.toLowerCase());
  const meant = e
    .selectFrom('person')
    .where((p) => p.or([p('person.username', 'in', lower), p('person.id', 'in', lower)]))
    .select('person.id');
  return e('credential.person_id', 'in', meant);
}
