-- What all migrations together give. Generated; do not edit.

create table "audience" (
  id character varying(22) not null,
  groups text not null,
  constraint audience_pkey PRIMARY KEY (id)
);

create table "audit_event" (
  sequence bigint not null,
  id character varying(36) not null,
  at bigint not null,
  type text not null,
  outcome text not null,
  code text,
  actor_kind text not null,
  actor_id character varying(36),
  subject_id character varying(36),
  credential_id text,
  address text,
  origin text,
  user_agent text,
  request_id text,
  policy_digest text,
  detail text not null,
  constraint audit_event_id_unique UNIQUE (id),
  constraint audit_event_outcome_known CHECK ((outcome = ANY (ARRAY['success'::text, 'refused'::text, 'failed'::text]))),
  constraint audit_event_pkey PRIMARY KEY (sequence)
);

CREATE INDEX audit_event_by_code ON audit_event USING btree (code, sequence) WHERE (code IS NOT NULL);

CREATE INDEX audit_event_by_doer ON audit_event USING btree (actor_id, sequence) WHERE ((subject_id IS NULL) OR ((actor_id)::text <> (subject_id)::text));

CREATE INDEX audit_event_by_subject ON audit_event USING btree (subject_id, sequence);

CREATE INDEX audit_event_by_time ON audit_event USING btree (at);

CREATE INDEX audit_event_by_type ON audit_event USING btree (type, sequence);

CREATE INDEX audit_event_refused ON audit_event USING btree (sequence) WHERE (outcome <> 'success'::text);

create table "credential" (
  id text not null,
  person_id character varying(36) not null,
  name text not null,
  public_key_spki bytea not null,
  public_key_cose bytea not null,
  algorithm integer not null,
  sign_count bigint not null,
  backup_eligible integer not null,
  backed_up integer not null,
  transports text not null,
  status text not null,
  status_reason text not null,
  status_cause text not null,
  class text not null,
  evidence text not null,
  aaguid character varying(36) not null,
  tier integer not null,
  judgement_id character varying(22) not null,
  created_at bigint not null,
  last_used_at bigint,
  revoked_at bigint,
  constraint credential_judgement_id_fkey FOREIGN KEY (judgement_id) REFERENCES judgement(id),
  constraint credential_not_backed_up_unless_eligible CHECK (((backed_up = 0) OR (backup_eligible = 1))),
  constraint credential_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint credential_pkey PRIMARY KEY (id),
  constraint credential_status_cause_known CHECK ((status_cause = ANY (ARRAY['registered'::text, 'judged'::text, 'alarm'::text, 'administrator'::text, 'person'::text]))),
  constraint credential_status_known CHECK ((status = ANY (ARRAY['pending'::text, 'active'::text, 'quarantined'::text, 'revoked'::text])))
);

CREATE INDEX credential_by_aaguid ON credential USING btree (aaguid, status, evidence, created_at, id);

CREATE INDEX credential_by_age ON credential USING btree (created_at, id);

CREATE INDEX credential_by_cause ON credential USING btree (status_cause, created_at, id);

CREATE INDEX credential_by_judgement ON credential USING btree (judgement_id, id, status);

CREATE INDEX credential_by_person ON credential USING btree (person_id, judgement_id, status, status_cause, id, evidence);

CREATE INDEX credential_by_state ON credential USING btree (status, class, evidence, created_at, id);

create table "credential_evidence" (
  credential_id text not null,
  attestation_object bytea not null,
  client_data_json bytea not null,
  rp_id text not null,
  origin text not null,
  address text not null,
  received_at bigint not null,
  constraint credential_evidence_credential_id_fkey FOREIGN KEY (credential_id) REFERENCES credential(id),
  constraint credential_evidence_pkey PRIMARY KEY (credential_id)
);

create table "credential_facts" (
  digest character varying(64) not null,
  first_seen_at bigint not null,
  class text not null,
  evidence text not null,
  model_name text,
  assessment_digest character varying(64) not null,
  trust_digest character varying(64) not null,
  facts text not null,
  assessment text not null,
  aaguid character varying(36) not null,
  constraint credential_facts_pkey PRIMARY KEY (digest)
);

CREATE INDEX facts_by_trust ON credential_facts USING btree (trust_digest);

create table "figures" (
  name character varying(40) not null,
  value text not null,
  as_of bigint,
  lease_owner character varying(36),
  lease_until bigint not null,
  constraint figures_pkey PRIMARY KEY (name)
);

create table "group" (
  id character varying(36) not null,
  name text not null,
  description text not null,
  created_at bigint not null,
  members integer not null,
  constraint group_name_unique UNIQUE (name),
  constraint group_pkey PRIMARY KEY (id)
);

create table "group_member" (
  group_id character varying(36) not null,
  person_id character varying(36) not null,
  added_at bigint not null,
  constraint group_member_group_id_fkey FOREIGN KEY (group_id) REFERENCES "group"(id),
  constraint group_member_key PRIMARY KEY (group_id, person_id),
  constraint group_member_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);

CREATE INDEX group_member_by_person ON group_member USING btree (person_id);

create table "impact_person" (
  job_id character varying(36) not null,
  list text not null,
  person_id character varying(36) not null,
  constraint impact_person_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id),
  constraint impact_person_key PRIMARY KEY (job_id, list, person_id),
  constraint impact_person_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);

create table "installation" (
  key character varying(64) not null,
  value text not null,
  constraint installation_pkey PRIMARY KEY (key)
);

create table "invitation" (
  id character varying(36) not null,
  person_id character varying(36) not null,
  token_hash text not null,
  created_by character varying(36),
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint,
  withdrawn_at bigint,
  constraint invitation_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id),
  constraint invitation_ends_once CHECK (((used_at IS NULL) OR (withdrawn_at IS NULL))),
  constraint invitation_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint invitation_pkey PRIMARY KEY (id),
  constraint invitation_token_unique UNIQUE (token_hash)
);

CREATE INDEX invitation_by_age ON invitation USING btree (created_at, id);

CREATE INDEX invitation_by_person ON invitation USING btree (person_id);

create table "job" (
  id character varying(36) not null,
  kind text not null,
  state text not null,
  cause text not null,
  input text not null,
  result text not null,
  phase text not null,
  done bigint not null,
  total bigint not null,
  cursor text not null,
  requested_by character varying(36),
  created_at bigint not null,
  started_at bigint,
  finished_at bigint,
  lease_owner character varying(36),
  lease_until bigint not null,
  constraint job_pkey PRIMARY KEY (id),
  constraint job_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text, 'superseded'::text])))
);

CREATE INDEX job_by_kind ON job USING btree (kind, id);

CREATE INDEX job_by_state ON job USING btree (state, id);

create table "judgement" (
  id character varying(22) not null,
  facts_digest character varying(64) not null,
  audience_id character varying(22) not null,
  outcome text not null,
  tier integer not null,
  wanted_status text not null,
  reason text not null,
  cause text,
  monitored integer not null,
  policy_digest character varying(64) not null,
  trust_digest character varying(64) not null,
  dirty integer not null,
  verdict text not null,
  constraint judgement_audience_id_fkey FOREIGN KEY (audience_id) REFERENCES audience(id),
  constraint judgement_facts_digest_fkey FOREIGN KEY (facts_digest) REFERENCES credential_facts(digest),
  constraint judgement_pkey PRIMARY KEY (id),
  constraint judgement_wanted_status_known CHECK ((wanted_status = ANY (ARRAY['active'::text, 'quarantined'::text])))
);

CREATE INDEX judgement_by_dirt ON judgement USING btree (dirty, id);

CREATE INDEX judgement_by_facts ON judgement USING btree (facts_digest, id);

CREATE INDEX judgement_by_policy ON judgement USING btree (policy_digest);

CREATE INDEX judgement_by_trust ON judgement USING btree (trust_digest);

create table "named_group" (
  name text not null,
  settled integer not null,
  constraint named_group_pkey PRIMARY KEY (name)
);

create table "person" (
  id character varying(36) not null,
  username text not null,
  display_name text not null,
  email text,
  user_handle text not null,
  status text not null,
  audience_id character varying(22) not null,
  enrolled_at bigint,
  created_at bigint not null,
  updated_at bigint not null,
  last_sign_in_at bigint,
  group_names text not null,
  words text not null,
  constraint person_audience_id_fkey FOREIGN KEY (audience_id) REFERENCES audience(id),
  constraint person_pkey PRIMARY KEY (id),
  constraint person_status_known CHECK ((status = ANY (ARRAY['invited'::text, 'active'::text, 'disabled'::text]))),
  constraint person_user_handle_unique UNIQUE (user_handle),
  constraint person_username_unique UNIQUE (username)
);

CREATE INDEX person_by_name ON person USING btree (display_name, id);

CREATE INDEX person_by_status ON person USING btree (status, display_name, id);

create table "person_role" (
  person_id character varying(36) not null,
  role text not null,
  constraint person_role_key PRIMARY KEY (person_id, role),
  constraint person_role_known CHECK ((role = ANY (ARRAY['owner'::text, 'administrator'::text, 'help_desk'::text, 'approver'::text, 'auditor'::text]))),
  constraint person_role_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);

CREATE INDEX person_role_by_role ON person_role USING btree (role, person_id);

create table "person_word" (
  word text not null,
  person_id character varying(36) not null,
  constraint person_word_key PRIMARY KEY (word, person_id),
  constraint person_word_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);

create table "policy_proposal" (
  id character varying(36) not null,
  source text not null,
  digest character varying(64) not null,
  base_version integer not null,
  note text not null,
  force integer not null,
  proposed_via text not null,
  proposed_by character varying(36),
  proposed_at bigint not null,
  expires_at bigint not null,
  state text not null,
  decided_by character varying(36),
  decided_at bigint,
  decision_note text,
  version integer,
  constraint policy_proposal_base_version_fkey FOREIGN KEY (base_version) REFERENCES policy_version(version),
  constraint policy_proposal_by_person CHECK (((proposed_via = 'person'::text) = (proposed_by IS NOT NULL))),
  constraint policy_proposal_closed_once CHECK (((state = 'open'::text) = (decided_at IS NULL))),
  constraint policy_proposal_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES person(id),
  constraint policy_proposal_pkey PRIMARY KEY (id),
  constraint policy_proposal_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES person(id),
  constraint policy_proposal_second_person CHECK (((state <> 'applied'::text) OR ((decided_by IS NOT NULL) AND (version IS NOT NULL) AND ((proposed_by IS NULL) OR ((proposed_by)::text <> (decided_by)::text))))),
  constraint policy_proposal_state_known CHECK ((state = ANY (ARRAY['open'::text, 'applied'::text, 'rejected'::text, 'withdrawn'::text, 'expired'::text, 'outdated'::text]))),
  constraint policy_proposal_version_fkey FOREIGN KEY (version) REFERENCES policy_version(version),
  constraint policy_proposal_via_known CHECK ((proposed_via = ANY (ARRAY['person'::text, 'cli'::text, 'start'::text])))
);

CREATE INDEX policy_proposal_by_age ON policy_proposal USING btree (proposed_at, id);

create table "policy_version" (
  version integer not null,
  digest character varying(64) not null,
  source text not null,
  origin text not null,
  applied_at bigint not null,
  applied_by text not null,
  note text,
  proposal_id character varying(36),
  constraint policy_version_pkey PRIMARY KEY (version),
  constraint policy_version_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES policy_proposal(id)
);

create table "rate_limit" (
  key character varying(160) not null,
  window_ends_at bigint not null,
  count integer not null,
  constraint rate_limit_pkey PRIMARY KEY (key)
);

CREATE INDEX rate_limit_by_end ON rate_limit USING btree (window_ends_at);

create table "session" (
  id character varying(36) not null,
  token_hash character varying(64) not null,
  person_id character varying(36) not null,
  credential_id text not null,
  created_at bigint not null,
  last_seen_at bigint not null,
  asserted_at bigint not null,
  idle_ms bigint not null,
  ends_at bigint not null,
  address text not null,
  user_agent text not null,
  asserted_with text,
  asserted_group character varying(64),
  constraint session_credential_id_fkey FOREIGN KEY (credential_id) REFERENCES credential(id),
  constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_unique UNIQUE (token_hash)
);

CREATE INDEX session_by_end ON session USING btree (ends_at);

CREATE INDEX session_by_person ON session USING btree (person_id);

create table "sign_in_count" (
  slot integer not null,
  succeeded integer not null,
  refused integer not null,
  constraint sign_in_count_pkey PRIMARY KEY (slot)
);

create table "spent_challenge" (
  digest character varying(64) not null,
  expires_at bigint not null,
  constraint spent_challenge_key PRIMARY KEY (expires_at, digest)
);

create table "trust_current" (
  kind character varying(32) not null,
  document_id character varying(36) not null,
  stale_since bigint,
  constraint trust_current_document_id_fkey FOREIGN KEY (document_id) REFERENCES trust_document(id),
  constraint trust_current_pkey PRIMARY KEY (kind)
);

create table "trust_document" (
  id character varying(36) not null,
  kind text not null,
  digest character varying(64) not null,
  arrived_at bigint not null,
  number bigint,
  made_at bigint,
  next_update_at bigint,
  size_bytes integer,
  entries integer,
  source text,
  by_person_id character varying(36),
  origin text not null,
  heading text not null,
  constraint trust_document_pkey PRIMARY KEY (id)
);

CREATE INDEX trust_document_by_kind ON trust_document USING btree (kind, id);

create table "trust_document_body" (
  document_id character varying(36) not null,
  body text not null,
  reading text,
  constraint trust_document_body_document_id_fkey FOREIGN KEY (document_id) REFERENCES trust_document(id),
  constraint trust_document_body_pkey PRIMARY KEY (document_id)
);

create table "trust_group_key" (
  digest character varying(64) not null,
  credential_id text not null,
  public_key bytea not null,
  status text not null,
  first_used_at bigint not null,
  last_used_at bigint not null,
  address text not null,
  user_agent text not null,
  constraint trust_group_key_credential_id_fkey FOREIGN KEY (credential_id) REFERENCES credential(id),
  constraint trust_group_key_pkey PRIMARY KEY (digest),
  constraint trust_group_key_status_known CHECK ((status = ANY (ARRAY['known'::text, 'waiting'::text])))
);

CREATE INDEX trust_group_key_by_credential ON trust_group_key USING btree (credential_id);

create table "trust_icon" (
  model_key character varying(64) not null,
  icon text not null,
  constraint trust_icon_pkey PRIMARY KEY (model_key)
);

create table "trust_source" (
  name character varying(32) not null,
  url text not null,
  state text not null,
  last_attempt_at bigint,
  last_success_at bigint,
  last_outcome text,
  last_message text,
  next_attempt_at bigint not null,
  etag text,
  failures integer not null,
  lease_owner character varying(36),
  lease_until bigint,
  constraint trust_source_pkey PRIMARY KEY (name),
  constraint trust_source_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'current'::text, 'unreachable'::text, 'untrusted'::text])))
);
