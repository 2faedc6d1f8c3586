import { createHash } from 'node:crypto';
import { groupsNamed } from '@holdfast/policy';
import { type Assessment, assess, type TrustData } from '@holdfast/trust';
import type { Ports } from '../../ports.ts';
import { countDirtyJudgements } from '../../store/moving.ts';
import {
  countMembersUnsettled,
  lockMembers,
  nameGroups,
  nextUnsettled,
  settleGroup,
  settlePeople,
  waitForJoining,
} from '../../store/named-groups.ts';
import { hasActiveOwner } from '../../store/owners.ts';
import {
  confirmAssessments,
  countFactsNotUnder,
  countJudgementsNotUnder,
  type FactsToAssess,
  type JudgedAgain,
  type JudgementToJudge,
  listFactsNotUnder,
  listJudgementsNotUnder,
  replaceAssessment,
  replaceJudgements,
} from '../../store/rejudging.ts';
import { record } from '../acting.ts';
import { judgeOnce } from '../ceremony/judge-once.ts';
import type { JobStep, JobWork, StepDone } from '../jobs/job-work.ts';
import { someOwnerCanSignIn } from '../people/protection.ts';
import { countStep, moveStep } from './move-credentials.ts';
import { projectionOf } from './projection.ts';
import { beginning, further, nextPhase, type RejudgeState, stateOf } from './rejudge-state.ts';

/** How much one step does. Each commits once, so that longer ones are quicker while nobody else is served. */
type Sizes = { readonly members: number; readonly facts: number; readonly judgements: number };
const whole: Sizes = { members: 500, facts: 200, judgements: 600 };
const short: Sizes = { members: 20, facts: 8, judgements: 25 };

function sizesOf({ isBusy }: Pick<JobStep, 'isBusy'>): Sizes {
  return isBusy ? short : whole;
}

/**
 * Judges everything that is stored again (product.md B6): each distinct set of facts is assessed once, each judgement made
 * once, and only the credentials of judgements that changed are touched. It asks the rows what they were judged under, so
 * that it does nothing twice, whenever it is interrupted.
 */
export const rejudgeWork: JobWork = async (step) => {
  const state = stateOf(step.job, step.standing);
  if (state === null) return await begin(step);
  switch (state.phase) {
    case 'audiences':
      return goOn(await audienceStep(step, state));
    case 'assess':
      return goOn(await assessStep(step, state));
    case 'judge':
      return goOn(await judgeStep(step, state));
    case 'move':
      return goOn(await moveStep(step, state));
    case 'count':
      return await end(step, state, await countStep(step, state));
  }
};

function goOn(state: RejudgeState): StepDone {
  return { ...state, isFinished: false };
}

async function begin({ ports, tx, job, standing, at }: JobStep): Promise<StepDone> {
  const isFirst = job.phase === '';
  if (isFirst) {
    await record(
      ports,
      tx,
      { by: 'system', at },
      {
        type: 'rejudge.started',
        policyDigest: standing.policy.digest,
        detail: {
          jobId: job.id,
          cause: job.cause,
          requestedBy: job.requestedBy,
          trustDigest: standing.trust.digest,
          ...job.input,
        },
      },
    );
  }
  await nameGroups(tx, groupsNamed(standing.policy));
  return goOn(beginning(job, standing, await countMembersUnsettled(tx)));
}

/** Groups that the policy names for the first time tell audiences apart before anything is judged for them. */
async function audienceStep({ tx, standing, isBusy }: JobStep, state: RejudgeState): Promise<RejudgeState> {
  const { members: limit } = sizesOf({ isBusy });
  const group = await nextUnsettled(tx);
  if (group === null) return nextPhase(state, 'assess', await countFactsNotUnder(tx, standing.trust.digest));
  const { member } = state.cursor;
  const after = member.group === group ? member.after : '';
  if (after === '') await waitForJoining(tx, group);
  const people = await lockMembers(tx, group, { after, limit });
  await settlePeople(tx, people);
  if (people.length < limit) await settleGroup(tx, group);
  return further(state, people.length, { member: { group, after: people.at(-1) ?? after } });
}

async function assessStep({ ports, tx, standing, isBusy }: JobStep, state: RejudgeState): Promise<RejudgeState> {
  const { facts: limit } = sizesOf({ isBusy });
  const { policy, trust } = standing;
  const page = { after: state.cursor.facts, limit };
  const rows = await listFactsNotUnder(tx, trust.digest, page);
  const same: string[] = [];
  for (const row of rows) {
    const assessment = assessOne(ports.log, row, trust);
    if (assessment === null || isSame(row, assessment)) same.push(row.digest);
    else await replaceAssessment(tx, row.digest, assessment, trust.digest);
  }
  await confirmAssessments(tx, same, trust.digest);
  const counts = { factsJudged: rows.length, assessmentsChanged: rows.length - same.length };
  const done = further(state, rows.length, { facts: rows.at(-1)?.digest ?? '' }, counts);
  if (rows.length === limit) return done;
  return nextPhase(done, 'judge', await countJudgementsNotUnder(tx, policy.digest, trust.digest));
}

/**
 * Null for facts that cannot be assessed, which only a fault of the database or of ours makes: what was found of them before stands,
 * with those passkeys nobody signs in, and everybody else is judged.
 */
function assessOne(
  log: Ports['log'],
  { digest, facts, firstSeenAt }: FactsToAssess,
  trust: TrustData,
): Assessment | null {
  try {
    return assess(facts, trust, firstSeenAt);
  } catch (error) {
    log.error({ factsDigest: digest, error: String(error) }, 'facts of passkeys cannot be assessed');
    return null;
  }
}

function isSame({ assessmentDigest }: FactsToAssess, assessment: object): boolean {
  return createHash('sha256').update(JSON.stringify(assessment)).digest('hex') === assessmentDigest;
}

async function judgeStep({ tx, standing, isBusy }: JobStep, state: RejudgeState): Promise<RejudgeState> {
  const { judgements: limit } = sizesOf({ isBusy });
  const { policy, trust } = standing;
  const page = { after: state.cursor.judgement, limit };
  const rows = await listJudgementsNotUnder(tx, policy.digest, trust.digest, page);
  const judged = rows.map((row): JudgedAgain => {
    const { verdict } = judgeOnce(policy, row.groups, row.assessment);
    const projection = projectionOf(verdict);
    const { id, factsDigest, audienceId } = row;
    return { id, factsDigest, audienceId, verdict, projection, isChanged: isChanged(row, projection) };
  });
  await replaceJudgements(tx, judged, trust.digest);
  const last = rows.at(-1) ?? state.cursor.judgement;
  const counts = { judgementsJudged: rows.length, judgementsChanged: judged.filter((each) => each.isChanged).length };
  const judgement = { factsDigest: last.factsDigest, id: last.id };
  const done = further(state, rows.length, { judgement }, counts);
  return rows.length === limit ? done : nextPhase(done, 'move', await countDirtyJudgements(tx));
}

/** What credentials copy of a judgement. */
function isChanged({ before }: JudgementToJudge, after: JudgedAgain['projection']): boolean {
  return before.wantedStatus !== after.wantedStatus || before.tier !== after.tier || before.reason !== after.reason;
}

async function end(
  { ports, tx, job, standing, at }: JobStep,
  before: RejudgeState,
  state: RejudgeState,
): Promise<StepDone> {
  if (state.cursor.counted !== before.cursor.counted) return goOn(state);
  const ownersShutOut = (await hasActiveOwner(tx)) && !(await someOwnerCanSignIn(tx, standing.policy));
  if (ownersShutOut) {
    const remedy = 'holdfast admin invite --new-owner NAME';
    ports.log.error({ jobId: job.id, cause: job.cause, remedy }, 'no owner can sign in any more');
  }
  await record(
    ports,
    tx,
    { by: 'system', at },
    {
      type: 'rejudge.finished',
      policyDigest: standing.policy.digest,
      detail: { jobId: job.id, cause: job.cause, trustDigest: standing.trust.digest, ownersShutOut, ...state.result },
    },
  );
  return { ...state, isFinished: true };
}
