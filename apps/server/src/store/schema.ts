import type { Generated } from 'kysely';

/**
 * Rows as the database holds them, on both dialects: times are integer milliseconds UTC, truth values 0 or 1, lists and
 * records JSON text, secrets SHA-256 digests (hex). Row types do not leave `store/`.
 */
export type Schema = {
  person: PersonTable;
  person_role: { person_id: string; role: string };
  person_word: { word: string; person_id: string };
  group: { id: string; name: string; description: string; created_at: number; members: Generated<number> };
  group_member: { group_id: string; person_id: string; added_at: number };
  audience: { id: string; groups: string };
  named_group: { name: string; settled: Truth };
  figures: FiguresTable;
  sign_in_count: { slot: number; succeeded: number; refused: number };
  credential: CredentialTable;
  credential_evidence: CredentialEvidenceTable;
  credential_facts: CredentialFactsTable;
  judgement: JudgementTable;
  job: JobTable;
  invitation: InvitationTable;
  session: SessionTable;
  spent_challenge: { digest: string; expires_at: number };
  rate_limit: { key: string; window_ends_at: number; count: number };
  policy_version: PolicyVersionTable;
  policy_proposal: PolicyProposalTable;
  impact_person: { job_id: string; list: string; person_id: string };
  trust_document: TrustDocumentTable;
  trust_document_body: { document_id: string; body: string; reading: string | null };
  trust_current: { kind: string; document_id: string; stale_since: number | null };
  trust_source: TrustSourceTable;
  trust_group_key: TrustGroupKeyTable;
  trust_icon: { model_key: string; icon: string };
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
  /** Names of the groups they are in: `group_member` in one value, written in the same transaction. */
  group_names: Generated<string>;
  /** Those of them that a policy names or named. */
  audience_id: Generated<string>;
  /** The words of their names, each behind a space, as they are in `person_word`. */
  words: Generated<string>;
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
  /** Who or what gave it this status: judging again only brings back what judging set aside. */
  status_cause: 'registered' | 'judged' | 'alarm' | 'administrator' | 'person';
  /** With evidence and tier: copies of what its facts and its judgement say, for lists to filter by. */
  class: string;
  evidence: 'attested' | 'claimed';
  aaguid: string;
  tier: number;
  judgement_id: string;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
};

/** Facts that credentials share, and what they are worth under the trust data `trust_digest`. */
type CredentialFactsTable = {
  /** `judgingDigest` of packages/trust. */
  digest: string;
  facts: string;
  first_seen_at: number;
  /** With evidence, model name and AAGUID: copies of what the assessment says. */
  class: string;
  aaguid: Generated<string>;
  evidence: 'attested' | 'claimed';
  model_name: string | null;
  assessment: string;
  assessment_digest: string;
  trust_digest: string;
};

/** Facts for an audience: the verdict on every credential that shares both. */
type JudgementTable = {
  id: string;
  facts_digest: string;
  audience_id: string;
  outcome: 'accepted' | 'refused';
  tier: number;
  wanted_status: 'active' | 'quarantined';
  reason: string;
  /** The first rule that refuses; null when none does. */
  cause: string | null;
  verdict: string;
  /** Rules that fail in monitor mode. */
  monitored: number;
  policy_digest: string;
  trust_digest: string;
  /** Above 0 while its credentials may say something else than it does; grows with each reason to look at them. */
  dirty: number;
};

type JobTable = {
  id: string;
  kind: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'superseded';
  cause: string;
  input: string;
  result: string;
  phase: string;
  done: number;
  total: number;
  cursor: string;
  requested_by: string | null;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
  lease_owner: string | null;
  lease_until: number;
};

/** Numbers that are worked out in the background, by one node at a time. */
type FiguresTable = {
  name: 'people' | 'sign_ins';
  /** JSON; empty before the first time. */
  value: string;
  as_of: number | null;
  lease_owner: string | null;
  lease_until: number;
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
  /** The credential of that assertion and the digest of the trust group key that it showed. */
  asserted_with: string | null;
  asserted_group: string | null;
  idle_ms: number;
  ends_at: number;
  address: string;
  user_agent: string;
};

type TrustGroupKeyTable = {
  /** SHA-256 of the COSE_Key. */
  digest: string;
  credential_id: string;
  public_key: Uint8Array;
  status: 'known' | 'waiting';
  first_used_at: number;
  last_used_at: number;
  /** Where it was used first. */
  address: string;
  user_agent: string;
};

type PolicyVersionTable = {
  version: number;
  digest: string;
  source: string;
  /** `shipped`, `file`, `console` or `cli`. */
  origin: string;
  applied_at: number;
  applied_by: string;
  note: string | null;
  proposal_id: string | null;
};

type PolicyProposalTable = {
  id: string;
  source: string;
  digest: string;
  base_version: number;
  note: string;
  force: Truth;
  proposed_via: 'person' | 'cli' | 'start';
  proposed_by: string | null;
  proposed_at: number;
  expires_at: number;
  state: 'open' | 'applied' | 'rejected' | 'withdrawn' | 'expired' | 'outdated';
  decided_by: string | null;
  decided_at: number | null;
  decision_note: string | null;
  version: number | null;
};

type TrustDocumentTable = {
  id: string;
  kind: string;
  digest: string;
  arrived_at: number;
  /** `no` of a metadata BLOB. */
  number: number | null;
  made_at: number | null;
  next_update_at: number | null;
  size_bytes: number | null;
  entries: number | null;
  /** `fetched`, `imported`, `bundle` or `file`. */
  origin: string;
  /** Address, name of a file, or digest of the bundle that it came in. */
  source: string | null;
  by_person_id: string | null;
  heading: string;
};

type TrustSourceTable = {
  name: string;
  url: string;
  state: 'waiting' | 'current' | 'unreachable' | 'untrusted';
  last_attempt_at: number | null;
  last_success_at: number | null;
  /** A code of the catalogue of errors, or `unchanged` or `replaced`. */
  last_outcome: string | null;
  last_message: string | null;
  next_attempt_at: number;
  etag: string | null;
  failures: number;
  lease_owner: string | null;
  lease_until: number | null;
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
