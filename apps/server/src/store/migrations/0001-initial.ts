import { type Kysely, sql } from 'kysely';

/**
 * The first tables. There is no previous release to run beside.
 *
 * `bytes` is bytea or blob and `counter` the growing key of the dialect; all other types are the same on both.
 */
export async function up(database: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const bytes = dialect === 'postgres' ? 'bytea' : 'blob';
  await peopleTables(database);
  await credentialTables(database, bytes);
  await sessionTables(database);
  await documentTables(database);
  await auditTable(database, dialect);
}

async function peopleTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('person')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
    .addColumn('username', 'text', (c) => c.notNull())
    .addColumn('display_name', 'text', (c) => c.notNull())
    .addColumn('email', 'text')
    .addColumn('user_handle', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('enrolled_at', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addColumn('last_sign_in_at', 'bigint')
    .addUniqueConstraint('person_username_unique', ['username'])
    .addUniqueConstraint('person_user_handle_unique', ['user_handle'])
    .addCheckConstraint('person_status_known', sql`status in ('invited', 'active', 'disabled')`)
    .execute();
  await database.schema.createIndex('person_by_name').on('person').columns(['display_name', 'id']).execute();
  await database.schema
    .createTable('person_role')
    .addColumn('person_id', 'varchar(36)', (c) => c.notNull().references('person.id'))
    .addColumn('role', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('person_role_key', ['person_id', 'role'])
    .addCheckConstraint(
      'person_role_known',
      sql`role in ('owner', 'administrator', 'help_desk', 'approver', 'auditor')`,
    )
    .execute();
  await database.schema
    .createTable('group')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('group_name_unique', ['name'])
    .execute();
  await database.schema
    .createTable('group_member')
    .addColumn('group_id', 'varchar(36)', (c) => c.notNull().references('group.id'))
    .addColumn('person_id', 'varchar(36)', (c) => c.notNull().references('person.id'))
    .addColumn('added_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('group_member_key', ['group_id', 'person_id'])
    .execute();
  await database.schema.createIndex('group_member_by_person').on('group_member').column('person_id').execute();
  await database.schema
    .createTable('invitation')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
    .addColumn('person_id', 'varchar(36)', (c) => c.notNull().references('person.id'))
    .addColumn('token_hash', 'text', (c) => c.notNull())
    .addColumn('created_by', 'varchar(36)', (c) => c.references('person.id'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('used_at', 'bigint')
    .addColumn('withdrawn_at', 'bigint')
    .addUniqueConstraint('invitation_token_unique', ['token_hash'])
    .addCheckConstraint('invitation_ends_once', sql`used_at is null or withdrawn_at is null`)
    .execute();
  await database.schema.createIndex('invitation_by_person').on('invitation').column('person_id').execute();
  await database.schema.createIndex('invitation_by_age').on('invitation').columns(['created_at', 'id']).execute();
}

async function credentialTables(database: Kysely<unknown>, bytes: 'bytea' | 'blob'): Promise<void> {
  await database.schema
    .createTable('credential_facts')
    .addColumn('digest', 'varchar(64)', (c) => c.primaryKey())
    .addColumn('facts', 'text', (c) => c.notNull())
    .addColumn('first_seen_at', 'bigint', (c) => c.notNull())
    .execute();
  await database.schema
    .createTable('credential')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('person_id', 'varchar(36)', (c) => c.notNull().references('person.id'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('public_key_spki', sql.raw(bytes), (c) => c.notNull())
    .addColumn('public_key_cose', sql.raw(bytes), (c) => c.notNull())
    .addColumn('algorithm', 'integer', (c) => c.notNull())
    .addColumn('sign_count', 'bigint', (c) => c.notNull())
    .addColumn('backup_eligible', 'integer', (c) => c.notNull())
    .addColumn('backed_up', 'integer', (c) => c.notNull())
    .addColumn('transports', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('status_reason', 'text', (c) => c.notNull())
    .addColumn('class', 'text', (c) => c.notNull())
    .addColumn('evidence', 'text', (c) => c.notNull())
    .addColumn('model_name', 'text')
    .addColumn('aaguid', 'varchar(36)', (c) => c.notNull())
    .addColumn('tier', 'integer', (c) => c.notNull())
    .addColumn('assessment', 'text', (c) => c.notNull())
    .addColumn('verdict', 'text', (c) => c.notNull())
    .addColumn('policy_digest', 'varchar(64)', (c) => c.notNull())
    .addColumn('facts_digest', 'varchar(64)', (c) => c.notNull().references('credential_facts.digest'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_used_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .addCheckConstraint('credential_status_known', sql`status in ('pending', 'active', 'quarantined', 'revoked')`)
    .addCheckConstraint('credential_not_backed_up_unless_eligible', sql`backed_up = 0 or backup_eligible = 1`)
    .execute();
  await database.schema.createIndex('credential_by_person').on('credential').column('person_id').execute();
  await database.schema.createIndex('credential_by_facts').on('credential').column('facts_digest').execute();
  await database.schema.createIndex('credential_by_age').on('credential').columns(['created_at', 'id']).execute();
  await database.schema
    .createTable('credential_evidence')
    .addColumn('credential_id', 'text', (c) => c.primaryKey().references('credential.id'))
    .addColumn('attestation_object', sql.raw(bytes), (c) => c.notNull())
    .addColumn('client_data_json', sql.raw(bytes), (c) => c.notNull())
    .addColumn('rp_id', 'text', (c) => c.notNull())
    .addColumn('origin', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .execute();
}

async function sessionTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('session')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
    .addColumn('token_hash', 'varchar(64)', (c) => c.notNull())
    .addColumn('person_id', 'varchar(36)', (c) => c.notNull().references('person.id'))
    .addColumn('credential_id', 'text', (c) => c.notNull().references('credential.id'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_seen_at', 'bigint', (c) => c.notNull())
    .addColumn('asserted_at', 'bigint', (c) => c.notNull())
    .addColumn('idle_ms', 'bigint', (c) => c.notNull())
    .addColumn('ends_at', 'bigint', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('user_agent', 'text', (c) => c.notNull())
    .addUniqueConstraint('session_token_unique', ['token_hash'])
    .execute();
  await database.schema.createIndex('session_by_person').on('session').column('person_id').execute();
  await database.schema.createIndex('session_by_end').on('session').column('ends_at').execute();
  await database.schema
    .createTable('spent_challenge')
    .addColumn('digest', 'varchar(64)', (c) => c.primaryKey())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await database.schema.createIndex('spent_challenge_by_end').on('spent_challenge').column('expires_at').execute();
  await database.schema
    .createTable('rate_limit')
    .addColumn('key', 'varchar(160)', (c) => c.primaryKey())
    .addColumn('window_ends_at', 'bigint', (c) => c.notNull())
    .addColumn('count', 'integer', (c) => c.notNull())
    .execute();
  await database.schema.createIndex('rate_limit_by_end').on('rate_limit').column('window_ends_at').execute();
}

async function documentTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('policy_version')
    .addColumn('version', 'integer', (c) => c.primaryKey())
    .addColumn('digest', 'varchar(64)', (c) => c.notNull())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('origin', 'text', (c) => c.notNull())
    .addColumn('applied_at', 'bigint', (c) => c.notNull())
    .addColumn('applied_by', 'text', (c) => c.notNull())
    .execute();
  await database.schema
    .createTable('trust_document')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('digest', 'varchar(64)', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('arrived_at', 'bigint', (c) => c.notNull())
    .execute();
  await database.schema
    .createTable('installation')
    .addColumn('key', 'varchar(64)', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute();
}

async function auditTable(database: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await database.schema
    .createTable('audit_event')
    .addColumn('sequence', dialect === 'postgres' ? 'bigserial' : 'integer', (c) =>
      dialect === 'postgres' ? c.primaryKey() : c.primaryKey().autoIncrement(),
    )
    .addColumn('id', 'varchar(36)', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('code', 'text')
    .addColumn('actor_kind', 'text', (c) => c.notNull())
    .addColumn('actor_id', 'varchar(36)')
    .addColumn('subject_id', 'varchar(36)')
    .addColumn('credential_id', 'text')
    .addColumn('address', 'text')
    .addColumn('origin', 'text')
    .addColumn('user_agent', 'text')
    .addColumn('request_id', 'text')
    .addColumn('policy_digest', 'text')
    .addColumn('detail', 'text', (c) => c.notNull())
    .addUniqueConstraint('audit_event_id_unique', ['id'])
    .addCheckConstraint('audit_event_outcome_known', sql`outcome in ('success', 'refused', 'failed')`)
    .execute();
  await database.schema.createIndex('audit_event_by_time').on('audit_event').column('at').execute();
  await database.schema
    .createIndex('audit_event_by_subject')
    .on('audit_event')
    .columns(['subject_id', 'sequence'])
    .execute();
  await database.schema.createIndex('audit_event_by_type').on('audit_event').columns(['type', 'sequence']).execute();
}
