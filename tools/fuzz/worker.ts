import { parentPort, workerData } from 'node:worker_threads';
import { fuzzTarget } from './fuzz-target.ts';
import { targetNamed } from './targets.ts';

/** What the long run hands to a thread of its own, so that a hang or a flood of memory is noticed from outside. */
export type Task = {
  readonly name: string;
  readonly seed: string;
  readonly from: number;
  readonly count: number;
  /** One number: how many attempts are done. */
  readonly progress: SharedArrayBuffer;
};

const { name, progress, ...range } = workerData as Task;
const done = new Int32Array(progress);
const counts = fuzzTarget(targetNamed(name), range, (runs) => {
  Atomics.store(done, 0, runs);
  return true;
});
parentPort?.postMessage(counts);
