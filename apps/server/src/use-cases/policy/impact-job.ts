import { err, type Instant, ok, type Result, refuse } from '@holdfast/kernel';
import { type Policy, parsePolicy } from '@holdfast/policy';
import type { TrustData } from '@holdfast/trust';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import type { Queries } from '../../store/database.ts';
import { cancelJob, findJob, insertJob, type Job } from '../../store/jobs.ts';
import { countListed, forgetListed, forgetOldImpacts, listPeople, openImpacts } from '../../store/policy-impact.ts';
import { findPolicyVersion } from '../../store/policy-versions.ts';
import type { Acting } from '../acting.ts';
import type { JobWork } from '../jobs/job-work.ts';
import { ImpactEffects } from './impact-effects.ts';
import { impactResult } from './impact-result.ts';
import { beginImpact, type ImpactState, type NameLists, shortSteps, stepImpact, stepSizes } from './impact-step.ts';
import { policyInForce } from './policy-in-force.ts';
import { notUsable } from './propose-policy.ts';

/** Impacts that may wait or run at one time, and that are kept with their names. */
export const OPEN_IMPACTS_MAX = 5;
const KEPT_IMPACTS = 20;

type Input = { readonly source: string; readonly digest: string; readonly baseVersion: number };
type Cursor = { readonly trust: string; readonly state: ImpactState };

/**
 * Has the difference that a text would make worked out over everybody. Asked twice for the same text while it is under way,
 * it is done once.
 *
 * @returns the id of the job
 */
export async function startImpact(
  ports: Pick<Ports, 'database' | 'newId'>,
  { at, actor }: Acting,
  source: string,
): Promise<Result<string, RefusedCall>> {
  const parsed = parsePolicy(source, 'policy');
  if (!parsed.ok) return err(notUsable(parsed.error));
  const { digest } = parsed.value;
  return await ports.database.inTransaction(async (tx) => {
    const { version: baseVersion } = (await policyInForce(tx)).stored;
    const open = await openImpacts(tx);
    const same = open.find(({ input }) => input['digest'] === digest && input['baseVersion'] === baseVersion);
    if (same !== undefined) return ok(same.id);
    if (open.length >= OPEN_IMPACTS_MAX) return err(refuse('policy.too_many_impacts', { open: open.length }));
    await forgetOldImpacts(tx, KEPT_IMPACTS);
    const id = ports.newId(at);
    const input: Input = { source, digest, baseVersion };
    await insertJob(tx, {
      id,
      kind: 'impact',
      cause: `What a change of version ${baseVersion} of the policy would do`,
      input,
      requestedBy: actor.personId,
      createdAt: at,
    });
    return ok(id);
  });
}

/** Nobody needs it any more. The step that is under way on some node can no longer commit. */
export async function cancelImpact(
  { database }: Pick<Ports, 'database'>,
  jobId: string,
  at: Instant,
): Promise<Result<undefined, RefusedCall>> {
  return await database.inTransaction(async (tx) => {
    const job = await findJob(tx, jobId);
    if (job?.kind !== 'impact') return err(refuse('impact.not_found'));
    await cancelJob(tx, jobId, at);
    return ok(undefined);
  });
}

/**
 * The steps of an impact. What the two policies make of each judgement stays in memory between the steps of one node; the
 * counts are in the cursor. When trust data change in between it begins again.
 */
export function impactWork(): JobWork {
  let running: { readonly jobId: string; readonly effects: ImpactEffects } | null = null;
  return async ({ tx, job, standing, at, isBusy }) => {
    const input = job.input as unknown as Input;
    if (running?.jobId !== job.id || running.effects.trust !== standing.trust) {
      running = { jobId: job.id, effects: await effectsOf(tx, input, standing.trust) };
    }
    const { effects } = running;
    const names = namesOfJob(tx, job.id);
    const state = await stepImpact(
      tx,
      effects,
      await stateOf(tx, job, standing.trust, at),
      names,
      isBusy ? shortSteps : stepSizes,
    );
    const cursor: Cursor = { trust: standing.trust.digest, state };
    const isFinished = state.phase === 'done';
    if (isFinished) running = null;
    return {
      phase: state.phase,
      done: state.done,
      total: state.total,
      cursor: isFinished ? {} : cursor,
      result: isFinished ? await impactResult(state, names, input) : {},
      isFinished,
    };
  };
}

async function stateOf(tx: Queries, job: Job, trust: TrustData, at: Instant): Promise<ImpactState> {
  const cursor = job.cursor as Partial<Cursor>;
  if (cursor.state !== undefined && cursor.trust === trust.digest) return cursor.state;
  await forgetListed(tx, job.id);
  return await beginImpact(tx, at);
}

async function effectsOf(queries: Queries, input: Input, trust: TrustData): Promise<ImpactEffects> {
  const before = await findPolicyVersion(queries, input.baseVersion);
  if (before === null) throw new Error(`version ${input.baseVersion} of the policy is gone`);
  return await ImpactEffects.of(queries, mustParse(before.source), mustParse(input.source), trust);
}

/** A text that was accepted before; only another release can see it otherwise. */
function mustParse(source: string): Policy {
  const parsed = parsePolicy(source, 'policy');
  if (!parsed.ok) throw new Error('The policy cannot be read by this release.');
  return parsed.value;
}

function namesOfJob(tx: Queries, jobId: string): NameLists {
  return {
    add: (listed) => listPeople(tx, jobId, listed),
    count: (list) => countListed(tx, jobId, list),
  };
}
