import { instant } from '@holdfast/kernel';
import type { Ports } from '../../ports.ts';
import { claimJob, endJob, holdJob, type JobKind, nextDueJob, saveProgress } from '../../store/jobs.ts';
import type { JobWork, StepDone } from './job-work.ts';
import type { Pace } from './pace.ts';

/** How long a node that says nothing keeps a job. Every step begins it anew. */
export const LEASE_MS = 15_000;

export type JobKinds = Readonly<Partial<Record<JobKind, JobWork>>>;

type Worker = {
  /** Names this node, for as long as its process lives. */
  readonly owner: string;
  readonly kinds: JobKinds;
  /** False as soon as the node is to stop; the job is left where it is. */
  readonly isOn: () => boolean;
  readonly pace: Pace;
};

/**
 * Does the jobs that nobody works on, one after the other, until none is left.
 *
 * @returns how many this node brought to their end
 */
export async function runDueJobs(ports: Ports, worker: Worker): Promise<number> {
  let ended = 0;
  while (worker.isOn()) {
    const at = ports.now();
    const due = await nextDueJob(ports.database.queries, Object.keys(worker.kinds) as JobKind[], at);
    const work = due === null ? undefined : worker.kinds[due.kind];
    if (due === null || work === undefined) return ended;
    if (!(await claimJob(ports.database.queries, leaseOf(ports, worker, due.id)))) continue;
    if (await runToTheEnd(ports, worker, due.id, work)) ended += 1;
  }
  return ended;
}

/** @returns false when it was taken away, or the node is to stop */
async function runToTheEnd(ports: Ports, worker: Worker, id: string, work: JobWork): Promise<boolean> {
  // As of after the job was seen, so that what it was started for is in it. A later change starts another job.
  const standing = await ports.standing('now');
  while (worker.isOn()) {
    const before = performance.now();
    const step = await ports.database.inTransaction(async (tx): Promise<StepDone | null> => {
      const lease = leaseOf(ports, worker, id);
      const job = await holdJob(tx, lease);
      if (job === null) return null;
      const done = await work({ ports, tx, job, standing, at: lease.at, isBusy: worker.pace.isBusy() });
      if (done.isFinished) await endJob(tx, id, 'done', done, lease.at);
      else await saveProgress(tx, id, done);
      return done;
    });
    if (step === null) return false;
    if (step.isFinished) return true;
    await worker.pace.rest(performance.now() - before);
  }
  return false;
}

function leaseOf(ports: Pick<Ports, 'now'>, { owner }: Worker, id: string) {
  const at = ports.now();
  return { id, owner, at, until: instant(at + LEASE_MS) };
}
