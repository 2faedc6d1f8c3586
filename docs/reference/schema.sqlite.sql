-- What all migrations together give. Generated; do not edit.

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

CREATE INDEX "audit_event_by_subject" on "audit_event" ("subject_id", "sequence");

CREATE INDEX "audit_event_by_time" on "audit_event" ("at");

CREATE INDEX "audit_event_by_type" on "audit_event" ("type", "sequence");

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
  "class" text not null,
  "evidence" text not null,
  "model_name" text,
  "aaguid" varchar(36) not null,
  "tier" integer not null,
  "assessment" text not null,
  "verdict" text not null,
  "policy_digest" varchar(64) not null,
  "facts_digest" varchar(64) not null references "credential_facts" ("digest"),
  "created_at" bigint not null,
  "last_used_at" bigint,
  "revoked_at" bigint,
  constraint "credential_status_known" check (status in ('pending', 'active', 'quarantined', 'revoked')),
  constraint "credential_not_backed_up_unless_eligible" check (backed_up = 0 or backup_eligible = 1)
);

CREATE INDEX "credential_by_age" on "credential" ("created_at", "id");

CREATE INDEX "credential_by_facts" on "credential" ("facts_digest");

CREATE INDEX "credential_by_person" on "credential" ("person_id");

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
  "facts" text not null,
  "first_seen_at" bigint not null
);

CREATE TABLE "group" (
  "id" varchar(36) primary key,
  "name" text not null,
  "description" text not null,
  "created_at" bigint not null,
  constraint "group_name_unique" unique ("name")
);

CREATE TABLE "group_member" (
  "group_id" varchar(36) not null references "group" ("id"),
  "person_id" varchar(36) not null references "person" ("id"),
  "added_at" bigint not null,
  constraint "group_member_key" primary key ("group_id", "person_id")
);

CREATE INDEX "group_member_by_person" on "group_member" ("person_id");

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

CREATE TABLE "person" (
  "id" varchar(36) primary key,
  "username" text not null,
  "display_name" text not null,
  "email" text,
  "user_handle" text not null,
  "status" text not null,
  "enrolled_at" bigint,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "last_sign_in_at" bigint,
  constraint "person_username_unique" unique ("username"),
  constraint "person_user_handle_unique" unique ("user_handle"),
  constraint "person_status_known" check (status in ('invited', 'active', 'disabled'))
);

CREATE INDEX "person_by_name" on "person" ("display_name", "id");

CREATE TABLE "person_role" (
  "person_id" varchar(36) not null references "person" ("id"),
  "role" text not null,
  constraint "person_role_key" primary key ("person_id", "role"),
  constraint "person_role_known" check (role in ('owner', 'administrator', 'help_desk', 'approver', 'auditor'))
);

CREATE TABLE "policy_version" (
  "version" integer primary key,
  "digest" varchar(64) not null,
  "source" text not null,
  "origin" text not null,
  "applied_at" bigint not null,
  "applied_by" text not null
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
  constraint "session_token_unique" unique ("token_hash")
);

CREATE INDEX "session_by_end" on "session" ("ends_at");

CREATE INDEX "session_by_person" on "session" ("person_id");

CREATE TABLE "spent_challenge" (
  "digest" varchar(64) primary key,
  "expires_at" bigint not null
);

CREATE INDEX "spent_challenge_by_end" on "spent_challenge" ("expires_at");

CREATE TABLE "trust_document" (
  "id" varchar(36) primary key,
  "kind" text not null,
  "digest" varchar(64) not null,
  "body" text not null,
  "arrived_at" bigint not null
);
