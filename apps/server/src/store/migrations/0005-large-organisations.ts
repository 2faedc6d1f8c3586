import { type Kysely, sql } from 'kysely';
import { wordsOf } from '../search-words.ts';

/**
 * What a million people need: the groups that policies tell people apart by, apart from all others; names by the beginnings
 * of their words; how many members a group has; and numbers that are worked out in the background. The release before goes
 * on beside it: whoever it adds is found by name once this release has changed them.
 */
export async function up(database: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await namedGroupTable(database);
  await wordTable(database, dialect);
  await modelColumn(database);
  await figureTables(database);
  await credentialIndexes(database);
  await eventIndexes(database);
  await database.schema
    .alterTable('group')
    .addColumn('members', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await sql`update "group" set members = (select count(*) from group_member where group_id = "group".id)`.execute(
    database,
  );
  await database.schema.createIndex('person_role_by_role').on('person_role').columns(['role', 'person_id']).execute();
  await database.schema.dropIndex('person_by_status').execute();
  await database.schema
    .createIndex('person_by_status')
    .on('person')
    .columns(['status', 'display_name', 'id'])
    .execute();
}

async function namedGroupTable(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('named_group')
    .addColumn('name', 'text', (c) => c.primaryKey())
    // 1 once the audiences of its members hold it.
    .addColumn('settled', 'integer', (c) => c.notNull())
    .execute();
  // Audiences held every group until now.
  await sql`insert into named_group (name, settled) select name, 1 from "group"`.execute(database);
  await database.schema
    .alterTable('person')
    .addColumn('group_names', 'text', (c) => c.notNull().defaultTo('[]'))
    .execute();
  await sql`update person set group_names = (select groups from audience where audience.id = person.audience_id)`.execute(
    database,
  );
}

type Named = {
  person: { id: string; username: string; display_name: string; email: string | null; words: string };
  person_word: { word: string; person_id: string };
};

async function wordTable(database: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  // Compared byte by byte, so that the beginning of a word is a range of the key.
  const text = dialect === 'postgres' ? sql`text collate "C"` : ('text' as const);
  await database.schema
    .createTable('person_word')
    .addColumn('word', text, (c) => c.notNull())
    .addColumn('person_id', 'varchar(36)', (c) => c.notNull().references('person.id'))
    .addPrimaryKeyConstraint('person_word_key', ['word', 'person_id'])
    .$call((table) => (dialect === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table))
    .execute();
  await database.schema
    .alterTable('person')
    .addColumn('words', 'text', (c) => c.notNull().defaultTo(''))
    .execute();
  const known = database as Kysely<Named>;
  const people = await known.selectFrom('person').select(['id', 'username', 'display_name', 'email']).execute();
  for (const { id, username, display_name, email } of people) {
    const words = wordsOf(display_name, username, email ?? '');
    await known
      .updateTable('person')
      .set({ words: ` ${words.join(' ')}` })
      .where('id', '=', id)
      .execute();
    for (const word of words) await known.insertInto('person_word').values({ word, person_id: id }).execute();
  }
}

/** The names of models are few: who looks for one finds the AAGUIDs that it stands for, and by them the passkeys. */
async function modelColumn(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .alterTable('credential_facts')
    .addColumn('aaguid', 'varchar(36)', (c) => c.notNull().defaultTo(''))
    .execute();
  type Facts = { credential_facts: { digest: string; aaguid: string; assessment: string } };
  const known = database as Kysely<Facts>;
  for (const { digest, assessment } of await known.selectFrom('credential_facts').selectAll().execute()) {
    const { model } = JSON.parse(assessment) as { model: { aaguid: string } };
    await known.updateTable('credential_facts').set({ aaguid: model.aaguid }).where('digest', '=', digest).execute();
  }
}

async function figureTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('figures')
    .addColumn('name', 'varchar(40)', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('as_of', 'bigint')
    .addColumn('lease_owner', 'varchar(36)')
    .addColumn('lease_until', 'bigint', (c) => c.notNull())
    .execute();
  await sql`insert into figures (name, value, lease_until) values ('people', '', 0), ('sign_ins', '', 0)`.execute(
    database,
  );
  await database.schema
    .createTable('sign_in_count')
    .addColumn('slot', 'integer', (c) => c.primaryKey())
    .addColumn('succeeded', 'integer', (c) => c.notNull())
    .addColumn('refused', 'integer', (c) => c.notNull())
    .execute();
}

/**
 * What lists filter by, in few indexes. Status, class and evidence have few values: whatever of them is asked for, each choice of
 * values is one stretch of one index, newest first. Counting passkeys of people asks for their evidence too.
 */
async function credentialIndexes(database: Kysely<unknown>): Promise<void> {
  for (const name of ['by_person', 'by_status', 'by_class', 'by_evidence', 'by_aaguid']) {
    await database.schema.dropIndex(`credential_${name}`).execute();
  }
  const indexes = [
    ['credential_by_person', ['person_id', 'judgement_id', 'status', 'status_cause', 'id', 'evidence']],
    ['credential_by_state', ['status', 'class', 'evidence', 'created_at', 'id']],
    ['credential_by_aaguid', ['aaguid', 'status', 'evidence', 'created_at', 'id']],
  ] as const;
  for (const [name, columns] of indexes) {
    await database.schema
      .createIndex(name)
      .on('credential')
      .columns([...columns])
      .execute();
  }
}

/** Of what was refused or failed only, so that a sign-in that succeeds has none of it to write. */
async function eventIndexes(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createIndex('audit_event_by_code')
    .on('audit_event')
    .columns(['code', 'sequence'])
    .where('code', 'is not', null)
    .execute();
  await database.schema
    .createIndex('audit_event_refused')
    .on('audit_event')
    .column('sequence')
    .where(sql.ref('outcome'), '<>', sql.lit('success'))
    .execute();
  await sql`create index audit_event_by_doer on audit_event (actor_id, sequence)
    where (subject_id is null or actor_id <> subject_id)`.execute(database);
}
