import type { Instant, PersonId } from '@holdfast/kernel';
import type { Ports } from '../../ports.ts';
import type { Queries } from '../../store/database.ts';
import { insertJob, supersedeJobs } from '../../store/jobs.ts';

export type RejudgingRequest = {
  readonly at: Instant;
  /** What changed, for people: `version 7 of the policy was put into force`. */
  readonly cause: string;
  /** Null where the system did it by itself. */
  readonly requestedBy: PersonId | null;
};

/**
 * Has everything that is stored judged again, in the background: call it in the transaction that puts another policy or
 * another trust document into force. A run that is under way ends, for the new one does its work too.
 *
 * @returns the id of the job
 */
export async function requestRejudging(
  ports: Pick<Ports, 'newId'>,
  tx: Queries,
  { at, cause, requestedBy }: RejudgingRequest,
): Promise<string> {
  const supersedes = await supersedeJobs(tx, 'rejudge', at);
  const id = ports.newId(at);
  await insertJob(tx, { id, kind: 'rejudge', cause, input: { supersedes }, requestedBy, createdAt: at });
  return id;
}
