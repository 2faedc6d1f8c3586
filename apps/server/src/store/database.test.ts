import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';

test('the embedded database is readable by its owner only, also where the folder is open to all', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-modes-'));
  chmodSync(folder, 0o755);
  const file = path.join(folder, 'holdfast.db');
  const database = openDatabase(`sqlite:${file}`);
  try {
    await migrate(database);
    const files = readdirSync(folder).toSorted();
    // The side files hold pages of the database as well.
    assert.ok(files.includes('holdfast.db-wal'), files.join());
    for (const name of files) assert.equal(statSync(path.join(folder, name)).mode & 0o777, 0o600, name);
  } finally {
    await database.close();
    rmSync(folder, { recursive: true });
  }
});

test('a folder that is missing is made for its owner only', async () => {
  const parent = mkdtempSync(path.join(tmpdir(), 'holdfast-modes-'));
  const folder = path.join(parent, 'data');
  const database = openDatabase(`sqlite:${path.join(folder, 'holdfast.db')}`);
  try {
    await migrate(database);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
  } finally {
    await database.close();
    rmSync(parent, { recursive: true });
  }
});
