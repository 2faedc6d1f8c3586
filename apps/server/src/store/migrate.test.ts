import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { eachDatabase } from '../testing/harness.ts';
import { isUniqueViolation } from './database.ts';
import { migrate, pendingMigrations } from './migrate.ts';

eachDatabase('migrations', (open) => {
  test('leave nothing pending and do nothing the second time', async () => {
    const { database } = await open();
    assert.deepEqual(await pendingMigrations(database), []);
    assert.deepEqual(await migrate(database), []);
  });

  test('a database of a newer release is refused', async () => {
    const { database } = await open();
    await sql`insert into kysely_migration (name, timestamp) values ('9999-future', '2027-01-01T00:00:00Z')`.execute(
      database.queries,
    );
    await assert.rejects(migrate(database), /9999-future/);
  });

  test('constraints hold: unknown states and doubles are refused by the database itself', async () => {
    const { database, clock } = await open();
    const person = {
      id: '00000000-0000-7000-8000-000000000001',
      username: 'ada',
      display_name: 'Ada',
      email: null,
      user_handle: 'h1',
      status: 'active' as const,
      enrolled_at: null,
      created_at: clock.at,
      updated_at: clock.at,
      last_sign_in_at: null,
    };
    await database.queries.insertInto('person').values(person).execute();
    const twin = { ...person, id: '00000000-0000-7000-8000-000000000002', user_handle: 'h2' };
    await assert.rejects(database.queries.insertInto('person').values(twin).execute(), isUniqueViolation);
    const unknown = { ...twin, username: 'eve', status: 'emperor' as 'active' };
    await assert.rejects(
      database.queries.insertInto('person').values(unknown).execute(),
      (error) => !isUniqueViolation(error),
    );
    await assert.rejects(
      database.queries.insertInto('person_role').values({ person_id: person.id, role: 'emperor' }).execute(),
    );
  });

  test('a transaction that throws leaves nothing behind', async () => {
    const { database } = await open();
    const work = database.inTransaction(async (tx) => {
      await tx.insertInto('installation').values({ key: 'a', value: 'b' }).execute();
      throw new Error('stop here');
    });
    await assert.rejects(work, /stop here/);
    assert.deepEqual(await database.queries.selectFrom('installation').selectAll().execute(), []);
  });
});
