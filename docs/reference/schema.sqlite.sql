-- What all migrations together give. Generated; do not edit.

CREATE TABLE "audience" (
  "id" varchar(22) primary key,
  "groups" text not null
);

CREATE TABLE "audit_event" (
  "sequence" integer primary key autoincrement,
  "id" varchar(36) not null,
  "at" bigint not null,
  "type" text not null,
  "outcome" text not null,
  "code" text,
  "actor_kind" text not null,
  "actor_id" varchar(36),
  "subject_id" varchar(36),
  "credential_id" text,
  "address" text,
  "origin" text,
  "user_agent" text,
  "request_id" text,
  "policy_digest" text,
  "detail" text not null,
  constraint "audit_event_id_unique" unique ("id"),
  constraint "audit_event_outcome_known" check (outcome in ('success', 'refused', 'failed'))
);

CREATE INDEX "audit_event_by_code" on "audit_event" ("code", "sequence") where "code" is not null;

CREATE INDEX audit_event_by_doer on audit_event (actor_id, sequence)
    where (subject_id is null or actor_id <> subject_id);

CREATE INDEX "audit_event_by_subject" on "audit_event" ("subject_id", "sequence");

CREATE INDEX "audit_event_by_time" on "audit_event" ("at");

CREATE INDEX "audit_event_by_type" on "audit_event" ("type", "sequence");

CREATE INDEX "audit_event_refused" on "audit_event" ("sequence") where "outcome" <> 'success';

CREATE TABLE "credential" (
  "id" text primary key,
  "person_id" varchar(36) not null references "person" ("id"),
  "name" text not null,
  "public_key_spki" blob not null,
  "public_key_cose" blob not null,
  "algorithm" integer not null,
  "sign_count" bigint not null,
  "backup_eligible" integer not null,
  "backed_up" integer not null,
  "transports" text not null,
  "status" text not null,
  "status_reason" text not null,
  "status_cause" text not null,
  "class" text not null,
  "evidence" text not null,
  "aaguid" varchar(36) not null,
  "tier" integer not null,
  "judgement_id" varchar(22) not null references "judgement" ("id"),
  "created_at" bigint not null,
  "last_used_at" bigint,
  "revoked_at" bigint,
  constraint "credential_status_known" check (status in ('pending', 'active', 'quarantined', 'revoked')),
  constraint "credential_status_cause_known" check (status_cause in ('registered', 'judged', 'alarm', 'administrator', 'person')),
  constraint "credential_not_backed_up_unless_eligible" check (backed_up = 0 or backup_eligible = 1)
);

CREATE INDEX "credential_by_aaguid" on "credential" ("aaguid", "status", "evidence", "created_at", "id");

CREATE INDEX "credential_by_age" on "credential" ("created_at", "id");

CREATE INDEX "credential_by_cause" on "credential" ("status_cause", "created_at", "id");

CREATE INDEX "credential_by_judgement" on "credential" ("judgement_id", "id", "status");

CREATE INDEX "credential_by_person" on "credential" ("person_id", "judgement_id", "status", "status_cause", "id", "evidence");

CREATE INDEX "credential_by_state" on "credential" ("status", "class", "evidence", "created_at", "id");

CREATE TABLE "credential_evidence" (
  "credential_id" text primary key references "credential" ("id"),
  "attestation_object" blob not null,
  "client_data_json" blob not null,
  "rp_id" text not null,
  "origin" text not null,
  "address" text not null,
  "received_at" bigint not null
);

CREATE TABLE "credential_facts" (
  "digest" varchar(64) primary key,
  "first_seen_at" bigint not null,
  "class" text not null,
  "evidence" text not null,
  "model_name" text,
  "assessment_digest" varchar(64) not null,
  "trust_digest" varchar(64) not null,
  "facts" text not null,
  "assessment" text not null,
  "aaguid" varchar(36) default '' not null
);

CREATE INDEX "facts_by_trust" on "credential_facts" ("trust_digest");

CREATE TABLE "figures" (
  "name" varchar(40) primary key,
  "value" text not null,
  "as_of" bigint,
  "lease_owner" varchar(36),
  "lease_until" bigint not null
);

CREATE TABLE "group" (
  "id" varchar(36) primary key,
  "name" text not null,
  "description" text not null,
  "created_at" bigint not null,
  "members" integer default 0 not null,
  constraint "group_name_unique" unique ("name")
);

CREATE TABLE "group_member" (
  "group_id" varchar(36) not null references "group" ("id"),
  "person_id" varchar(36) not null references "person" ("id"),
  "added_at" bigint not null,
  constraint "group_member_key" primary key ("group_id", "person_id")
);

CREATE INDEX "group_member_by_person" on "group_member" ("person_id");

CREATE TABLE "impact_person" (
  "job_id" varchar(36) not null references "job" ("id"),
  "list" text not null,
  "person_id" varchar(36) not null references "person" ("id"),
  constraint "impact_person_key" primary key ("job_id", "list", "person_id")
);

CREATE TABLE "installation" (
  "key" varchar(64) primary key,
  "value" text not null
);

CREATE TABLE "invitation" (
  "id" varchar(36) primary key,
  "person_id" varchar(36) not null references "person" ("id"),
  "token_hash" text not null,
  "created_by" varchar(36) references "person" ("id"),
  "created_at" bigint not null,
  "expires_at" bigint not null,
  "used_at" bigint,
  "withdrawn_at" bigint,
  constraint "invitation_token_unique" unique ("token_hash"),
  constraint "invitation_ends_once" check (used_at is null or withdrawn_at is null)
);

CREATE INDEX "invitation_by_age" on "invitation" ("created_at", "id");

CREATE INDEX "invitation_by_person" on "invitation" ("person_id");

CREATE TABLE "job" (
  "id" varchar(36) primary key,
  "kind" text not null,
  "state" text not null,
  "cause" text not null,
  "input" text not null,
  "result" text not null,
  "phase" text not null,
  "done" bigint not null,
  "total" bigint not null,
  "cursor" text not null,
  "requested_by" varchar(36),
  "created_at" bigint not null,
  "started_at" bigint,
  "finished_at" bigint,
  "lease_owner" varchar(36),
  "lease_until" bigint not null,
  constraint "job_state_known" check (state in ('waiting', 'running', 'done', 'failed', 'cancelled', 'superseded'))
);

CREATE INDEX "job_by_kind" on "job" ("kind", "id");

CREATE INDEX "job_by_state" on "job" ("state", "id");

CREATE TABLE "judgement" (
  "id" varchar(22) primary key,
  "facts_digest" varchar(64) not null references "credential_facts" ("digest"),
  "audience_id" varchar(22) not null references "audience" ("id"),
  "outcome" text not null,
  "tier" integer not null,
  "wanted_status" text not null,
  "reason" text not null,
  "cause" text,
  "monitored" integer not null,
  "policy_digest" varchar(64) not null,
  "trust_digest" varchar(64) not null,
  "dirty" integer not null,
  "verdict" text not null,
  constraint "judgement_wanted_status_known" check (wanted_status in ('active', 'quarantined'))
);

CREATE INDEX "judgement_by_dirt" on "judgement" ("dirty", "id");

CREATE INDEX "judgement_by_facts" on "judgement" ("facts_digest", "id");

CREATE INDEX "judgement_by_policy" on "judgement" ("policy_digest");

CREATE INDEX "judgement_by_trust" on "judgement" ("trust_digest");

CREATE TABLE "named_group" (
  "name" text primary key,
  "settled" integer not null
);

CREATE TABLE "person" (
  "id" varchar(36) primary key,
  "username" text not null,
  "display_name" text not null,
  "email" text,
  "user_handle" text not null,
  "status" text not null,
  "audience_id" varchar(22) default 'T1PNoYwrqgwDVLtfmj7L5Q' not null references "audience" ("id"),
  "enrolled_at" bigint,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "last_sign_in_at" bigint,
  "group_names" text default '[]' not null,
  "words" text default '' not null,
  constraint "person_username_unique" unique ("username"),
  constraint "person_user_handle_unique" unique ("user_handle"),
  constraint "person_status_known" check (status in ('invited', 'active', 'disabled'))
);

CREATE INDEX "person_by_name" on "person" ("display_name", "id");

CREATE INDEX "person_by_status" on "person" ("status", "display_name", "id");

CREATE TABLE "person_role" (
  "person_id" varchar(36) not null references "person" ("id"),
  "role" text not null,
  constraint "person_role_key" primary key ("person_id", "role"),
  constraint "person_role_known" check (role in ('owner', 'administrator', 'help_desk', 'approver', 'auditor'))
);

CREATE INDEX "person_role_by_role" on "person_role" ("role", "person_id");

CREATE TABLE "person_word" (
  "word" text not null,
  "person_id" varchar(36) not null references "person" ("id"),
  constraint "person_word_key" primary key ("word", "person_id")
) without rowid;

CREATE TABLE "policy_proposal" (
  "id" varchar(36) primary key,
  "source" text not null,
  "digest" varchar(64) not null,
  "base_version" integer not null references "policy_version" ("version"),
  "note" text not null,
  "force" integer not null,
  "proposed_via" text not null,
  "proposed_by" varchar(36) references "person" ("id"),
  "proposed_at" bigint not null,
  "expires_at" bigint not null,
  "state" text not null,
  "decided_by" varchar(36) references "person" ("id"),
  "decided_at" bigint,
  "decision_note" text,
  "version" integer references "policy_version" ("version"),
  constraint "policy_proposal_state_known" check (state in ('open', 'applied', 'rejected', 'withdrawn', 'expired', 'outdated')),
  constraint "policy_proposal_via_known" check (proposed_via in ('person', 'cli', 'start')),
  constraint "policy_proposal_by_person" check ((proposed_via = 'person') = (proposed_by is not null)),
  constraint "policy_proposal_closed_once" check ((state = 'open') = (decided_at is null)),
  constraint "policy_proposal_second_person" check (state <> 'applied' or (decided_by is not null and version is not null and (proposed_by is null or proposed_by <> decided_by)))
);

CREATE INDEX "policy_proposal_by_age" on "policy_proposal" ("proposed_at", "id");

CREATE TABLE "policy_version" (
  "version" integer primary key,
  "digest" varchar(64) not null,
  "source" text not null,
  "origin" text not null,
  "applied_at" bigint not null,
  "applied_by" text not null,
  "note" text,
  "proposal_id" varchar(36) references "policy_proposal" ("id")
);

CREATE TABLE "rate_limit" (
  "key" varchar(160) primary key,
  "window_ends_at" bigint not null,
  "count" integer not null
);

CREATE INDEX "rate_limit_by_end" on "rate_limit" ("window_ends_at");

CREATE TABLE "session" (
  "id" varchar(36) primary key,
  "token_hash" varchar(64) not null,
  "person_id" varchar(36) not null references "person" ("id"),
  "credential_id" text not null references "credential" ("id"),
  "created_at" bigint not null,
  "last_seen_at" bigint not null,
  "asserted_at" bigint not null,
  "idle_ms" bigint not null,
  "ends_at" bigint not null,
  "address" text not null,
  "user_agent" text not null,
  "asserted_with" text,
  "asserted_group" varchar(64),
  constraint "session_token_unique" unique ("token_hash")
);

CREATE INDEX "session_by_end" on "session" ("ends_at");

CREATE INDEX "session_by_person" on "session" ("person_id");

CREATE TABLE "sign_in_count" (
  "slot" integer primary key,
  "succeeded" integer not null,
  "refused" integer not null
);

CREATE TABLE "spent_challenge" (
  "digest" varchar(64) not null,
  "expires_at" bigint not null,
  constraint "spent_challenge_key" primary key ("expires_at", "digest")
) without rowid;

CREATE TABLE "trust_current" (
  "kind" varchar(32) primary key,
  "document_id" varchar(36) not null references "trust_document" ("id"),
  "stale_since" bigint
);

CREATE TABLE "trust_document" (
  "id" varchar(36) primary key,
  "kind" text not null,
  "digest" varchar(64) not null,
  "arrived_at" bigint not null,
  "number" bigint,
  "made_at" bigint,
  "next_update_at" bigint,
  "size_bytes" integer,
  "entries" integer,
  "source" text,
  "by_person_id" varchar(36),
  "origin" text default 'file' not null,
  "heading" text default '{}' not null
);

CREATE INDEX "trust_document_by_kind" on "trust_document" ("kind", "id");

CREATE TABLE "trust_document_body" (
  "document_id" varchar(36) primary key references "trust_document" ("id"),
  "body" text not null,
  "reading" text
);

CREATE TABLE "trust_group_key" (
  "digest" varchar(64) primary key,
  "credential_id" text not null references "credential" ("id"),
  "public_key" blob not null,
  "status" text not null,
  "first_used_at" bigint not null,
  "last_used_at" bigint not null,
  "address" text not null,
  "user_agent" text not null,
  constraint "trust_group_key_status_known" check (status in ('known', 'waiting'))
);

CREATE INDEX "trust_group_key_by_credential" on "trust_group_key" ("credential_id");

CREATE TABLE "trust_icon" (
  "model_key" varchar(64) primary key,
  "icon" text not null
);

CREATE TABLE "trust_source" (
  "name" varchar(32) primary key,
  "url" text not null,
  "state" text not null,
  "last_attempt_at" bigint,
  "last_success_at" bigint,
  "last_outcome" text,
  "last_message" text,
  "next_attempt_at" bigint not null,
  "etag" text,
  "failures" integer not null,
  "lease_owner" varchar(36),
  "lease_until" bigint,
  constraint "trust_source_state_known" check (state in ('waiting', 'current', 'unreachable', 'untrusted'))
);
