import { eventTypes } from '@holdfast/audit';
import { type Instant, instant } from '@holdfast/kernel';
import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Queries } from './database.ts';
import { COUNTED_MAX, countSome, type PageRequest, pageOf, type StoredPage } from './page.ts';
import type { Schema } from './schema.ts';
import { holdsText } from './text-search.ts';

/** Somebody who stands in an event; no id for the system and for unknown people. */
export type Party = { readonly id: string | null; readonly name: string } | null;

export type StoredEvent = {
  readonly id: string;
  readonly sequence: number;
  readonly at: Instant;
  readonly type: string;
  readonly outcome: 'success' | 'refused' | 'failed';
  readonly code: string | null;
  readonly actor: Party;
  readonly subject: Party;
  readonly credentialId: string | null;
  readonly address: string | null;
  readonly origin: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly policyDigest: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
};

export type EventFilters = {
  readonly words: readonly string[];
  readonly filters: {
    /** A type or the part of it before a dot. */
    readonly type?: readonly string[];
    readonly outcome?: readonly string[];
    readonly code?: readonly string[];
    /** Username or id, as actor or subject. */
    readonly person?: readonly string[];
    readonly credential?: readonly string[];
    readonly address?: readonly string[];
  };
  readonly from?: number;
  readonly to?: number;
};

/** Words are looked for in so many of the newest events that have what the filters ask for. */
export const SEARCHED_MAX = 2000;

/** Newest first. */
export async function listEvents(
  queries: Queries,
  wanted: EventFilters,
  { after, limit }: PageRequest<readonly [sequence: number]>,
): Promise<StoredPage<StoredEvent>> {
  const people = wanted.filters.person === undefined ? null : await idsOf(queries, wanted.filters.person);
  const branches = branchesOf(wanted, people);
  const before = after === null ? null : after[0];
  // Which events first, each branch from an index; then what is shown of those few.
  const { counted, found } =
    wanted.words.length > 0
      ? await searched(queries, newestOf(queries, wanted, branches, null, SEARCHED_MAX), wanted.words, before, limit)
      : {
          counted: await countSome(queries, newestOf(queries, wanted, branches, null, COUNTED_MAX + 1)),
          found: await newestOf(queries, wanted, branches, before, limit + 1).execute(),
        };
  const shown = found.slice(0, limit).map(({ sequence }) => sequence);
  const rows =
    shown.length === 0
      ? []
      : await joined(queries)
          .where('audit_event.sequence', 'in', shown)
          .select(columns)
          .orderBy('audit_event.sequence', 'desc')
          .execute();
  return pageOf(found, limit, counted, (row) => [Number(row.sequence)], rows.map(eventOf));
}

/** Events that are together and in order in one index. */
type Branch = {
  readonly type: string | null;
  readonly code: string | null;
  /** As whom the people that were asked for stand in it. */
  readonly as: 'subject' | 'doer' | null;
  readonly people: readonly string[];
};

function branchesOf({ filters }: EventFilters, people: readonly string[] | null): readonly Branch[] {
  const types = filters.type === undefined ? [null] : typesOf(filters.type);
  const codes = filters.code === undefined ? [null] : [...new Set(filters.code)];
  const roles = people === null ? ([null] as const) : (['subject', 'doer'] as const);
  // No event has a type without a name: asked for a type that there is not, nothing is found.
  return (types.length === 0 ? [''] : types).flatMap((type) =>
    codes.flatMap((code) => roles.map((as) => ({ type, code, as, people: people ?? [] }))),
  );
}

/** Every type that is asked for by its name or by the part of it before a dot. */
function typesOf(asked: readonly string[]): readonly string[] {
  return Object.keys(eventTypes).filter((type) => asked.some((each) => type === each || type.startsWith(`${each}.`)));
}

type Event = ExpressionBuilder<Schema, 'audit_event'>;

function newestOf(
  queries: Queries,
  { filters, from, to }: EventFilters,
  branches: readonly Branch[],
  before: number | null,
  most: number,
) {
  const { outcome, credential, address } = filters;
  const every = (e: Event) => [
    ...(outcome === undefined ? [] : [e('outcome', 'in', outcome as 'success'[])]),
    // What the index of those that were refused or failed says of itself.
    ...(outcome === undefined || outcome.includes('success') ? [] : [sql<SqlBool>`outcome <> 'success'`]),
    ...(credential === undefined ? [] : [e('credential_id', 'in', credential)]),
    ...(address === undefined ? [] : [e('address', 'in', address)]),
    ...(from === undefined ? [] : [e('at', '>=', from)]),
    ...(to === undefined ? [] : [e('at', '<=', to)]),
    ...(before === null ? [] : [e('sequence', '<', before)]),
  ];
  const [first, ...rest] = branches.map(({ type, code, as, people }) => {
    const some = queries
      .selectFrom('audit_event')
      .where((e) =>
        e.and([
          ...every(e),
          ...(type === null ? [] : [e('type', '=', type)]),
          ...(code === null ? [] : [e('code', '=', code)]),
          ...(as === null ? [] : [standsIn(e, as, people)]),
        ]),
      )
      .select('sequence')
      .orderBy('sequence', 'desc')
      .limit(most);
    return queries.selectFrom(some.as('some')).select('sequence');
  });
  if (first === undefined) throw new Error('there is always one branch');
  const all = rest.reduce((sum, each) => sum.unionAll(each), first);
  return queries.selectFrom(all.as('places')).select('sequence').orderBy('sequence', 'desc').limit(most);
}

function standsIn(e: Event, as: 'subject' | 'doer', people: readonly string[]) {
  if (people.length === 0) return e.lit(false);
  if (as === 'subject') return e('subject_id', 'in', people);
  // Those in which the doer is the subject are the other branch's.
  return e.and([e('actor_id', 'in', people), sql<SqlBool>`(subject_id is null or actor_id <> subject_id)`]);
}

type Places = ReturnType<typeof newestOf>;

async function searched(
  queries: Queries,
  newest: Places,
  words: readonly string[],
  before: number | null,
  limit: number,
): Promise<{ readonly counted: number; readonly found: readonly { readonly sequence: number }[] }> {
  const all = await queries
    .selectFrom(newest.as('newest'))
    .innerJoin('audit_event', 'audit_event.sequence', 'newest.sequence')
    .leftJoin('person as doer', 'doer.id', 'audit_event.actor_id')
    .leftJoin('person as about', 'about.id', 'audit_event.subject_id')
    .where((e) => e.and(words.map((word) => holdsWord(e as unknown as Tables, word))))
    .select('audit_event.sequence')
    .orderBy('audit_event.sequence', 'desc')
    .execute();
  const behind = all.filter(({ sequence }) => before === null || Number(sequence) < before);
  return { counted: all.length, found: behind.slice(0, limit + 1) };
}

/** Ids of people who were given by username or id: events are then found by id alone. */
async function idsOf(queries: Queries, given: readonly string[]): Promise<readonly string[]> {
  const lower = given.map((each) => each.toLowerCase());
  const rows = await queries
    .selectFrom('person')
    .where((e) => e.or([e('username', 'in', lower), e('id', 'in', lower)]))
    .select('id')
    .execute();
  return rows.map((row) => row.id);
}

type Tables = ExpressionBuilder<
  Schema & { doer: Schema['person']; about: Schema['person'] },
  'audit_event' | 'doer' | 'about'
>;

function holdsWord(e: Tables, word: string) {
  return e.or([
    holdsText(e.ref('audit_event.type'), word),
    holdsText(e.ref('audit_event.code'), word),
    holdsText(e.ref('doer.display_name'), word),
    holdsText(e.ref('doer.username'), word),
    holdsText(e.ref('about.display_name'), word),
    holdsText(e.ref('about.username'), word),
    e('audit_event.id', '=', word.toLowerCase()),
    e('audit_event.request_id', '=', word),
    e('audit_event.address', '=', word),
    e('audit_event.credential_id', '=', word),
  ]);
}

function joined(queries: Queries) {
  return queries
    .selectFrom('audit_event')
    .leftJoin('person as doer', 'doer.id', 'audit_event.actor_id')
    .leftJoin('person as about', 'about.id', 'audit_event.subject_id');
}

const columns = [
  'audit_event.id',
  'audit_event.sequence',
  'audit_event.at',
  'audit_event.type',
  'audit_event.outcome',
  'audit_event.code',
  'audit_event.actor_kind',
  'audit_event.actor_id',
  'audit_event.subject_id',
  'audit_event.credential_id',
  'audit_event.address',
  'audit_event.origin',
  'audit_event.user_agent',
  'audit_event.request_id',
  'audit_event.policy_digest',
  'audit_event.detail',
  'doer.display_name as actor_name',
  'about.display_name as subject_name',
] as const;

export async function findEvent(queries: Queries, id: string): Promise<StoredEvent | null> {
  const row = await joined(queries).where('audit_event.id', '=', id).select(columns).executeTakeFirst();
  return row === undefined ? null : eventOf(row);
}

type Row = Omit<Schema['audit_event'], 'sequence'> & {
  sequence: number;
  actor_name: string | null;
  subject_name: string | null;
};

function eventOf(row: Row): StoredEvent {
  return {
    id: row.id,
    sequence: Number(row.sequence),
    at: instant(row.at),
    type: row.type,
    outcome: row.outcome,
    code: row.code,
    actor: actorOf(row),
    subject: row.subject_id === null ? null : { id: row.subject_id, name: row.subject_name ?? row.subject_id },
    credentialId: row.credential_id,
    address: row.address,
    origin: row.origin,
    userAgent: row.user_agent,
    requestId: row.request_id,
    policyDigest: row.policy_digest,
    detail: JSON.parse(row.detail) as Record<string, unknown>,
  };
}

function actorOf({ actor_kind, actor_id, actor_name }: Row): Party {
  switch (actor_kind) {
    case 'person':
      return { id: actor_id, name: actor_name ?? actor_id ?? 'somebody' };
    case 'system':
      return { id: null, name: 'System' };
    case 'cli':
      return { id: null, name: 'Command line' };
    default:
      return null;
  }
}
