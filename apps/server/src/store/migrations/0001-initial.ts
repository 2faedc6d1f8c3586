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
  await sessionTables(database, dialect);
  await documentTables(database);
  await jobTable(database);
  await auditTable(database, dialect);
}

/** The audience of people who are in no group; `audienceId` of the store makes the others. */
const NO_GROUPS = 'T1PNoYwrqgwDVLtfmj7L5Q';

async function peopleTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('audience')
    .addColumn('id', 'varchar(22)', (c) => c.primaryKey())
    .addColumn('groups', 'text', (c) => c.notNull())
    .execute();
  await sql`insert into audience (id, groups) values (${sql.lit(NO_GROUPS)}, '[]')`.execute(database);
  await database.schema
    .createTable('person')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
    .addColumn('username', 'text', (c) => c.notNull())
    .addColumn('display_name', 'text', (c) => c.notNull())
    .addColumn('email', 'text')
    .addColumn('user_handle', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('audience_id', 'varchar(22)', (c) => c.notNull().defaultTo(NO_GROUPS).references('audience.id'))
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
    .addColumn('first_seen_at', 'bigint', (c) => c.notNull())
    .addColumn('class', 'text', (c) => c.notNull())
    .addColumn('evidence', 'text', (c) => c.notNull())
    .addColumn('model_name', 'text')
    .addColumn('assessment_digest', 'varchar(64)', (c) => c.notNull())
    .addColumn('trust_digest', 'varchar(64)', (c) => c.notNull())
    // What is long comes last: SQLite reads a row from its beginning.
    .addColumn('facts', 'text', (c) => c.notNull())
    .addColumn('assessment', 'text', (c) => c.notNull())
    .execute();
  await database.schema.createIndex('facts_by_trust').on('credential_facts').column('trust_digest').execute();
  await judgementTable(database);
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
    .addColumn('status_cause', 'text', (c) => c.notNull())
    .addColumn('class', 'text', (c) => c.notNull())
    .addColumn('evidence', 'text', (c) => c.notNull())
    .addColumn('aaguid', 'varchar(36)', (c) => c.notNull())
    .addColumn('tier', 'integer', (c) => c.notNull())
    .addColumn('judgement_id', 'varchar(22)', (c) => c.notNull().references('judgement.id'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_used_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .addCheckConstraint('credential_status_known', sql`status in ('pending', 'active', 'quarantined', 'revoked')`)
    .addCheckConstraint(
      'credential_status_cause_known',
      sql`status_cause in ('registered', 'judged', 'alarm', 'administrator', 'person')`,
    )
    .addCheckConstraint('credential_not_backed_up_unless_eligible', sql`backed_up = 0 or backup_eligible = 1`)
    .execute();
  await database.schema.createIndex('credential_by_person').on('credential').column('person_id').execute();
  await credentialIndexes(database);
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

/** No column that a sign-in updates is in an index. */
async function credentialIndexes(database: Kysely<unknown>): Promise<void> {
  const indexes = [
    ['credential_by_age', ['created_at', 'id']],
    ['credential_by_status', ['status', 'created_at', 'id']],
    ['credential_by_cause', ['status_cause', 'created_at', 'id']],
    ['credential_by_class', ['class', 'created_at', 'id']],
    ['credential_by_evidence', ['evidence', 'created_at', 'id']],
    ['credential_by_aaguid', ['aaguid', 'created_at', 'id']],
    // The status at its end: those of one judgement are counted without looking at their rows.
    ['credential_by_judgement', ['judgement_id', 'id', 'status']],
  ] as const;
  for (const [name, columns] of indexes) {
    await database.schema
      .createIndex(name)
      .on('credential')
      .columns([...columns])
      .execute();
  }
}

async function judgementTable(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('judgement')
    .addColumn('id', 'varchar(22)', (c) => c.primaryKey())
    .addColumn('facts_digest', 'varchar(64)', (c) => c.notNull().references('credential_facts.digest'))
    .addColumn('audience_id', 'varchar(22)', (c) => c.notNull().references('audience.id'))
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('tier', 'integer', (c) => c.notNull())
    .addColumn('wanted_status', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('cause', 'text')
    .addColumn('monitored', 'integer', (c) => c.notNull())
    .addColumn('policy_digest', 'varchar(64)', (c) => c.notNull())
    .addColumn('trust_digest', 'varchar(64)', (c) => c.notNull())
    .addColumn('dirty', 'integer', (c) => c.notNull())
    .addColumn('verdict', 'text', (c) => c.notNull())
    .addCheckConstraint('judgement_wanted_status_known', sql`wanted_status in ('active', 'quarantined')`)
    .execute();
  const indexes = [
    ['judgement_by_facts', ['facts_digest', 'id']],
    ['judgement_by_policy', ['policy_digest']],
    ['judgement_by_trust', ['trust_digest']],
    ['judgement_by_dirt', ['dirty', 'id']],
  ] as const;
  for (const [name, columns] of indexes) {
    await database.schema
      .createIndex(name)
      .on('judgement')
      .columns([...columns])
      .execute();
  }
}

/** Long work, done once over all nodes. */
async function jobTable(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('job')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('cause', 'text', (c) => c.notNull())
    .addColumn('input', 'text', (c) => c.notNull())
    .addColumn('result', 'text', (c) => c.notNull())
    .addColumn('phase', 'text', (c) => c.notNull())
    .addColumn('done', 'bigint', (c) => c.notNull())
    .addColumn('total', 'bigint', (c) => c.notNull())
    .addColumn('cursor', 'text', (c) => c.notNull())
    .addColumn('requested_by', 'varchar(36)')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('started_at', 'bigint')
    .addColumn('finished_at', 'bigint')
    .addColumn('lease_owner', 'varchar(36)')
    .addColumn('lease_until', 'bigint', (c) => c.notNull())
    .addCheckConstraint(
      'job_state_known',
      sql`state in ('waiting', 'running', 'done', 'failed', 'cancelled', 'superseded')`,
    )
    .execute();
  await database.schema.createIndex('job_by_state').on('job').columns(['state', 'id']).execute();
  await database.schema.createIndex('job_by_kind').on('job').columns(['kind', 'id']).execute();
}

async function sessionTables(database: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
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
  // The time first, which a challenge carries and nobody can change: new rows then lie beside each other, in one tree.
  await database.schema
    .createTable('spent_challenge')
    .addColumn('digest', 'varchar(64)', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('spent_challenge_key', ['expires_at', 'digest'])
    .modifyEnd(dialect === 'sqlite' ? sql`without rowid` : sql``)
    .execute();
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
