import type { Ports } from '../../ports.ts';
import { hasOpenJob } from '../../store/jobs.ts';
import { isJudgedUnder } from '../../store/judgements.ts';
import { requestRejudging } from './request-rejudging.ts';

/**
 * Has everything judged again when something stored was judged under another policy or other trust data than today's and
 * nobody is at it: after an update, on a new day for metadata, or when a node that had not heard of a change yet stored
 * something in that moment. Cheap enough to ask every second.
 *
 * @returns whether a job was started
 */
export async function ensureJudged({ database, standing, newId, now }: Ports): Promise<boolean> {
  const { queries } = database;
  const held = await standing();
  if (await isJudgedUnder(queries, held.policy.digest, held.trust.digest)) return false;
  if (await hasOpenJob(queries, 'rejudge')) return false;
  // What is in memory may be the older of the two.
  const { policy, trust } = await standing('now');
  if (await isJudgedUnder(queries, policy.digest, trust.digest)) return false;
  return await database.inTransaction(async (tx) => {
    if (await hasOpenJob(tx, 'rejudge')) return false;
    const cause = 'something stored was judged under an earlier policy or earlier trust data';
    await requestRejudging({ newId }, tx, { at: now(), cause, requestedBy: null });
    return true;
  });
}
