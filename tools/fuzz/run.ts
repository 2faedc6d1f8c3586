import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Counts } from './fuzz-target.ts';
import { targetNamed, targets } from './targets.ts';
import type { Task } from './worker.ts';

/** An attempt takes well below a millisecond; a target whose count stands still for so long hangs. */
const HANG_MS = 30_000;
const CHECK_EVERY_MS = 5000;
/** The corpus and the code take less than a quarter of it; nothing that an outsider sends may take the rest. */
const MEMORY_MIB_MAX = 384;

type Range = Pick<Task, 'seed' | 'from' | 'count'>;

function runInThread(name: string, range: Range): Promise<Counts> {
  const progress = new SharedArrayBuffer(4);
  const done = new Int32Array(progress);
  const task: Task = { name, progress, ...range };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB_MAX },
  });
  return new Promise((resolve) => {
    const stopped = (problem: string) => {
      const number = range.from + Atomics.load(done, 0);
      resolve({ runs: Atomics.load(done, 0), accepted: 0, findings: [{ number, problem, input: 'see --from' }] });
    };
    const timer = watch(done, range.count, () => {
      stopped(`no progress for ${HANG_MS / 1000} s`);
      void worker.terminate();
    });
    worker.once('message', (counts: Counts) => resolve(counts));
    worker.once('error', (cause) => stopped(String(cause)));
    worker.once('exit', () => clearInterval(timer));
  });
}

function watch(done: Int32Array, count: number, onHang: () => void): NodeJS.Timeout {
  let [last, stillMs] = [-1, 0];
  return setInterval(() => {
    const now = Atomics.load(done, 0);
    stillMs = now === last ? stillMs + CHECK_EVERY_MS : 0;
    last = now;
    process.stderr.write(`  ${now} of ${count} …\n`);
    if (stillMs >= HANG_MS) onHang();
  }, CHECK_EVERY_MS);
}

function print(name: string, seed: string, { runs, accepted, findings }: Counts, seconds: number): void {
  const rate = Math.round(runs / seconds);
  const columns = [name.padEnd(30), String(runs).padStart(9), `${seconds.toFixed(0)} s`.padStart(8)];
  console.log(
    [...columns, `${rate}/s`.padStart(10), `${accepted} accepted`.padStart(18), `${findings.length} findings`].join(
      ' ',
    ),
  );
  for (const { number, problem, input } of findings) {
    console.log(`  again: npm run fuzz -- --target ${name} --seed ${seed} --from ${number} --count 1`);
    console.log(`  ${problem}\n  input: ${input}`);
  }
}

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    target: { type: 'string', multiple: true },
    seed: { type: 'string', default: String(Date.now()) },
    from: { type: 'string', default: '0' },
  },
});
const chosen = values.target?.map(targetNamed) ?? targets;
console.log(`--seed ${values.seed}, ${values.count} attempts at each of ${chosen.length} targets`);
const range = { seed: values.seed, from: Number(values.from), count: Number(values.count) };
const startedMs = performance.now();
let findings = 0;
let runs = 0;
for (const { name } of chosen) {
  const beganMs = performance.now();
  const counts = await runInThread(name, range);
  print(name, values.seed, counts, (performance.now() - beganMs) / 1000);
  findings += counts.findings.length;
  runs += counts.runs;
}
const seconds = (performance.now() - startedMs) / 1000;
console.log(`${runs} attempts in ${seconds.toFixed(0)} s (${Math.round(runs / seconds)}/s), ${findings} findings`);
process.exitCode = findings === 0 ? 0 : 1;
