import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { run } from 'node:test';
import { type Counts, Tally } from './tally.ts';

export type Surroundings = {
  readonly root: string;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
};

export type Command = readonly [program: string, ...args: string[]];

const MINUTE_MS = 60_000;

/** Commands that together are one check: it passes when all of them do, and the first that does not is printed. */
export async function check(commands: readonly Command[], { root, signal, say }: Surroundings): Promise<Counts> {
  for (const [program, ...args] of commands) {
    const { code, output } = await runCommand(program, args, root, signal);
    if (code === 0) continue;
    say(`\n✖ ${[path.basename(program), ...args].join(' ')}\n${output}\n`);
    return { passed: 0, failed: 1 };
  }
  return { passed: 1, failed: 0 };
}

async function runCommand(program: string, args: readonly string[], cwd: string, signal: AbortSignal) {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = () => child.kill();
  signal.addEventListener('abort', stop, { once: true });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output };
  } catch (cause) {
    return { code: null, output: String(cause) };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Runs test files in processes of their own. A file that crashes, hangs or tests nothing is a failure. */
export async function runTests(
  files: readonly string[],
  concurrency: number,
  { root, signal, say }: Surroundings,
): Promise<Counts> {
  if (files.length === 0) return { passed: 0, failed: 0 };
  const tally = new Tally((text) => say(text.replaceAll(`${root}/`, '')));
  const events = run({
    files: files.map((file) => path.join(root, file)),
    cwd: root,
    concurrency,
    signal,
    timeout: 15 * MINUTE_MS,
  });
  for await (const event of events) tally.take(event);
  return tally.counts;
}
