import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { eachDatabase } from '../testing/harness.ts';
import type { Database, Queries, Tx } from './database.ts';

const note = (queries: Queries, key: string, value = '') =>
  queries.insertInto('installation').values({ key, value }).execute();

async function notes({ queries }: Database): Promise<readonly string[]> {
  const rows = await queries.selectFrom('installation').select('key').where('key', 'like', 'note %').execute();
  return rows.map(({ key }) => key).sort();
}

eachDatabase('a transaction', (open, kind) => {
  test('answers what was asked for together, in the order in which it was asked', async () => {
    const { database } = await open();
    const counted = (tx: Tx) =>
      tx
        .selectFrom('installation')
        .select((e) => e.fn.countAll<number | string>().as('count'))
        .where('key', 'like', 'note %')
        .executeTakeFirstOrThrow();
    const counts = await database.inTransaction(async (tx) => {
      const [none, , one, , two] = await Promise.all([
        counted(tx),
        note(tx, 'note 1'),
        counted(tx),
        note(tx, 'note 2'),
        counted(tx),
      ]);
      return [none, one, two].map(({ count }) => Number(count));
    });
    assert.deepEqual(counts, [0, 1, 2]);
    assert.deepEqual(await notes(database), ['note 1', 'note 2']);
  });

  test('takes everything back when one statement fails, also what was asked for behind it', async () => {
    const { database } = await open();
    await note(database.queries, 'note 0');
    const failing = database.inTransaction((tx) =>
      Promise.all([note(tx, 'note 1'), note(tx, 'note 0'), note(tx, 'note 2')]),
    );
    await assert.rejects(failing);
    assert.deepEqual(await notes(database), ['note 0']);
    await database.inTransaction((tx) => note(tx, 'note 3'));
    assert.deepEqual(await notes(database), ['note 0', 'note 3']);
  });

  test('takes nothing from somebody who is late', async () => {
    const { database } = await open();
    let kept: Tx | undefined;
    await database.inTransaction(async (tx) => {
      kept = tx;
      await note(tx, 'note 1');
    });
    assert.ok(kept);
    await assert.rejects(note(kept, 'note 2'), /the transaction has ended/);
    assert.deepEqual(await notes(database), ['note 1']);
  });

  test('takes nothing from what goes on after another part of it has failed', async () => {
    const { database } = await open();
    const refusal = new Error('no');
    let late: Promise<unknown> = Promise.resolve();
    const failing = database.inTransaction(async (tx) => {
      late = Promise.resolve()
        .then(() => note(tx, 'note 1'))
        .then(() => new Promise((resolve) => setImmediate(resolve)))
        .then(() => note(tx, 'note 2'));
      await Promise.all([late, Promise.reject(refusal)]);
    });
    await assert.rejects(failing, refusal);
    await assert.rejects(late);
    assert.deepEqual(await notes(database), []);
  });

  if (kind === 'postgres') {
    test('prepares what it is asked for again and again under a name, once', async () => {
      const { database } = await open();
      const prepared = await database.inTransaction(async (tx) => {
        for (let time = 0; time < 12; time += 1) await note(tx, `note ${time}`);
        const { rows } = await sql<{ name: string; uses: string }>`
          select name, generic_plans + custom_plans as uses from pg_prepared_statements
          where statement like 'insert into "installation"%'`.execute(tx);
        return rows;
      });
      assert.deepEqual(
        prepared.map(({ name, uses }) => [name.replace(/\d+$/, ''), Number(uses)]),
        [['holdfast_', 8]],
      );
    });
  }
});
