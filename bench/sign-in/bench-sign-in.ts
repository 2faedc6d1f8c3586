import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freshDatabase, startPostgres } from '@holdfast/tools/postgres';
import { median, type Row, type Section } from '../report.ts';
import { type Enrolled, enrolPeople } from './people.ts';
import { familyCpuMs, processCpuMs } from './process-cpu.ts';
import {
  type Client,
  freePort,
  type RunningServer,
  repositoryRoot,
  type ServerSpec,
  startClient,
  startServer,
} from './processes.ts';
import { seedHoldfast, seedPlain } from './seed.ts';

const PEOPLE = 400;
/** As many as it takes until the hot path is compiled, but for a bounded time on a busy machine. */
const WARM_UP = { signInsMax: 3000, forMs: 12_000 };
const SLOT_MS = 700;
const ROUNDS = 7;
const CONNECTIONS = [1, 16] as const;

type Contender = { readonly name: string; readonly server: RunningServer; readonly databasePid: number | null };
type Sample = { readonly perSecond: number; readonly cpuMs: number; readonly databaseMs: number };

export type SignInOptions = { readonly profileDir: string | undefined };

/** Whole sign-ins over HTTP: two requests each, by browsers without cookies, of people who take turns. */
export async function benchSignIn(kind: 'sqlite' | 'postgres', options: SignInOptions): Promise<Section> {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-bench-'));
  const closing: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const people = enrolPeople(PEOPLE);
    const client = await startClient(people);
    closing.push(client.stop);
    const contenders = await startAll(kind, folder, people, closing, options);
    return await measure(kind, contenders, client);
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

async function startAll(
  kind: 'sqlite' | 'postgres',
  folder: string,
  people: readonly Enrolled[],
  closing: (() => unknown)[],
  { profileDir }: SignInOptions,
): Promise<readonly Contender[]> {
  let databaseUrl = `sqlite:${path.join(folder, 'holdfast.db')}`;
  let databasePid: number | null = null;
  if (kind === 'postgres') {
    const postgres = await startPostgres({ durable: true });
    closing.push(postgres.stop);
    const fresh = await freshDatabase(postgres.url);
    databaseUrl = fresh.url;
    const pidFile = path.join(postgres.directory ?? '', 'data', 'postmaster.pid');
    databasePid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  }
  await seedHoldfast(databaseUrl, people);
  const plainFile = path.join(folder, 'plain.db');
  seedPlain(plainFile, people);
  const start = async (name: string, port: number, spec: Omit<ServerSpec, 'logFile'>): Promise<RunningServer> => {
    const server = await startServer(port, { ...spec, logFile: path.join(folder, `${name}.log`) });
    closing.push(server.stop);
    return server;
  };
  const holdfastPort = await freePort();
  const holdfast = await start('holdfast', holdfastPort, {
    script: path.join(repositoryRoot, 'apps/server/src/main.ts'),
    args: [],
    env: {
      HOLDFAST_ORIGIN: `http://localhost:${holdfastPort}`,
      HOLDFAST_LISTEN: `127.0.0.1:${holdfastPort}`,
      HOLDFAST_DATA_DIR: folder,
      HOLDFAST_DATABASE_URL: databaseUrl,
      HOLDFAST_MDS_URL: 'off',
      HOLDFAST_ANDROID_STATUS_URL: 'off',
    },
    profileDir,
  });
  const peer = (file: string) => path.join(repositoryRoot, 'bench/peers', file);
  const [helloPort, plainPort] = [await freePort(), await freePort()];
  const hello = await start('hello', helloPort, { script: peer('hello-server.ts'), args: [String(helloPort)] });
  const plain = await start('plain', plainPort, {
    script: peer('plain-server.ts'),
    args: [String(plainPort), plainFile],
    profileDir,
  });
  return [
    { name: 'plain Fastify + SimpleWebAuthn + SQLite', server: plain, databasePid: null },
    { name: 'Holdfast', server: holdfast, databasePid },
    { name: 'hello-world Fastify', server: hello, databasePid: null },
  ];
}

async function measure(
  kind: 'sqlite' | 'postgres',
  contenders: readonly Contender[],
  client: Client,
): Promise<Section> {
  for (const { server } of contenders) {
    await client.run({ port: server.port, connections: 16, ...WARM_UP });
  }
  const samples = new Map<string, Sample[]>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const connections of CONNECTIONS) {
      for (const contender of contenders) {
        const key = `${contender.name}, ${connections}`;
        samples.set(key, [...(samples.get(key) ?? []), await takeSample(client, contender, connections)]);
      }
    }
  }
  const rows = CONNECTIONS.flatMap((connections) =>
    contenders.map(({ name }) => rowOf(name, connections, contenders[0]?.name ?? '', samples)),
  );
  return {
    name: `sign-in-${kind}`,
    title: `Whole sign-ins over HTTP, Holdfast on ${kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`,
    columns: [
      'server',
      'connections',
      'server CPU ms',
      'database CPU ms',
      'CPU against plain',
      'sign-ins/s',
      'sign-ins/s against plain',
    ],
    rows,
  };
}

async function takeSample(client: Client, { server, databasePid }: Contender, connections: number): Promise<Sample> {
  const read = () => ({
    server: processCpuMs(server.pid),
    database: databasePid === null ? 0 : familyCpuMs(databasePid),
  });
  const before = read();
  const { signIns, elapsedMs } = await client.run({ port: server.port, connections, forMs: SLOT_MS });
  const after = read();
  return {
    perSecond: (signIns * 1000) / elapsedMs,
    cpuMs: (after.server - before.server) / signIns,
    databaseMs: (after.database - before.database) / signIns,
  };
}

/** Ratios are taken within each round, where the machine was the same for both, and only then the median. */
function rowOf(name: string, connections: number, baseline: string, samples: ReadonlyMap<string, Sample[]>): Row {
  const own = samples.get(`${name}, ${connections}`) ?? [];
  const base = samples.get(`${baseline}, ${connections}`) ?? [];
  const ratio = (of: (sample: Sample) => number) =>
    median(own.map((sample, round) => of(sample) / of(base[round] ?? sample)));
  return [
    name,
    connections,
    median(own.map(({ cpuMs }) => cpuMs)),
    median(own.map(({ databaseMs }) => databaseMs)),
    ratio(({ cpuMs }) => cpuMs),
    median(own.map(({ perSecond }) => perSecond)),
    ratio(({ perSecond }) => perSecond),
  ];
}
