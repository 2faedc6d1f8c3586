import type { Standing } from '../../ports.ts';
import type { Job } from '../../store/jobs.ts';
import type { JudgementPlace } from '../../store/rejudging.ts';

/** In this order. */
export type RejudgePhase = 'audiences' | 'assess' | 'judge' | 'move' | 'count';

/** Where judging again is. */
export type RejudgeCursor = {
  /** What it judges by. A node with a newer standing that takes the job over begins again. */
  readonly policyDigest: string;
  readonly trustDigest: string;
  /** The member of the group at hand that was looked at last. */
  readonly member: { readonly group: string; readonly after: string };
  /** The last facts that were assessed. */
  readonly facts: string;
  /** The last judgement that was judged. */
  readonly judgement: JudgementPlace;
  /** Judgements before this one have had their credentials moved. */
  readonly moved: string;
  /** The judgement whose credentials are being moved page by page, how often it was marked, and the last of them. */
  readonly within: { readonly id: string; readonly dirty: number; readonly after: string } | null;
  /** The last judgement whose failures in monitor mode were counted. */
  readonly counted: string;
};

/** What came of it, for people. */
export type RejudgeResult = {
  readonly factsJudged: number;
  readonly assessmentsChanged: number;
  readonly judgementsJudged: number;
  readonly judgementsChanged: number;
  readonly quarantined: number;
  readonly restored: number;
  readonly sessionsEnded: number;
  /** Active passkeys that a rule in monitor mode would refuse. */
  readonly monitored: number;
};

export type RejudgeState = {
  readonly phase: RejudgePhase;
  readonly done: number;
  readonly total: number;
  readonly cursor: RejudgeCursor;
  readonly result: RejudgeResult;
};

/** Where a job is; null when it has to begin, for the first time or under another standing. */
export function stateOf({ phase, done, total, cursor, result }: Job, { policy, trust }: Standing): RejudgeState | null {
  const { policyDigest, trustDigest } = cursor as Partial<RejudgeCursor>;
  if (policyDigest !== policy.digest || trustDigest !== trust.digest) return null;
  return {
    phase: phase as RejudgePhase,
    done,
    total,
    cursor: cursor as RejudgeCursor,
    result: result as RejudgeResult,
  };
}

export function beginning({ result }: Job, { policy, trust }: Standing, total: number): RejudgeState {
  return {
    phase: 'audiences',
    done: 0,
    total,
    cursor: {
      policyDigest: policy.digest,
      trustDigest: trust.digest,
      member: { group: '', after: '' },
      facts: '',
      judgement: { factsDigest: '', id: '' },
      moved: '',
      within: null,
      counted: '',
    },
    result: { ...nothingYet, ...result },
  };
}

const nothingYet: RejudgeResult = {
  factsJudged: 0,
  assessmentsChanged: 0,
  judgementsJudged: 0,
  judgementsChanged: 0,
  quarantined: 0,
  restored: 0,
  sessionsEnded: 0,
  monitored: 0,
};

/** Further along: what was done, what came of it, where the next step begins. */
export function further(
  state: RejudgeState,
  done: number,
  cursor: Partial<RejudgeCursor>,
  added: Partial<RejudgeResult> = {},
): RejudgeState {
  const result = { ...state.result };
  for (const [name, count] of Object.entries(added) as [keyof RejudgeResult, number][]) result[name] += count;
  return { ...state, done: state.done + done, cursor: { ...state.cursor, ...cursor }, result };
}

export function nextPhase(state: RejudgeState, phase: RejudgePhase, total: number): RejudgeState {
  return { ...state, phase, done: 0, total };
}
