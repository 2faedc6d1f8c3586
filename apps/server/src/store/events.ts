import { type Instant, instant } from '@holdfast/kernel';
import type { ExpressionBuilder } from 'kysely';
import type { Queries } from './database.ts';
import { countSome, type PageRequest, pageOf, type StoredPage } from './page.ts';
import type { Schema } from './schema.ts';
import { holdsText, startsWithText } from './text-search.ts';

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

type Tables = ExpressionBuilder<
  Schema & { doer: Schema['person']; about: Schema['person'] },
  'audit_event' | 'doer' | 'about'
>;

/** Newest first. */
export async function listEvents(
  queries: Queries,
  wanted: EventFilters,
  { after, limit }: PageRequest<readonly [sequence: number]>,
): Promise<StoredPage<StoredEvent>> {
  const people = wanted.filters.person === undefined ? null : await idsOf(queries, wanted.filters.person);
  const all = joined(queries).where((e) => matches(e, wanted, people));
  const counted = await countSome(queries, all.select('audit_event.sequence'));
  let page = all.select(columns);
  if (after !== null) page = page.where('audit_event.sequence', '<', after[0]);
  const found = await page
    .orderBy('audit_event.sequence', 'desc')
    .limit(limit + 1)
    .execute();
  const rows = found.slice(0, limit).map(eventOf);
  return pageOf(found, limit, counted, (row) => [Number(row.sequence)], rows);
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

function matches(e: Tables, { words, filters, from, to }: EventFilters, people: readonly string[] | null) {
  const { type, outcome, code, credential, address } = filters;
  return e.and([
    ...words.map((word) => holdsWord(e, word)),
    ...(type === undefined ? [] : [e.or(type.map((each) => isType(e, each)))]),
    ...(outcome === undefined ? [] : [e('audit_event.outcome', 'in', outcome as 'success'[])]),
    ...(code === undefined ? [] : [e('audit_event.code', 'in', code)]),
    ...(people === null ? [] : [isAbout(e, people)]),
    ...(credential === undefined ? [] : [e('audit_event.credential_id', 'in', credential)]),
    ...(address === undefined ? [] : [e('audit_event.address', 'in', address)]),
    ...(from === undefined ? [] : [e('audit_event.at', '>=', from)]),
    ...(to === undefined ? [] : [e('audit_event.at', '<=', to)]),
  ]);
}

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

function isType(e: Tables, type: string) {
  return e.or([e('audit_event.type', '=', type), startsWithText(e.ref('audit_event.type'), `${type}.`)]);
}

function isAbout(e: Tables, people: readonly string[]) {
  if (people.length === 0) return e.lit(false);
  return e.or([e('audit_event.actor_id', 'in', people), e('audit_event.subject_id', 'in', people)]);
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
