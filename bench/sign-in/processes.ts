import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { ClientMessage, Slot, SlotDone } from './client.ts';
import type { BenchPerson } from './people.ts';

/** Servers run on the first core and clients on the second, where the system can pin them. */
const SERVER_CORE = 0;
const CLIENT_CORE = 1;
const PATIENCE_MS = 20_000;

export const canPin = spawnSync('taskset', ['-c', String(CLIENT_CORE), 'true']).status === 0;

export type RunningServer = { readonly port: number; readonly pid: number; readonly stop: () => Promise<void> };

export type ServerSpec = {
  readonly script: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Where a CPU profile goes when the server stops. */
  readonly profileDir?: string | undefined;
};

/** Starts a server of its own process and waits until it accepts connections. */
export async function startServer(port: number, spec: ServerSpec): Promise<RunningServer> {
  const profiling = spec.profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${spec.profileDir}`];
  const [program, ...args] = pinned(SERVER_CORE, [process.execPath, ...profiling, spec.script, ...spec.args]);
  const log = openSync(spec.logFile, 'a');
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...spec.env },
    stdio: ['ignore', log, log],
  });
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
  };
  try {
    await accepts(port, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, pid: child.pid ?? 0, stop };
}

function pinned(core: number, command: readonly string[]): [string, ...string[]] {
  const [program = '', ...args] = command;
  return canPin ? ['taskset', '-c', String(core), program, ...args] : [program, ...args];
}

async function accepts(port: number, child: ChildProcess): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until && child.exitCode === null) {
    const socket = connect({ host: '127.0.0.1', port });
    const connected = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (connected) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing listens on port ${port}`);
}

export type Client = { readonly run: (slot: Slot) => Promise<SlotDone>; readonly stop: () => void };

/** The client process, pinned to its own core. */
export async function startClient(people: readonly BenchPerson[]): Promise<Client> {
  const script = fileURLToPath(new URL('client.ts', import.meta.url));
  const child = canPin
    ? fork(script, { execPath: 'taskset', execArgv: ['-c', String(CLIENT_CORE), process.execPath] })
    : fork(script, { execArgv: [] });
  const ask = async (message: object): Promise<ClientMessage> => {
    child.send(message);
    const [answer] = (await once(child, 'message')) as [ClientMessage];
    return answer;
  };
  await ask({ people: people.map(({ seed, credentialId, userHandle }) => ({ seed, credentialId, userHandle })) });
  return {
    run: async (slot) => {
      const answer = await ask({ slot });
      if (answer.at !== 'done') throw new Error(answer.at === 'failed' ? answer.message : 'the client lost its place');
      return answer.done;
    },
    stop: () => void child.kill(),
  };
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

export const repositoryRoot = path.resolve(fileURLToPath(new URL('../../', import.meta.url)));
