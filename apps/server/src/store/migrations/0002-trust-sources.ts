import { type Kysely, sql } from 'kysely';

/**
 * Trust data from several sources. Bodies move to a table of their own, so that reading headings does not read
 * megabytes; which document of a kind is in use is a row of its own, because clocks of nodes differ and ids follow them.
 * The release before reads `trust_document.body`: stop its nodes first.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await documentTables(database);
  await sourceTable(database);
  await database.schema
    .createTable('trust_icon')
    .addColumn('model_key', 'varchar(64)', (c) => c.primaryKey())
    .addColumn('icon', 'text', (c) => c.notNull())
    .execute();
}

async function documentTables(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('trust_document_body')
    .addColumn('document_id', 'varchar(36)', (c) => c.primaryKey().references('trust_document.id'))
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('reading', 'text')
    .execute();
  await sql`insert into trust_document_body (document_id, body) select id, body from trust_document`.execute(database);
  await schema.alterTable('trust_document').dropColumn('body').execute();
  const added = [
    ['number', 'bigint'],
    ['made_at', 'bigint'],
    ['next_update_at', 'bigint'],
    ['size_bytes', 'integer'],
    ['entries', 'integer'],
    ['source', 'text'],
    ['by_person_id', 'varchar(36)'],
  ] as const;
  for (const [name, type] of added) await schema.alterTable('trust_document').addColumn(name, type).execute();
  await schema
    .alterTable('trust_document')
    .addColumn('origin', 'text', (c) => c.notNull().defaultTo('file'))
    .execute();
  await schema
    .alterTable('trust_document')
    .addColumn('heading', 'text', (c) => c.notNull().defaultTo('{}'))
    .execute();
  await schema.createIndex('trust_document_by_kind').on('trust_document').columns(['kind', 'id']).execute();
  await schema
    .createTable('trust_current')
    .addColumn('kind', 'varchar(32)', (c) => c.primaryKey())
    .addColumn('document_id', 'varchar(36)', (c) => c.notNull().references('trust_document.id'))
    .addColumn('stale_since', 'bigint')
    .execute();
  await sql`insert into trust_current (kind, document_id) select kind, max(id) from trust_document group by kind`.execute(
    database,
  );
}

async function sourceTable(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('trust_source')
    .addColumn('name', 'varchar(32)', (c) => c.primaryKey())
    .addColumn('url', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('last_attempt_at', 'bigint')
    .addColumn('last_success_at', 'bigint')
    .addColumn('last_outcome', 'text')
    .addColumn('last_message', 'text')
    .addColumn('next_attempt_at', 'bigint', (c) => c.notNull())
    .addColumn('etag', 'text')
    .addColumn('failures', 'integer', (c) => c.notNull())
    .addColumn('lease_owner', 'varchar(36)')
    .addColumn('lease_until', 'bigint')
    .addCheckConstraint('trust_source_state_known', sql`state in ('waiting', 'current', 'unreachable', 'untrusted')`)
    .execute();
}
