import type { Generated } from 'kysely';

/**
 * Rows as the database holds them, on both dialects: times are integer milliseconds UTC, truth values 0 or 1, lists and
 * records JSON text, secrets SHA-256 digests (hex). Row types do not leave `store/`.
 */
export type Schema = {
  person: PersonTable;
  person_role: { person_id: string; role: string };
  group: { id: string; name: string; description: string; created_at: number };
  group_member: { group_id: string; person_id: string; added_at: number };
  credential: CredentialTable;
  credential_evidence: CredentialEvidenceTable;
  credential_facts: { digest: string; facts: string; first_seen_at: number };
  invitation: InvitationTable;
  session: SessionTable;
  spent_challenge: { digest: string; expires_at: number };
  rate_limit: { key: string; window_ends_at: number; count: number };
  policy_version: PolicyVersionTable;
  trust_document: TrustDocumentTable;
  audit_event: AuditEventTable;
  installation: { key: string; value: string };
};

type Truth = 0 | 1;

type PersonTable = {
  id: string;
  username: string;
  display_name: string;
  email: string | null;
  /** 64 random bytes without meaning, base64url; what authenticators keep as user.id. */
  user_handle: string;
  status: 'invited' | 'active' | 'disabled';
  /** When the first passkey was enrolled; an invitation is only for people in whom this is null. */
  enrolled_at: number | null;
  created_at: number;
  updated_at: number;
  last_sign_in_at: number | null;
};

type CredentialTable = {
  /** The authenticator's own id, base64url. */
  id: string;
  person_id: string;
  name: string;
  /** DER SubjectPublicKeyInfo: what node:crypto imports fastest. */
  public_key_spki: Uint8Array;
  /** COSE_Key as registered. */
  public_key_cose: Uint8Array;
  algorithm: number;
  sign_count: number;
  backup_eligible: Truth;
  backed_up: Truth;
  transports: string;
  status: 'pending' | 'active' | 'quarantined' | 'revoked';
  /** A sentence for people who ask why. */
  status_reason: string;
  class: string;
  evidence: 'attested' | 'claimed';
  model_name: string | null;
  aaguid: string;
  tier: number;
  assessment: string;
  verdict: string;
  policy_digest: string;
  facts_digest: string;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
};

type CredentialEvidenceTable = {
  credential_id: string;
  attestation_object: Uint8Array;
  client_data_json: Uint8Array;
  rp_id: string;
  origin: string;
  address: string;
  received_at: number;
};

type InvitationTable = {
  id: string;
  person_id: string;
  token_hash: string;
  /** Person who made it; null for the link printed on the server. */
  created_by: string | null;
  created_at: number;
  expires_at: number;
  used_at: number | null;
  withdrawn_at: number | null;
};

type SessionTable = {
  id: string;
  token_hash: string;
  person_id: string;
  credential_id: string;
  created_at: number;
  last_seen_at: number;
  /** The latest assertion of this person in this session. */
  asserted_at: number;
  idle_ms: number;
  ends_at: number;
  address: string;
  user_agent: string;
};

type PolicyVersionTable = {
  version: number;
  digest: string;
  source: string;
  /** `shipped` or `file`. */
  origin: string;
  applied_at: number;
  applied_by: string;
};

type TrustDocumentTable = {
  id: string;
  /** `local_models` today; BLOBs, status lists and anchors later. */
  kind: string;
  digest: string;
  body: string;
  arrived_at: number;
};

type AuditEventTable = {
  sequence: Generated<number>;
  id: string;
  at: number;
  type: string;
  outcome: 'success' | 'refused' | 'failed';
  code: string | null;
  actor_kind: 'person' | 'system' | 'cli' | 'anonymous';
  actor_id: string | null;
  subject_id: string | null;
  credential_id: string | null;
  address: string | null;
  origin: string | null;
  user_agent: string | null;
  request_id: string | null;
  policy_digest: string | null;
  detail: string;
};
