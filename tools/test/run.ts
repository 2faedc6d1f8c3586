import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { postgresForTests, TEST_DATABASE_URL } from '../postgres/postgres-for-tests.ts';
import type { RunningPostgres } from '../postgres/start-postgres.ts';
import { repositoryRoot } from '../repository.ts';
import { type Selection, selectTests, wantsDatabase } from './select.ts';
import { type Command, check, runTests, type Surroundings } from './steps.ts';
import { type Counts, isGreen, sum } from './tally.ts';

type Step = { readonly title: string; readonly run: (surroundings: Surroundings) => Promise<Counts> };

/** `npm test`: every check and every test, or with paths only the tests there. True when all is well. */
export async function runAll(root: string, wanted: readonly string[], signal: AbortSignal): Promise<boolean> {
  const surroundings = { root, signal, say: (text: string) => process.stdout.write(text) };
  const selection = selectTests(root, wanted);
  const counts: Counts[] = [];
  let postgres: RunningPostgres | undefined;
  const steps = [...(wanted.length === 0 ? checks(root) : []), ...builds(root, wanted, selection), ...tests(selection)];
  try {
    if (wantsDatabase(selection)) {
      postgres = await postgresForTests();
      // Test files run as child processes and inherit it.
      process.env[TEST_DATABASE_URL] = postgres.url;
    }
    for (const step of steps) if (!signal.aborted) counts.push(await timed(step, surroundings));
  } catch (cause) {
    console.error(cause);
    counts.push({ passed: 0, failed: 1 });
  } finally {
    await postgres?.stop();
  }
  if (signal.aborted) {
    console.log('interrupted: the rest did not run');
    counts.push({ passed: 0, failed: 1 });
  }
  const total = sum(counts);
  if (total.passed + total.failed === 0) console.log(`no test matches ${wanted.join(' ')}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return isGreen(total);
}

async function timed({ title, run }: Step, surroundings: Surroundings): Promise<Counts> {
  const startedMs = performance.now();
  surroundings.say(`${title} …\n`);
  const counts = await run(surroundings);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  surroundings.say(`${title}: ${counts.passed} good, ${counts.failed} bad, ${seconds} s\n\n`);
  return counts;
}

function checks(root: string): Step[] {
  const bin = (name: string) => path.join(root, 'node_modules', '.bin', name);
  const web: Command[] = hasPages(root) ? [[bin('tsc'), '--noEmit', '-p', 'apps/web']] : [];
  return [
    { title: 'types', run: (at) => check([[bin('tsc'), '--noEmit'], ...web], at) },
    { title: 'lint', run: (at) => check([[bin('biome'), 'check', '--error-on-warnings', '.']], at) },
  ];
}

/** The pages are built for a full run, and for the stories, which open them. */
function builds(root: string, wanted: readonly string[], { stories }: Selection): Step[] {
  if (!hasPages(root) || (wanted.length > 0 && stories.length === 0)) return [];
  return [{ title: 'pages', run: (at) => check([[process.execPath, path.join('tools', 'build.ts')]], at) }];
}

function hasPages(root: string): boolean {
  return existsSync(path.join(root, 'apps', 'web', 'vite.config.ts'));
}

function tests({ besideTheSource, stories }: Selection): Step[] {
  const some = (title: string, files: readonly string[], concurrency: number): Step[] =>
    files.length === 0 ? [] : [{ title, run: (at) => runTests(files, concurrency, at) }];
  return [...some('tests', besideTheSource, os.availableParallelism()), ...some('stories', stories, 1)];
}

if (import.meta.main) {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupted.abort());
  const bin = path.join(repositoryRoot, 'node_modules', '.bin');
  process.env['PATH'] = [bin, process.env['PATH']].join(path.delimiter);
  const isGood = await runAll(repositoryRoot, process.argv.slice(2), interrupted.signal);
  process.exitCode = isGood ? 0 : 1;
}
