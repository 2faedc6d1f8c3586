import { fullSpeed, type Pace } from '../use-cases/jobs/pace.ts';
import { type JobKinds, runDueJobs } from '../use-cases/jobs/run-jobs.ts';
import { jobKinds } from '../use-cases/jobs/work-on-jobs.ts';
import { ensureJudged } from '../use-cases/judging/ensure-judged.ts';
import type { TestInstallation } from './harness.ts';

/** Steps as they are while people are served, without the rests between them. */
export const inShortSteps: Pace = { ...fullSpeed, isBusy: () => true };

type Node = {
  readonly owner?: string;
  readonly kinds?: JobKinds;
  /** How many more times the node asks whether to go on before it is stopped. */
  readonly asks?: number;
};

/** What a node does every second: starts what is needed and does what is due. */
export async function workOnce(
  { ports }: Pick<TestInstallation, 'ports'>,
  { owner = 'a node', kinds = jobKinds, asks = Number.POSITIVE_INFINITY }: Node = {},
): Promise<number> {
  await ensureJudged(ports);
  let left = asks;
  const isOn = () => {
    left -= 1;
    return left >= 0;
  };
  return await runDueJobs(ports, { owner, kinds, isOn, pace: inShortSteps });
}
