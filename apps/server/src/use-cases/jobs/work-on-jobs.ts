import type { Ports } from '../../ports.ts';
import { ensureJudged } from '../judging/ensure-judged.ts';
import { rejudgeWork } from '../judging/rejudge-work.ts';
import { impactWork } from '../policy/impact-job.ts';
import { type JobKinds, runDueJobs } from './run-jobs.ts';

/** What each kind of job does. */
export const jobKinds: JobKinds = { rejudge: rejudgeWork, impact: impactWork() };

const LOOK_EVERY_MS = 1000;

/**
 * Looks once a second for work that no node does: in the background, never on the path of a request.
 *
 * @returns stops it; resolves when the step that is under way is over
 */
export function workOnJobs(ports: Ports): () => Promise<void> {
  let isOn = true;
  let running: Promise<void> | null = null;
  const worker = { owner: ports.newId(ports.now()), kinds: jobKinds, isOn: () => isOn };
  async function look(): Promise<void> {
    try {
      await ensureJudged(ports);
      await runDueJobs(ports, worker);
    } catch (error) {
      // The job stays as its last step left it; whoever looks next after its lease goes on from there.
      ports.log.error({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'job failed');
    }
  }
  const timer = setInterval(() => {
    running ??= look().finally(() => {
      running = null;
    });
  }, LOOK_EVERY_MS);
  timer.unref();
  return async () => {
    isOn = false;
    clearInterval(timer);
    await running;
  };
}
