import { type CredentialId, type Instant, instant, type PersonId } from '@holdfast/kernel';
import type { CredentialClass } from '@holdfast/trust';
import type { CredentialFacts } from '@holdfast/webauthn';
import type { CredentialStatus, StatusCause } from './credentials.ts';
import type { Queries } from './database.ts';

/** The bytes that prove a passkey, as they came, with where and when they came. */
export type StoredEvidence = {
  readonly facts: CredentialFacts;
  readonly attestationObject: Uint8Array;
  readonly clientDataJSON: Uint8Array;
  readonly rpId: string;
  readonly origin: string;
  readonly receivedAt: Instant;
};

/** Of a passkey in any state, revoked ones included. */
export async function findEvidence(queries: Queries, credentialId: string): Promise<StoredEvidence | null> {
  const row = await queries
    .selectFrom('credential')
    .innerJoin('credential_evidence', 'credential_evidence.credential_id', 'credential.id')
    .innerJoin('judgement', 'judgement.id', 'credential.judgement_id')
    .innerJoin('credential_facts', 'credential_facts.digest', 'judgement.facts_digest')
    .where('credential.id', '=', credentialId)
    .select([
      'credential_facts.facts',
      'credential_evidence.attestation_object',
      'credential_evidence.client_data_json',
      'credential_evidence.rp_id',
      'credential_evidence.origin',
      'credential_evidence.received_at',
    ])
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    facts: JSON.parse(row.facts) as CredentialFacts,
    attestationObject: row.attestation_object,
    clientDataJSON: row.client_data_json,
    rpId: row.rp_id,
    origin: row.origin,
    receivedAt: instant(row.received_at),
  };
}

/** Everything that is kept about a passkey, as evidence files tell it. */
export type PasskeyRecord = StoredEvidence & {
  readonly id: CredentialId;
  readonly personId: PersonId;
  readonly name: string;
  readonly status: CredentialStatus;
  readonly statusReason: string;
  readonly statusCause: StatusCause;
  readonly class: CredentialClass;
  readonly evidence: 'attested' | 'claimed';
  readonly aaguid: string;
  readonly tier: number;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
  readonly revokedAt: Instant | null;
  readonly publicKeyCose: Uint8Array;
  readonly signCount: number;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly address: string;
  readonly factsDigest: string;
  /** The judgement that was applied last. */
  readonly judgement: {
    readonly outcome: 'accepted' | 'refused';
    readonly tier: number;
    readonly reason: string;
    readonly cause: string | null;
    readonly policyDigest: string;
    readonly trustDigest: string;
    /** False while passkeys may not have followed it yet. */
    readonly isApplied: boolean;
  };
};

/** Every passkey that a person ever had, oldest first. */
export async function passkeyRecordsOfPerson(queries: Queries, personId: string): Promise<readonly PasskeyRecord[]> {
  const rows = await records(queries)
    .where('credential.person_id', '=', personId)
    .orderBy('credential.created_at')
    .orderBy('credential.id')
    .execute();
  return rows.map(recordOf);
}

export async function findPasskeyRecord(queries: Queries, credentialId: string): Promise<PasskeyRecord | null> {
  const row = await records(queries).where('credential.id', '=', credentialId).executeTakeFirst();
  return row === undefined ? null : recordOf(row);
}

function records(queries: Queries) {
  return queries
    .selectFrom('credential')
    .innerJoin('credential_evidence', 'credential_evidence.credential_id', 'credential.id')
    .innerJoin('judgement', 'judgement.id', 'credential.judgement_id')
    .innerJoin('credential_facts', 'credential_facts.digest', 'judgement.facts_digest')
    .selectAll('credential')
    .select([
      'credential_facts.facts',
      'credential_evidence.attestation_object',
      'credential_evidence.client_data_json',
      'credential_evidence.rp_id',
      'credential_evidence.origin',
      'credential_evidence.address',
      'credential_evidence.received_at',
      'judgement.facts_digest',
      'judgement.outcome as judged_outcome',
      'judgement.tier as judged_tier',
      'judgement.reason as judged_reason',
      'judgement.cause as judged_cause',
      'judgement.policy_digest',
      'judgement.trust_digest',
      'judgement.dirty',
    ]);
}

type RecordRow = Awaited<ReturnType<ReturnType<typeof records>['executeTakeFirstOrThrow']>>;

function recordOf(row: RecordRow): PasskeyRecord {
  return {
    id: row.id as CredentialId,
    personId: row.person_id as PersonId,
    name: row.name,
    status: row.status,
    statusReason: row.status_reason,
    statusCause: row.status_cause,
    class: row.class as CredentialClass,
    evidence: row.evidence,
    aaguid: row.aaguid,
    tier: row.tier,
    createdAt: instant(row.created_at),
    lastUsedAt: row.last_used_at === null ? null : instant(row.last_used_at),
    revokedAt: row.revoked_at === null ? null : instant(row.revoked_at),
    publicKeyCose: row.public_key_cose,
    signCount: row.sign_count,
    backupEligible: row.backup_eligible === 1,
    backedUp: row.backed_up === 1,
    facts: JSON.parse(row.facts) as CredentialFacts,
    attestationObject: row.attestation_object,
    clientDataJSON: row.client_data_json,
    rpId: row.rp_id,
    origin: row.origin,
    address: row.address,
    receivedAt: instant(row.received_at),
    factsDigest: row.facts_digest,
    judgement: {
      outcome: row.judged_outcome,
      tier: row.judged_tier,
      reason: row.judged_reason,
      cause: row.judged_cause,
      policyDigest: row.policy_digest,
      trustDigest: row.trust_digest,
      isApplied: row.dirty === 0,
    },
  };
}
