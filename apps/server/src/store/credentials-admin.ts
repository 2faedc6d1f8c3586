import { createHash } from 'node:crypto';
import { type CredentialId, type Instant, instant, type PersonId } from '@holdfast/kernel';
import type { Assessment, CredentialClass } from '@holdfast/trust';
import type { CredentialFacts } from '@holdfast/webauthn';
import type { CredentialStatus, StatusCause } from './credentials.ts';
import type { Queries } from './database.ts';
import { assessmentOf } from './judgements.ts';
import type { Schema } from './schema.ts';

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

/** In the order of `ids`; those that do not exist are left out. */
export async function credentialSummaries(
  queries: Queries,
  ids: readonly string[],
): Promise<readonly CredentialSummary[]> {
  if (ids.length === 0) return [];
  const rows = await described(queries).where('credential.id', 'in', ids).select(columns).execute();
  const byId = new Map(rows.map((row) => [row.id, summaryOf(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
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
