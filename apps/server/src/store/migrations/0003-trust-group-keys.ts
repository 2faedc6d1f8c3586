import { type Kysely, sql } from 'kysely';

/**
 * Keys of credential manager trust groups (extension `cmtgKey`), and with which passkey and group a session was confirmed last.
 * The release before writes sessions without the two columns, which then say that nothing is known.
 */
export async function up(database: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await database.schema
    .createTable('trust_group_key')
    // Of the key alone: one key belongs to one credential, whoever tries it with another.
    .addColumn('digest', 'varchar(64)', (c) => c.primaryKey())
    .addColumn('credential_id', 'text', (c) => c.notNull().references('credential.id'))
    .addColumn('public_key', sql.raw(dialect === 'postgres' ? 'bytea' : 'blob'), (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('first_used_at', 'bigint', (c) => c.notNull())
    .addColumn('last_used_at', 'bigint', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('user_agent', 'text', (c) => c.notNull())
    .addCheckConstraint('trust_group_key_status_known', sql`status in ('known', 'waiting')`)
    .execute();
  await database.schema
    .createIndex('trust_group_key_by_credential')
    .on('trust_group_key')
    .column('credential_id')
    .execute();
  await database.schema.alterTable('session').addColumn('asserted_with', 'text').execute();
  await database.schema.alterTable('session').addColumn('asserted_group', 'varchar(64)').execute();
}
