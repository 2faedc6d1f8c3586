import {
  after,
  err,
  type Instant,
  instant,
  ok,
  type Refusal,
  type Result,
  refuse,
  unreachable,
} from '@holdfast/kernel';
import { countingRefusal, whatCounts, whatLacks } from './count.ts';
import type { RecoveryErrorCode } from './errors.ts';
import { type CountingRule, countingRules, type Deed, type EnoughRule, enoughRules } from './evidence-rules.ts';
import { type Attempt, deedOf, firstRefusal, type Guard, giver, guards } from './guards.ts';
import type { Act, OpenAct, RecoveryCase, Situation, Transition } from './model.ts';
import {
  addApproval,
  addEvidence,
  beginWait,
  claim,
  close,
  type Decision,
  gatherAgain,
  issuePass,
  redeemPass,
  registerPasskey,
  stop,
  tell,
} from './transitions.ts';

/** Everything that can refuse, as data: so that a proof can take one away and show what then goes wrong. */
export type Rules = {
  readonly guards: readonly Guard[];
  readonly counting: readonly CountingRule[];
  readonly enough: readonly EnoughRule[];
};
export const rules: Rules = { guards, counting: countingRules, enough: enoughRules };

/** What follows from an act. Store `next` with its audit event in one transaction, the effects in the outbox. */
export type Decide = (
  of: RecoveryCase | null,
  act: Act,
  now: Instant,
  situation: Situation,
) => Result<Transition, Refusal<RecoveryErrorCode>>;

/** The one decision of recovery, under the rules of this package. */
export const decide: Decide = (of, act, now, situation) => decideUnder(rules, of, act, now, situation);

/** As {@link decide}, under other rules than ours: for the proof that each of ours is needed. */
export function decideUnder(
  under: Rules,
  of: RecoveryCase | null,
  act: Act,
  now: Instant,
  situation: Situation,
): Result<Transition, Refusal<RecoveryErrorCode>> {
  if ((of === null) !== (act.act === 'open')) return err(refuse('recovery.wrong_state', { act: act.act }));
  const before = of ?? newCase(act as OpenAct, now, situation);
  // A clock that was set back opens nothing again: the case goes by the latest instant that it has seen.
  const at = instant(Math.max(now, before.seenAt));
  const counted = () => whatCounts(under.counting, before, situation, at);
  const attempt: Attempt = {
    case: before,
    act,
    at,
    situation,
    lacks: (stage) => whatLacks(under.enough, counted(), situation, stage),
    counting: () => counted().evidence.map(({ kind }) => kind),
  };
  const refused = firstRefusal(under.guards, attempt) ?? deedRefusal(under, attempt);
  if (refused?.code === 'recovery.evidence_lost') return gatherAgain(before, counted(), at, refused);
  if (refused !== undefined) return err(refused);
  const isEnough = (then: RecoveryCase) =>
    whatLacks(under.enough, whatCounts(under.counting, then, situation, at), situation, 'pass').length === 0;
  return apply(attempt, isEnough);
}

/** What the tier still asks for before a pass: ids of rules, each with its words in the table. */
export function stillNeeded(of: RecoveryCase, now: Instant, situation: Situation): string[] {
  const at = instant(Math.max(now, of.seenAt));
  return whatLacks(rules.enough, whatCounts(rules.counting, of, situation, at), situation, 'pass');
}

function deedRefusal(under: Rules, { case: of, act, situation, at }: Attempt): Refusal<RecoveryErrorCode> | undefined {
  const deed: Deed | null = act.act === 'add_evidence' ? act.kind : deedOf(act);
  if (deed === null) return undefined;
  return countingRefusal(under.counting, { deed, by: giver(act), expiresAt: null }, { case: of, situation, at });
}

function newCase(act: OpenAct, now: Instant, { policy }: Situation): RecoveryCase {
  return {
    at: 'requested',
    id: act.id,
    subject: act.subject,
    tier: policy.tier,
    openedBy: act.by,
    openedAt: now,
    expiresAt: after(now, policy.caseMs),
    seenAt: now,
    receipt: act.receipt,
    channels: act.channels,
    told: [],
    evidence: [],
    approvals: [],
    wrongCodes: 0,
    passesMade: 0,
  };
}

function apply(attempt: Attempt, isEnough: (then: RecoveryCase) => boolean): Decision {
  const { act, situation, at } = attempt;
  const of = { ...attempt.case, seenAt: at };
  const { policy } = situation;
  switch (act.act) {
    case 'open':
      return ok({
        next: of,
        effects: [
          { effect: 'notify', notice: 'opened', channels: of.channels },
          ...(policy.alarmEveryone ? [{ effect: 'alarm', because: 'break_glass', everyone: true } as const] : []),
        ],
      });
    case 'claim':
      return claim(of, act.receipt);
    case 'add_evidence':
      return addEvidence(of, act, policy, isEnough);
    case 'approve':
      return addApproval(of, act, policy, isEnough);
    case 'deny':
      return stop(of, { at: 'denied', by: act.by, because: 'denied' });
    case 'cancel':
      return stop(of, { at: 'cancelled', through: act.through });
    case 'expire':
      return stop(of, { at: 'expired' });
    case 'tell':
      return tell(of, act.told);
    case 'begin_wait':
      return beginWait(of, policy);
    case 'issue_pass':
      return issuePass(of, act.pass, policy);
    case 'redeem_pass':
      return redeemPass(of, act, policy);
    case 'register_passkey':
      return registerPasskey(of, act.credentialId, policy);
    case 'sign_in':
      return close(of);
    default:
      return unreachable(act);
  }
}
