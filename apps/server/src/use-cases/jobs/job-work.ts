import type { Instant } from '@holdfast/kernel';
import type { Ports, Standing } from '../../ports.ts';
import type { Tx } from '../../store/database.ts';
import type { Job, JobProgress } from '../../store/jobs.ts';

/** What one step of a job has to work with. */
export type JobStep = {
  readonly ports: Pick<Ports, 'newId' | 'log'>;
  /** Everything the step reads and writes, its progress included, commits together. */
  readonly tx: Tx;
  /** As the step before left it. Locked: no other node works on it. */
  readonly job: Job;
  /** As of when this node took the job; one that another node began under an earlier one begins again. */
  readonly standing: Standing;
  readonly at: Instant;
  /** True while people are served: a step is then to be so short that they hardly notice, about a millisecond. */
  readonly isBusy: boolean;
};

export type StepDone = JobProgress & { readonly isFinished: boolean };

/**
 * One short step of a kind of job: some milliseconds of work in one transaction, so that sign-ins go on in between. It is
 * done again from the beginning when the node dies before it commits, and never when it committed.
 */
export type JobWork = (step: JobStep) => Promise<StepDone>;
