import { type Instant, instant } from '@holdfast/kernel';
import type { CredentialFacts } from '@holdfast/webauthn';
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
