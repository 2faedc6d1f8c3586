import { type Kysely, sql } from 'kysely';

/**
 * Changes of the policy that wait for a second person, of each version the note and the proposal that it came from, and whom
 * a change would concern. The previous release goes on beside it: it writes versions without either.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await proposalTable(database);
  await impactTable(database);
}

async function proposalTable(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('policy_proposal')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('digest', 'varchar(64)', (c) => c.notNull())
    .addColumn('base_version', 'integer', (c) => c.notNull().references('policy_version.version'))
    .addColumn('note', 'text', (c) => c.notNull())
    .addColumn('force', 'integer', (c) => c.notNull())
    .addColumn('proposed_via', 'text', (c) => c.notNull())
    .addColumn('proposed_by', 'varchar(36)', (c) => c.references('person.id'))
    .addColumn('proposed_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('decided_by', 'varchar(36)', (c) => c.references('person.id'))
    .addColumn('decided_at', 'bigint')
    .addColumn('decision_note', 'text')
    .addColumn('version', 'integer', (c) => c.references('policy_version.version'))
    .addCheckConstraint(
      'policy_proposal_state_known',
      sql`state in ('open', 'applied', 'rejected', 'withdrawn', 'expired', 'outdated')`,
    )
    .addCheckConstraint('policy_proposal_via_known', sql`proposed_via in ('person', 'cli', 'start')`)
    .addCheckConstraint('policy_proposal_by_person', sql`(proposed_via = 'person') = (proposed_by is not null)`)
    .addCheckConstraint('policy_proposal_closed_once', sql`(state = 'open') = (decided_at is null)`)
    .addCheckConstraint(
      'policy_proposal_second_person',
      sql`state <> 'applied' or (decided_by is not null and version is not null and (proposed_by is null or proposed_by <> decided_by))`,
    )
    .execute();
  await database.schema
    .createIndex('policy_proposal_by_age')
    .on('policy_proposal')
    .columns(['proposed_at', 'id'])
    .execute();
  await database.schema.alterTable('policy_version').addColumn('note', 'text').execute();
  await database.schema
    .alterTable('policy_version')
    .addColumn('proposal_id', 'varchar(36)', (c) => c.references('policy_proposal.id'))
    .execute();
}

/**
 * Working out an impact reads of every credential who has it and how it was judged, and nothing else: one index has it all, and
 * serves whoever looks for the credentials of a person too.
 */
async function impactTable(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('impact_person')
    .addColumn('job_id', 'varchar(36)', (c) => c.notNull().references('job.id'))
    .addColumn('list', 'text', (c) => c.notNull())
    .addColumn('person_id', 'varchar(36)', (c) => c.notNull().references('person.id'))
    .addPrimaryKeyConstraint('impact_person_key', ['job_id', 'list', 'person_id'])
    .execute();
  await database.schema.dropIndex('credential_by_person').execute();
  await database.schema
    .createIndex('credential_by_person')
    .on('credential')
    .columns(['person_id', 'judgement_id', 'status', 'status_cause', 'id'])
    .execute();
  await database.schema.createIndex('person_by_status').on('person').columns(['status', 'id']).execute();
}
