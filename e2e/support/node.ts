import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const serverMain = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url));
const cliMain = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));

/** A node of Holdfast in a process of its own, as an operator would run it. */
export type TestNode = {
  readonly origin: string;
  /** The link that the server printed for the first administrator. */
  readonly firstLink: string | null;
  readonly dataDir: string;
  /** Everything it wrote so far, both streams. */
  readonly output: () => string;
  /** Runs `holdfast` with the same configuration. */
  readonly holdfast: (...args: readonly string[]) => Promise<{ code: number; stdout: string; stderr: string }>;
  readonly stop: () => Promise<void>;
  /** Ends it in the middle of whatever it does, as a power cut would. Its data stays. */
  readonly kill: () => Promise<void>;
};

/**
 * Starts a node on a free port of localhost with data of its own, and waits until it answers.
 *
 * @param env further `HOLDFAST_*` variables; `HOLDFAST_DATA_DIR` shares the data of another node
 */
export async function startNode(env: Readonly<Record<string, string>> = {}): Promise<TestNode> {
  const port = await freePort();
  const ownData = env['HOLDFAST_DATA_DIR'] === undefined;
  const dataDir = env['HOLDFAST_DATA_DIR'] ?? mkdtempSync(path.join(tmpdir(), 'holdfast-e2e-'));
  const all = {
    ...process.env,
    HOLDFAST_ORIGIN: `http://localhost:${port}`,
    HOLDFAST_DATA_DIR: dataDir,
    HOLDFAST_LISTEN: `127.0.0.1:${port}`,
    HOLDFAST_LOG_LEVEL: 'error',
    // What others publish today must not decide how a test ends.
    HOLDFAST_MDS_URL: 'off',
    HOLDFAST_ANDROID_STATUS_URL: 'off',
    ...env,
  };
  const child = spawn(process.execPath, [serverMain], { env: all, stdio: ['ignore', 'pipe', 'pipe'] });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const output = (): string => written.join('');
  await until(child, output, () => output().includes('Holdfast is running'));
  return {
    origin: all.HOLDFAST_ORIGIN,
    firstLink: /https?:\/\/\S+\/enrol\/\S+/.exec(output())?.[0] ?? null,
    dataDir,
    output,
    holdfast: (...args) => run([cliMain, ...args], all),
    kill: () => ended(child, 'SIGKILL'),
    stop: async () => {
      await ended(child, 'SIGTERM');
      if (ownData) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function until(child: ChildProcess, output: () => string, isReady: () => boolean): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const look = (): void => {
      if (isReady()) resolve();
    };
    child.stdout?.on('data', look);
    child.once('exit', (code) => reject(new Error(`the node ended with ${code}:\n${output()}`)));
    child.once('error', reject);
  });
}

async function ended(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  await exit;
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): ReturnType<TestNode['holdfast']> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
