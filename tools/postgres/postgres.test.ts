import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';
import pg from 'pg';
import { freshDatabase } from './fresh-database.ts';
import { postgresForTests } from './postgres-for-tests.ts';
import { startPostgres } from './start-postgres.ts';
import { reachableTmpdir, unprivilegedIdentity } from './unprivileged.ts';

async function rows(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function serverPid(directory: string): Promise<number> {
  const [first] = (await readFile(path.join(directory, 'data', 'postmaster.pid'), 'utf8')).split('\n');
  return Number(first);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('PostgreSQL for tests', () => {
  test('starts, gives every caller a database of its own, and leaves neither process nor folder', async () => {
    const server = await startPostgres();
    const { directory } = server;
    assert.ok(directory !== undefined);
    const pid = await serverPid(directory);
    try {
      assert.match(String((await rows(server.url, 'select version()'))[0]?.['version']), /^PostgreSQL 18/);
      const [one, two] = await Promise.all([freshDatabase(server.url), freshDatabase(server.url)]);
      await rows(one.url, 'create table only_here (n integer)');
      await assert.rejects(rows(two.url, 'select n from only_here'), /does not exist/);
      await one.drop();
      await assert.rejects(rows(one.url, 'select 1'), /does not exist/);
      await two.drop();
    } finally {
      await server.stop();
    }
    assert.equal(isAlive(pid), false);
    assert.equal(existsSync(directory), false);
  });

  test('a wrong password is refused, so that other users of the machine stay out', async () => {
    const server = await startPostgres();
    try {
      const stranger = new URL(server.url);
      stranger.password = 'guessed';
      await assert.rejects(rows(stranger.href, 'select 1'), /password authentication failed/);
    } finally {
      await server.stop();
    }
  });

  test('goes away by itself when the process that started it is killed', async () => {
    const source = `
      import { startPostgres } from ${JSON.stringify(new URL('./start-postgres.ts', import.meta.url).href)};
      console.log((await startPostgres()).directory);
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [directory] = (await once(createInterface(child.stdout), 'line')) as [string];
    const pid = await serverPid(directory);
    assert.equal(isAlive(pid), true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    while (isAlive(pid) || existsSync(directory)) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(readdirSync(path.dirname(directory)).includes(path.basename(directory)), false);
  });

  test('a server that was named is used and not stopped', async () => {
    const named = await postgresForTests({ HOLDFAST_TEST_DATABASE_URL: 'postgresql://somewhere/else' });
    assert.equal(named.url, 'postgresql://somewhere/else');
    assert.equal(named.directory, undefined);
    await named.stop();
  });
});

describe('who PostgreSQL runs as', () => {
  const passwd = (...lines: string[]) => `root:x:0:0:root:/:/bin/sh\n${lines.join('\n')}\n`;

  test('ourselves, unless we are root', () =>
    assert.equal(
      unprivilegedIdentity(() => 1000, assert.fail),
      undefined,
    ));
  test('nobody, when we are root', () => {
    const identity = unprivilegedIdentity(
      () => 0,
      () => passwd('daemon:x:1:1::/:/bin/sh', 'nobody:x:65534:65533::/:/bin/sh'),
    );
    assert.deepEqual(identity, { uid: 65534, gid: 65533 });
  });
  test('daemon, where nobody has a negative id', () => {
    const identity = unprivilegedIdentity(
      () => 0,
      () => passwd('nobody:*:-2:-2::/:', 'daemon:*:1:1::/:'),
    );
    assert.deepEqual(identity, { uid: 1, gid: 1 });
  });
  test('a machine with root only is told so', () => {
    assert.throws(() => unprivilegedIdentity(() => 0, passwd), /cannot run as root/);
  });
});

describe('where PostgreSQL runs', () => {
  const modes = (closed: string) => (folder: string) => (folder === closed ? 0o040700 : 0o040755);

  test('the folder for temporary files', () => assert.equal(reachableTmpdir(['/a/b', '/c'], modes('/x')), '/a/b'));
  test('the next one, when a parent is closed', () => {
    assert.equal(reachableTmpdir(['/a/b', '/c'], modes('/a')), '/c');
  });
  test('nowhere, when every one is closed', () => {
    assert.throws(() => reachableTmpdir(['/a/b'], modes('/a')), /can be entered by every user/);
  });
});
