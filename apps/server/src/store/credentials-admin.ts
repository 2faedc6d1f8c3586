import { createHash } from 'node:crypto';
import { type CredentialId, type Instant, instant, type PersonId } from '@holdfast/kernel';
import type { Assessment, CredentialClass } from '@holdfast/trust';
import type { CredentialFacts } from '@holdfast/webauthn';
import type { ExpressionBuilder } from 'kysely';
import type { CredentialStatus, StatusCause } from './credentials.ts';
import type { Queries } from './database.ts';
import { assessmentOf } from './judgements.ts';
import { countSome, type PageRequest, pageOf, type StoredPage } from './page.ts';
import type { Schema } from './schema.ts';
import { holdsText } from './text-search.ts';

/** A passkey as administrators see it. */
export type CredentialSummary = {
  readonly id: CredentialId;
  readonly person: { readonly id: PersonId; readonly username: string; readonly displayName: string };
  readonly name: string;
  readonly class: CredentialClass;
  readonly evidence: 'attested' | 'claimed';
  readonly model: string | null;
  readonly aaguid: string;
  readonly status: CredentialStatus;
  readonly statusReason: string;
  readonly statusCause: StatusCause;
  readonly tier: number;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
};

export type CredentialFilters = {
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
  wanted: CredentialFilters,
  { after, limit }: PageRequest<readonly [createdAt: number, id: string]>,
): Promise<StoredPage<CredentialSummary>> {
  const alternatives = alternativesOf(wanted);
  const counted = await countSome(
    queries,
    anyOf(queries, alternatives, (each) => matching(queries, each)),
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
  const shown = found.slice(0, limit).map(({ id }) => id);
  const rows =
    shown.length === 0 ? [] : await described(queries).where('credential.id', 'in', shown).select(columns).execute();
  const byId = new Map(rows.map((row) => [row.id, summaryOf(row)]));
  const summaries = shown.flatMap((id) => byId.get(id) ?? []);
  return pageOf(found, limit, counted, (row) => [row.created_at, row.id], summaries);
}

type Alternative = { readonly words: readonly string[]; readonly filters: CredentialFilters['filters'] };

/** Beyond it the alternatives of one filter stay together, and are looked for more slowly. */
const ALTERNATIVES_MAX = 12;

/**
 * One for each choice of values: rows that have one of two values are not in the order of any index, those that have one
 * value are.
 */
function alternativesOf({ words, filters }: CredentialFilters): readonly Alternative[] {
  let all: readonly CredentialFilters['filters'][] = [filters];
  for (const name of ['status', 'status_cause', 'class', 'evidence'] as const) {
    const values = filters[name];
    if (values === undefined || values.length * all.length > ALTERNATIVES_MAX) continue;
    all = all.flatMap((each) => [...new Set(values)].map((value) => ({ ...each, [name]: [value] })));
  }
  return all.map((each) => ({ words, filters: each }));
}

function matching(queries: Queries, wanted: Alternative) {
  return queries.selectFrom('credential').where(matches(wanted)).select(['id', 'created_at']);
}

type Places = ReturnType<typeof matching>;

function anyOf(queries: Queries, alternatives: readonly Alternative[], rowsOf: (each: Alternative) => Places) {
  const [first, ...rest] = alternatives.map((each) => queries.selectFrom(rowsOf(each).as('some')).selectAll());
  if (first === undefined) throw new Error('there is always one alternative');
  const all = rest.reduce((sum, each) => sum.unionAll(each), first);
  return queries.selectFrom(all.as('places')).select(['id', 'created_at']);
}

type Filter = keyof CredentialFilters['filters'];

/**
 * The filter that leaves the fewest: the one whose index is to be used. Without telling, SQLite takes any of them, and may
 * walk through a million active passkeys for the ten that are quarantined.
 */
function leadOf({ filters }: Alternative): Filter | undefined {
  const isRare: Readonly<Record<Filter, boolean>> = {
    person: filters.person !== undefined,
    status: filters.status?.some((status) => status === 'active' || status === 'revoked') === false,
    status_cause: filters.status_cause?.includes('registered') === false,
    model: filters.model?.every((model) => aaguidText.test(model)) === true,
    class: filters.class !== undefined,
    evidence: filters.evidence !== undefined,
  };
  return (Object.keys(isRare) as Filter[]).find((filter) => isRare[filter]);
}

function matches(wanted: Alternative) {
  const { words, filters } = wanted;
  const lead = leadOf(wanted);
  return (e: ExpressionBuilder<Schema, 'credential'>) => {
    const among = (filter: 'status' | 'status_cause' | 'class' | 'evidence') => {
      const values = filters[filter];
      if (values === undefined) return [];
      const column = e.ref(`credential.${filter}`);
      // No index has the column once it is part of an expression.
      const compared = lead === undefined || lead === filter ? column : e.fn.coalesce(column, e.val(''));
      return [e(compared, 'in', values as 'active'[])];
    };
    return e.and([
      ...words.map((word) =>
        e.or([
          holdsText(e.ref('credential.name'), word),
          hasModelLike(e, word),
          hasPersonLike(e, word),
          e('credential.id', '=', word),
          e('credential.aaguid', '=', word.toLowerCase()),
        ]),
      ),
      ...among('status'),
      ...among('status_cause'),
      ...among('class'),
      ...among('evidence'),
      ...(filters.model === undefined ? [] : [e.or(filters.model.map((model) => isModel(e, model)))]),
      ...(filters.person === undefined ? [] : [isPerson(e, filters.person)]),
    ]);
  };
}

const aaguidText = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Nobody names a model like an AAGUID. */
function isModel(e: ExpressionBuilder<Schema, 'credential'>, model: string) {
  return aaguidText.test(model) ? e('credential.aaguid', '=', model.toLowerCase()) : hasModelLike(e, model);
}

/** Names of models are few: those that match are found first, then the passkeys of their judgements. */
function hasModelLike(e: ExpressionBuilder<Schema, 'credential'>, text: string) {
  const named = e
    .selectFrom('judgement')
    .innerJoin('credential_facts', 'credential_facts.digest', 'judgement.facts_digest')
    .where((f) => holdsText(f.ref('credential_facts.model_name'), text))
    .select('judgement.id');
  return e('credential.judgement_id', 'in', named);
}

function hasPersonLike(e: ExpressionBuilder<Schema, 'credential'>, text: string) {
  const named = e
    .selectFrom('person')
    .where((p) => p.or([holdsText(p.ref('person.display_name'), text), holdsText(p.ref('person.username'), text)]))
    .select('person.id');
  return e('credential.person_id', 'in', named);
}

function isPerson(e: ExpressionBuilder<Schema, 'credential'>, people: readonly string[]) {
  const lower = people.map((person) => person.toLowerCase());
  const meant = e
    .selectFrom('person')
    .where((p) => p.or([p('person.username', 'in', lower), p('person.id', 'in', lower)]))
    .select('person.id');
  return e('credential.person_id', 'in', meant);
}

function joined(queries: Queries) {
  return queries.selectFrom('credential').innerJoin('person', 'person.id', 'credential.person_id');
}

/** With its judgement and facts, which the summary of a passkey needs and counting does not. */
function described(queries: Queries) {
  return joined(queries)
    .innerJoin('judgement', 'judgement.id', 'credential.judgement_id')
    .innerJoin('credential_facts', 'credential_facts.digest', 'judgement.facts_digest');
}

const columns = [
  'credential.id',
  'credential.person_id',
  'credential.name',
  'credential.class',
  'credential.evidence',
  'credential_facts.model_name',
  'credential.aaguid',
  'credential.status',
  'credential.status_reason',
  'credential.status_cause',
  'credential.tier',
  'credential.created_at',
  'credential.last_used_at',
  'person.username',
  'person.display_name',
] as const;

type Row = Pick<
  Schema['credential'],
  | 'id'
  | 'person_id'
  | 'name'
  | 'class'
  | 'evidence'
  | 'aaguid'
  | 'status'
  | 'status_reason'
  | 'status_cause'
  | 'tier'
  | 'created_at'
  | 'last_used_at'
> &
  Pick<Schema['person'], 'username' | 'display_name'> &
  Pick<Schema['credential_facts'], 'model_name'>;

function summaryOf(row: Row): CredentialSummary {
  return {
    id: row.id as CredentialId,
    person: { id: row.person_id as PersonId, username: row.username, displayName: row.display_name },
    name: row.name,
    class: row.class as CredentialClass,
    evidence: row.evidence,
    model: row.model_name,
    aaguid: row.aaguid,
    status: row.status,
    statusReason: row.status_reason,
    statusCause: row.status_cause,
    tier: row.tier,
    createdAt: instant(row.created_at),
    lastUsedAt: row.last_used_at === null ? null : instant(row.last_used_at),
  };
}

export async function findCredentialSummary(queries: Queries, id: string): Promise<CredentialSummary | null> {
  const row = await described(queries).where('credential.id', '=', id).select(columns).executeTakeFirst();
  return row === undefined ? null : summaryOf(row);
}

/** Everything that is kept about a passkey, its evidence as digests. */
export type CredentialDetail = {
  readonly summary: CredentialSummary;
  readonly signCount: number;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly facts: CredentialFacts;
  readonly factsDigest: string;
  readonly assessment: Assessment;
  /** SHA-256 of the stored bytes, hex. */
  readonly evidence: { readonly attestationObject: string; readonly clientDataJSON: string };
};

export async function findCredentialDetail(queries: Queries, id: string): Promise<CredentialDetail | null> {
  const row = await described(queries)
    .innerJoin('credential_evidence', 'credential_evidence.credential_id', 'credential.id')
    .where('credential.id', '=', id)
    .select(columns)
    .select([
      'credential.sign_count',
      'credential.backup_eligible',
      'credential.backed_up',
      'judgement.facts_digest',
      'credential_facts.assessment',
      'credential_facts.facts',
      'credential_evidence.attestation_object',
      'credential_evidence.client_data_json',
    ])
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    summary: summaryOf(row),
    signCount: row.sign_count,
    backupEligible: row.backup_eligible === 1,
    backedUp: row.backed_up === 1,
    facts: JSON.parse(row.facts) as CredentialFacts,
    factsDigest: row.facts_digest,
    assessment: assessmentOf(row.assessment),
    evidence: { attestationObject: sha256(row.attestation_object), clientDataJSON: sha256(row.client_data_json) },
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export async function countSessionsOfCredential(queries: Queries, id: CredentialId, at: Instant): Promise<number> {
  // Sessions are indexed by their person.
  const owner = queries.selectFrom('credential').select('person_id').where('id', '=', id);
  const row = await queries
    .selectFrom('session')
    .where('person_id', '=', owner)
    .where('credential_id', '=', id)
    .where('ends_at', '>', at)
    .select((e) => e.fn.countAll<number>().as('open'))
    .executeTakeFirstOrThrow();
  return Number(row.open);
}
