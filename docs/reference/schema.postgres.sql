-- What all migrations together give. Generated; do not edit.

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

CREATE INDEX audit_event_by_subject ON audit_event USING btree (subject_id, sequence);

CREATE INDEX audit_event_by_time ON audit_event USING btree (at);

CREATE INDEX audit_event_by_type ON audit_event USING btree (type, sequence);

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
  class text not null,
  evidence text not null,
  model_name text,
  aaguid character varying(36) not null,
  tier integer not null,
  assessment text not null,
  verdict text not null,
  policy_digest character varying(64) not null,
  facts_digest character varying(64) not null,
  created_at bigint not null,
  last_used_at bigint,
  revoked_at bigint,
  constraint credential_facts_digest_fkey FOREIGN KEY (facts_digest) REFERENCES credential_facts(digest),
  constraint credential_not_backed_up_unless_eligible CHECK (((backed_up = 0) OR (backup_eligible = 1))),
  constraint credential_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint credential_pkey PRIMARY KEY (id),
  constraint credential_status_known CHECK ((status = ANY (ARRAY['pending'::text, 'active'::text, 'quarantined'::text, 'revoked'::text])))
);

CREATE INDEX credential_by_age ON credential USING btree (created_at, id);

CREATE INDEX credential_by_facts ON credential USING btree (facts_digest);

CREATE INDEX credential_by_person ON credential USING btree (person_id);

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
  facts text not null,
  first_seen_at bigint not null,
  constraint credential_facts_pkey PRIMARY KEY (digest)
);

create table "group" (
  id character varying(36) not null,
  name text not null,
  description text not null,
  created_at bigint not null,
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

create table "person" (
  id character varying(36) not null,
  username text not null,
  display_name text not null,
  email text,
  user_handle text not null,
  status text not null,
  enrolled_at bigint,
  created_at bigint not null,
  updated_at bigint not null,
  last_sign_in_at bigint,
  constraint person_pkey PRIMARY KEY (id),
  constraint person_status_known CHECK ((status = ANY (ARRAY['invited'::text, 'active'::text, 'disabled'::text]))),
  constraint person_user_handle_unique UNIQUE (user_handle),
  constraint person_username_unique UNIQUE (username)
);

CREATE INDEX person_by_name ON person USING btree (display_name, id);

create table "person_role" (
  person_id character varying(36) not null,
  role text not null,
  constraint person_role_key PRIMARY KEY (person_id, role),
  constraint person_role_known CHECK ((role = ANY (ARRAY['owner'::text, 'administrator'::text, 'help_desk'::text, 'approver'::text, 'auditor'::text]))),
  constraint person_role_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);

create table "policy_version" (
  version integer not null,
  digest character varying(64) not null,
  source text not null,
  origin text not null,
  applied_at bigint not null,
  applied_by text not null,
  constraint policy_version_pkey PRIMARY KEY (version)
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
  constraint session_credential_id_fkey FOREIGN KEY (credential_id) REFERENCES credential(id),
  constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_unique UNIQUE (token_hash)
);

CREATE INDEX session_by_end ON session USING btree (ends_at);

CREATE INDEX session_by_person ON session USING btree (person_id);

create table "spent_challenge" (
  digest character varying(64) not null,
  expires_at bigint not null,
  constraint spent_challenge_pkey PRIMARY KEY (digest)
);

CREATE INDEX spent_challenge_by_end ON spent_challenge USING btree (expires_at);

create table "trust_document" (
  id character varying(36) not null,
  kind text not null,
  digest character varying(64) not null,
  body text not null,
  arrived_at bigint not null,
  constraint trust_document_pkey PRIMARY KEY (id)
);
