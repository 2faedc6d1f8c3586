import type { Ports } from '../../ports.ts';
import { ensureJudged } from '../judging/ensure-judged.ts';
import { rejudgeWork } from '../judging/rejudge-work.ts';
import { impactWork } from '../policy/impact-job.ts';
import type { Pace } from './pace.ts';
import { type JobKinds, runDueJobs } from './run-jobs.ts';

/** What each kind of job does. */
export const jobKinds: JobKinds = { rejudge: rejudgeWork, impact: impactWork() };

const LOOK_EVERY_MS = 1000;

/**
 * Looks once a second for work that no node does: in the background, never on the path of a request. Each kind has its own
 * turn, so that judging again does not wait until an impact is worked out.
 *
 * @returns stops it; resolves when the steps that are under way are over
 */
export function workOnJobs(ports: Ports, pace: Pace): () => Promise<void> {
  const owner = ports.newId(ports.now());
  const stops = Object.entries(jobKinds).map(([kind, work]) =>
    everySecond(ports, async (isOn) => {
      if (kind === 'rejudge') await ensureJudged(ports);
      await runDueJobs(ports, { owner, kinds: { [kind]: work }, isOn, pace });
    }),
  );
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

function everySecond(ports: Ports, work: (isOn: () => boolean) => Promise<void>): () => Promise<void> {
  let isOn = true;
  let running: Promise<void> | null = null;
  async function look(): Promise<void> {
    try {
      await work(() => isOn);
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
