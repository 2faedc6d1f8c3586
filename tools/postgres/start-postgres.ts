import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, type FileHandle, lchown, mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { copyBinaries, nativeFolder } from './binaries.ts';
import { type Identity, reachableTmpdir, unprivilegedIdentity } from './unprivileged.ts';

export type RunningPostgres = {
  readonly url: string;
  /** Holds binaries, data and log while it runs; undefined for a server that somebody else runs. */
  readonly directory: string | undefined;
  readonly stop: () => Promise<void>;
};

type Place = { readonly directory: string; readonly identity: Identity | undefined };

const ATTEMPTS_MAX = 5;
const PATIENCE_MS = 60_000;

/**
 * Keeps PostgreSQL from outliving us: when our end of its standard input closes, by `stop` or because we were killed,
 * it asks for a fast shutdown and removes the folder.
 */
const guard = `
directory=$1; shift
exec 3<&0
"$@" 3<&- &
server=$!
( cat <&3 >/dev/null; kill -INT "$server" 2>/dev/null ) &
exec 3<&-
wait "$server"; code=$?
rm -rf "$directory"
exit "$code"
`;

export type PostgresOptions = {
  /** Commits wait for the disk, as in production: for measurements. Default false. */
  readonly durable?: boolean;
};

/** Starts a PostgreSQL of its own on 127.0.0.1, for tests: nothing in it survives `stop`. */
export async function startPostgres({ durable = false }: PostgresOptions = {}): Promise<RunningPostgres> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptStart(durable);
    if (outcome.at === 'running') return outcome.server;
    // Between choosing the port and binding it somebody else may have taken it; anything else is no accident.
    if (attempt === ATTEMPTS_MAX || !outcome.log.includes('could not bind')) {
      throw new Error(`PostgreSQL did not start:\n${outcome.log}`);
    }
  }
}

type Outcome =
  | { readonly at: 'running'; readonly server: RunningPostgres }
  | { readonly at: 'failed'; readonly log: string };

async function attemptStart(durable: boolean): Promise<Outcome> {
  const place = await makePlace();
  const password = randomBytes(16).toString('hex');
  try {
    await copyBinaries(nativeFolder(), path.join(place.directory, 'native'));
    await initialise(place, password);
    await handOver(place);
    return await listen(place, password, durable);
  } catch (cause) {
    await rm(place.directory, { recursive: true, force: true });
    throw cause;
  }
}

async function makePlace(): Promise<Place> {
  const identity = unprivilegedIdentity();
  const directory = await mkdtemp(path.join(reachableTmpdir(), 'holdfast-postgres-'));
  await mkdir(path.join(directory, 'sockets'));
  if (identity !== undefined) await chown(directory, identity.uid, identity.gid);
  await chmod(directory, 0o755);
  return { directory, identity };
}

/** Everything belongs to the identity, so that the guard can remove it when we no longer can. */
async function handOver({ directory, identity }: Place): Promise<void> {
  if (identity === undefined) return;
  const entries = await readdir(directory, { recursive: true });
  await Promise.all(entries.map((entry) => lchown(path.join(directory, entry), identity.uid, identity.gid)));
}

async function initialise({ directory, identity }: Place, password: string): Promise<void> {
  const passwordFile = path.join(directory, 'password');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (identity !== undefined) await chown(passwordFile, identity.uid, identity.gid);
  const child = spawn(
    path.join(directory, 'native', 'bin', 'initdb'),
    [
      `--pgdata=${path.join(directory, 'data')}`,
      '--username=holdfast',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ],
    { ...identity, cwd: directory, env: { LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`initdb ended with ${code}:\n${said}`);
}

async function listen(place: Place, password: string, durable: boolean): Promise<Outcome> {
  const port = await freePort();
  const url = `postgresql://holdfast:${password}@127.0.0.1:${port}/postgres`;
  const log = await open(path.join(place.directory, 'postgres.log'), 'a+');
  const child = spawnServer(place, port, log.fd, durable);
  // Awaited from here on, so that an exit between two awaits is not missed.
  const exited = once(child, 'exit');
  const stop = async () => {
    child.stdin?.end();
    await exited;
    await log.close();
    await rm(place.directory, { recursive: true, force: true });
  };
  const first = await Promise.race([answers(url), exited.then(() => 'exited' as const)]);
  if (first === 'answers') return { at: 'running', server: { url, directory: place.directory, stop } };
  child.stdin?.end();
  await exited;
  // The folder is gone by now, but the open file still has its content.
  const said = await readFrom(log);
  await stop();
  return { at: 'failed', log: said };
}

async function readFrom(log: FileHandle): Promise<string> {
  const { size } = await log.stat();
  const { buffer, bytesRead } = await log.read(Buffer.alloc(size), 0, size, 0);
  return buffer.toString('utf8', 0, bytesRead);
}

function spawnServer({ directory, identity }: Place, port: number, logFd: number, durable: boolean): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: path.join(directory, 'sockets'),
    max_connections: 300,
    shared_buffers: '64MB',
    // What tests write does not have to survive a power cut.
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    log_min_messages: 'warning',
    timezone: 'UTC',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = path.join(directory, 'native', 'bin', 'postgres');
  const data = path.join(directory, 'data');
  return spawn('/bin/sh', ['-c', guard, 'holdfast-postgres', directory, server, '-D', data, ...options], {
    ...identity,
    cwd: '/',
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    // A group of its own, so that Ctrl-C lets the tests finish before their database goes.
    detached: true,
    stdio: ['pipe', logFd, logFd],
  });
}

async function answers(url: string): Promise<'answers' | 'silent'> {
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
    try {
      await client.connect();
      await client.end();
      return 'answers';
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return 'silent';
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
