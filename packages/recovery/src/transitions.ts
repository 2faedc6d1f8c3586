import {
  after,
  type CredentialId,
  err,
  type Instant,
  ok,
  type PersonId,
  type Refusal,
  type Result,
  refuse,
} from '@holdfast/kernel';
import type { RecoveryErrorCode } from './errors.ts';
import type { Counted } from './evidence-rules.ts';
import type {
  Act,
  Approval,
  Approved,
  CaseBase,
  Digest,
  Effect,
  Ended,
  Evidence,
  EvidenceAct,
  PassIssued,
  RecoveryCase,
  Told,
  Transition,
} from './model.ts';
import type { TierPolicy } from './tier-policy.ts';

export type Decision = Result<Transition, Refusal<RecoveryErrorCode>>;
type IsEnough = (then: RecoveryCase) => boolean;
type ActOf<Name extends Act['act']> = Extract<Act, { readonly act: Name }>;

/** One browser takes the case that somebody else opened for the person. */
export function claim(of: RecoveryCase, receipt: Digest): Decision {
  if (of.at !== 'requested') return wrongState(of);
  return ok({ next: { ...of, receipt }, effects: [] });
}

export function addEvidence(of: RecoveryCase, act: EvidenceAct, policy: TierPolicy, isEnough: IsEnough): Decision {
  if (of.at !== 'requested' && of.at !== 'gathering') return wrongState(of);
  const code = 'code' in act ? act.code : null;
  const needsCode = act.kind === 'offline_code' || act.kind === 'verified_second_address';
  if (needsCode && code?.is !== 'right') {
    const answer = refuse(code?.is === 'used' ? 'recovery.code_used' : 'recovery.code_wrong');
    return ok({
      next: { ...of, wrongCodes: of.wrongCodes + 1 },
      effects: wrongTries(of.wrongCodes + 1, policy),
      answer,
    });
  }
  const at = of.seenAt;
  const over = 'assertion' in act ? (act.assertion?.over ?? null) : null;
  const piece = { kind: act.kind, by: act.by, at, expiresAt: after(at, policy.evidenceMs), over };
  const kept = act.by === null ? of : withoutExpiredOf(of, act.by);
  const evidence = [...kept.evidence.filter(({ kind, by }) => by !== null || kind !== act.kind), piece];
  const next = { ...of, ...kept, at: 'gathering' as const, evidence };
  const burnt: Effect[] = needsCode && code !== null ? [{ effect: 'burn_code', code: code.digest }] : [];
  return gathered(next, burnt, policy, isEnough);
}

export function addApproval(
  of: RecoveryCase,
  { by, assertion }: ActOf<'approve'>,
  policy: TierPolicy,
  isEnough: IsEnough,
): Decision {
  if (of.at !== 'gathering') return wrongState(of);
  const at = of.seenAt;
  const piece = { by, at, expiresAt: after(at, policy.evidenceMs), over: assertion.over };
  const kept = withoutExpiredOf(of, by);
  return gathered({ ...of, ...kept, approvals: [...kept.approvals, piece] }, [], policy, isEnough);
}

/** Whoever gives a piece after their earlier one expired gives it instead of that one. */
function withoutExpiredOf({ evidence, approvals, seenAt }: RecoveryCase, giver: PersonId): Counted {
  const stays = ({ by, expiresAt }: Evidence | Approval) => by !== giver || seenAt < expiresAt;
  return { evidence: evidence.filter(stays), approvals: approvals.filter(stays) };
}

/** The last piece approves by itself: nobody has to notice that the case is complete. */
function gathered(
  next: Extract<RecoveryCase, { at: 'gathering' }>,
  effects: readonly Effect[],
  policy: TierPolicy,
  isEnough: IsEnough,
): Decision {
  if (!isEnough(next)) return ok({ next, effects });
  const approved: Approved = { ...next, at: 'approved', approvedAt: next.seenAt };
  return ok({ next: approved, effects: [...effects, ...notify(approved, policy)] });
}

/** Something that was there counts no more: back to gathering, and what was handed out on its strength ends. */
export function gatherAgain(
  of: RecoveryCase,
  counted: Counted,
  at: Instant,
  answer: Refusal<RecoveryErrorCode>,
): Decision {
  if (of.at !== 'approved' && of.at !== 'waiting' && of.at !== 'pass_issued' && of.at !== 'limited_session') {
    return wrongState(of);
  }
  const told = of.told.filter(({ notice }) => notice === 'opened');
  const next = { ...base(of), at: 'gathering' as const, seenAt: at, told, ...counted };
  return ok({ next, effects: [...undo(of), { effect: 'notify', notice: 'gathering', channels: of.channels }], answer });
}

export function tell(of: RecoveryCase, told: Told): Decision {
  const due = of.at === 'approved' || (told.notice === 'opened' && (of.at === 'requested' || of.at === 'gathering'));
  if (!due || !of.channels.includes(told.channel)) return wrongState(of);
  const others = of.told.filter((one) => one.notice !== told.notice || one.channel !== told.channel);
  const earlier = of.told.find((one) => one.notice === told.notice && one.channel === told.channel);
  if (earlier?.how === 'delivered') return ok({ next: of, effects: [] });
  const effects: Effect[] =
    told.how === 'given_up' ? [{ effect: 'alarm', because: 'notice_given_up', everyone: false }] : [];
  return ok({ next: { ...of, told: [...others, told] }, effects });
}

/** The wait begins when everybody was told, not before: it is there so that the owner can read and cancel. */
export function beginWait(of: RecoveryCase, policy: TierPolicy): Decision {
  if (of.at !== 'approved') return wrongState(of);
  const next = { ...of, at: 'waiting' as const, opensAt: after(of.seenAt, policy.waitMs) };
  return ok({ next, effects: notify(next, policy) });
}

export function issuePass(of: RecoveryCase, digest: Digest, policy: TierPolicy): Decision {
  if (of.at !== 'waiting' && of.at !== 'pass_issued') return wrongState(of);
  const pass = { digest, expiresAt: after(of.seenAt, policy.passMs), wrongTries: 0 };
  const next: PassIssued = { ...of, at: 'pass_issued', pass, passesMade: of.passesMade + 1 };
  return ok({
    next,
    effects: [...undo(of), { effect: 'store_pass', pass: digest, expiresAt: pass.expiresAt }, ...notify(next, policy)],
  });
}

export function redeemPass(of: RecoveryCase, act: ActOf<'redeem_pass'>, policy: TierPolicy): Decision {
  if (of.at !== 'pass_issued') return wrongState(of);
  if (act.pass !== of.pass.digest) return wrongPass(of, policy);
  const endsAt = after(of.seenAt, policy.limitedSessionMs);
  const spent = of.pass;
  const next = { ...base(of), at: 'limited_session' as const, session: act.session, pass: spent.digest, endsAt };
  return ok({
    next,
    effects: [
      { effect: 'burn_pass', pass: spent.digest },
      { effect: 'open_limited_session', session: act.session, endsAt },
      ...notify(next, policy),
    ],
  });
}

function wrongPass(of: PassIssued, policy: TierPolicy): Decision {
  const wrongTries = of.pass.wrongTries + 1;
  const answer = refuse('recovery.pass_wrong', { tries: wrongTries });
  if (wrongTries < policy.wrongTriesMax)
    return ok({ next: { ...of, pass: { ...of.pass, wrongTries } }, effects: [], answer });
  const burnt = stop(of, { at: 'denied', by: null, because: 'pass_burnt' });
  if (!burnt.ok) return burnt;
  const alarm: Effect = { effect: 'alarm', because: 'recovery.pass_wrong', everyone: policy.alarmEveryone };
  return ok({ ...burnt.value, effects: [...burnt.value.effects, alarm], answer });
}

/** The one thing that a limited session can do. The session ends with it; access needs a full sign-in. */
export function registerPasskey(of: RecoveryCase, credentialId: CredentialId, policy: TierPolicy): Decision {
  if (of.at !== 'limited_session') return wrongState(of);
  const next = { ...base(of), at: 're_enrolled' as const, credentialId };
  return ok({ next, effects: [{ effect: 'end_limited_session' }, ...notify(next, policy)] });
}

export function close(of: RecoveryCase): Decision {
  if (of.at !== 're_enrolled') return wrongState(of);
  return ok({
    next: { ...of, at: 'closed' },
    effects: [
      { effect: 'revoke_lost_credentials' },
      { effect: 'end_sessions_and_passes' },
      { effect: 'ask_for_second_passkey' },
      { effect: 'notify', notice: 'closed', channels: of.channels },
    ],
  });
}

type Ending =
  | Pick<Extract<Ended, { at: 'denied' }>, 'at' | 'by' | 'because'>
  | Pick<Extract<Ended, { at: 'cancelled' }>, 'at' | 'through'>
  | { readonly at: 'expired' };

/** Whatever was handed out in the case ends with it, the new passkey too when nobody has signed in with it yet. */
export function stop(of: RecoveryCase, ending: Ending): Decision {
  const next: Ended = { ...base(of), ...ending };
  return ok({ next, effects: [...undo(of), { effect: 'notify', notice: ending.at, channels: of.channels }] });
}

function undo(of: RecoveryCase): Effect[] {
  switch (of.at) {
    case 'pass_issued':
      return [{ effect: 'burn_pass', pass: of.pass.digest }];
    case 'limited_session':
      return [{ effect: 'end_limited_session' }];
    case 're_enrolled':
      return [{ effect: 'revoke_new_credential', credentialId: of.credentialId }];
    default:
      return [];
  }
}

/** What every state has: the fields that only mean something in the state before are left behind. */
function base(of: RecoveryCase): CaseBase {
  const { id, subject, tier, openedBy, openedAt, expiresAt, seenAt, receipt, channels, told } = of;
  const { evidence, approvals, wrongCodes, passesMade } = of;
  const who = { id, subject, tier, openedBy, receipt, channels };
  return { ...who, openedAt, expiresAt, seenAt, told, evidence, approvals, wrongCodes, passesMade };
}

function notify(of: RecoveryCase, policy: TierPolicy): Effect[] {
  const notice: Effect = { effect: 'notify', notice: of.at, channels: of.channels };
  return policy.alarmEveryone ? [notice, { effect: 'alarm', because: 'break_glass', everyone: true }] : [notice];
}

function wrongTries(wrongCodes: number, policy: TierPolicy): Effect[] {
  if (wrongCodes < policy.wrongTriesMax) return [];
  return [{ effect: 'alarm', because: 'recovery.code_tries', everyone: policy.alarmEveryone }];
}

function wrongState(of: RecoveryCase): Decision {
  return err(refuse('recovery.wrong_state', { at: of.at }));
}
