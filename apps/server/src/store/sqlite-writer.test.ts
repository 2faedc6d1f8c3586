import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { CompiledQuery } from 'kysely';
import { openDatabase, type Queries } from './database.ts';
import { migrate } from './migrate.ts';
import { SqliteStatements } from './sqlite-statements.ts';
import { type OpenUnit, SqliteWriter } from './sqlite-writer.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-writer-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function newFile(): string {
  files += 1;
  return path.join(folder, `${files}.db`);
}

/** Statements that note every command, and let a test do something beside one. */
class WatchedStatements extends SqliteStatements {
  readonly commands: string[] = [];
  beside: (command: string) => void = () => {};

  override command(sql: string): void {
    super.command(sql);
    this.commands.push(sql);
    this.beside(sql);
  }
}

function setUp() {
  const file = newFile();
  const statements = new WatchedStatements(file, { readOnly: false });
  statements.run(CompiledQuery.raw('create table owner (id integer primary key)'));
  statements.run(
    CompiledQuery.raw(
      'create table note (text text primary key, owner integer references owner (id) deferrable initially deferred)',
    ),
  );
  const other = new DatabaseSync(file);
  const writer = new SqliteWriter(statements);
  const stored = () =>
    other
      .prepare('select text from note order by text')
      .all()
      .map((row) => row['text']);
  const transact = async (work: (unit: OpenUnit) => void | Promise<void>): Promise<void> => {
    const unit = await writer.begin();
    try {
      await work(unit);
    } catch (error) {
      await writer.takeBack(unit);
      throw error;
    }
    await writer.complete(unit);
  };
  return { statements, other, writer, stored, transact };
}

const note = (text: string) => CompiledQuery.raw('insert into note (text) values (?)', [text]);
/** COMMIT finds that the owner is missing, and nothing finds it before. */
const orphan = (text: string) => CompiledQuery.raw('insert into note (text, owner) values (?, 1)', [text]);

describe('transactions that share a flush', () => {
  test('those that arrive together are committed once, and answered after it', async () => {
    const { statements, writer, stored, transact } = setUp();
    const names = Array.from({ length: 16 }, (_, index) => `note ${String(index).padStart(2, '0')}`);
    await Promise.all(
      names.map(async (name) => {
        await transact((unit) => void writer.run(unit, note(name)));
        assert.ok(stored().includes(name), `${name} was answered before it could be read elsewhere`);
      }),
    );
    assert.deepEqual(stored(), names);
    assert.equal(statements.commands.filter((command) => command === 'commit').length, 1);
  });

  test('one that fails takes only itself back', async () => {
    const { statements, writer, stored, transact } = setUp();
    const outcomes = await Promise.allSettled([
      transact((unit) => void writer.run(unit, note('before'))),
      transact((unit) => {
        writer.run(unit, note('its own'));
        throw new Error('refused');
      }),
      transact((unit) => void writer.run(unit, note('behind'))),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(stored(), ['before', 'behind']);
    assert.equal(statements.commands.filter((command) => command === 'commit').length, 1);
  });

  test('when the commit fails, every one of them fails and nothing is stored', async () => {
    const { writer, stored, transact } = setUp();
    const outcomes = await Promise.allSettled([
      transact((unit) => void writer.run(unit, note('innocent'))),
      transact((unit) => void writer.run(unit, orphan('orphan'))),
      transact(() => {
        throw new Error('refused for what the innocent one wrote');
      }),
    ]);
    for (const outcome of outcomes) {
      assert.match(
        outcome.status === 'rejected' ? String(outcome.reason) : 'fulfilled',
        /FOREIGN KEY constraint failed/,
      );
    }
    assert.deepEqual(stored(), []);
    await transact((unit) => void writer.run(unit, note('later')));
    assert.deepEqual(stored(), ['later']);
  });

  test('when SQLite gives up the whole transaction, everybody in it hears so', async () => {
    const { writer, stored, transact } = setUp();
    const outcomes = await Promise.allSettled([
      transact((unit) => void writer.run(unit, note('complete'))),
      // As a full disk does, which cannot be arranged here.
      transact(
        (unit) => void writer.run(unit, CompiledQuery.raw("insert or rollback into note (text) values ('complete')")),
      ),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.deepEqual(stored(), []);
  });

  test('what another process wrote while one was taken back makes the group fail: it may rest on old reads', async () => {
    const { statements, other, writer, stored, transact } = setUp();
    statements.beside = (command) => {
      if (command === 'rollback') other.exec("insert into note (text) values ('from elsewhere')");
    };
    const outcomes = await Promise.allSettled([
      transact((unit) => void writer.run(unit, note('complete'))),
      transact((unit) => {
        writer.run(unit, note('its own'));
        throw new Error('refused');
      }),
    ]);
    assert.match(outcomes[0]?.status === 'rejected' ? String(outcomes[0].reason) : '', /another process wrote/);
    assert.deepEqual(stored(), ['from elsewhere']);
  });

  test('one that waits for something else holds up the flush, never the other way round', async () => {
    const { writer, stored, transact } = setUp();
    const { promise: elsewhere, resolve } = Promise.withResolvers<void>();
    const slow = transact(async (unit) => {
      writer.run(unit, note('first half'));
      setImmediate(() => setImmediate(resolve));
      await elsewhere;
      assert.deepEqual(stored(), []);
      writer.run(unit, note('second half'));
    });
    await Promise.all([slow, transact((unit) => void writer.run(unit, note('quick')))]);
    assert.deepEqual(stored(), ['first half', 'quick', 'second half']);
  });

  test('any mixture ends as if they had run one after the other, without those that failed', async () => {
    const step = fc.record({
      texts: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 3 }),
      fails: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { writer, stored, transact } = setUp();
        const expected = new Set<string>();
        const runs = steps.map(({ texts, fails }) => {
          const isRefused = fails || new Set(texts).size < texts.length || texts.some((text) => expected.has(text));
          if (!isRefused) for (const text of texts) expected.add(text);
          return transact((unit) => {
            for (const text of texts) writer.run(unit, note(text));
            if (fails) throw new Error('refused');
          }).then(
            () => assert.ok(!isRefused),
            () => assert.ok(isRefused),
          );
        });
        await Promise.all(runs);
        assert.deepEqual(stored(), [...expected].sort());
      }),
      { numRuns: 40 },
    );
  });
});

describe('through the database', () => {
  test('nobody reads what is complete but not committed', async () => {
    const database = openDatabase(`sqlite:${newFile()}`);
    await migrate(database);
    const keys = async (queries: Queries) =>
      (await queries.selectFrom('installation').select('key').execute()).map(({ key }) => key);
    const first = database.inTransaction((tx) =>
      tx.insertInto('installation').values({ key: 'a', value: '' }).execute(),
    );
    const seen = database.inTransaction(async (tx) => [await keys(database.queries), await keys(tx)]);
    await first;
    assert.deepEqual(await seen, [[], ['a']]);
    assert.deepEqual(await keys(database.queries), ['a']);
    await database.close();
  });

  test('what was answered is there after the process was killed', async () => {
    const file = newFile();
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('../testing/write-until-killed.ts', import.meta.url)), file],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let told = '';
    for await (const chunk of child.stdout) {
      told += String(chunk);
      if (told.split('\n').length > 200) break;
    }
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    const answered = told.split('\n').slice(0, -1);
    assert.ok(answered.length >= 200);
    const database = openDatabase(`sqlite:${file}`);
    const rows = await database.queries.selectFrom('installation').select('key').execute();
    const stored = new Set(rows.map(({ key }) => key));
    assert.deepEqual(
      answered.filter((key) => !stored.has(key)),
      [],
    );
    await database.close();
  });
});
