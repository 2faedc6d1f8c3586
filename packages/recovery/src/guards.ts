import { type Instant, type PersonId, type Refusal, refuse } from '@holdfast/kernel';
import type { RecoveryErrorCode } from './errors.ts';
import type { Deed } from './evidence-rules.ts';
import {
  type Act,
  type ActName,
  type EvidenceKind,
  type FreshAssertion,
  noticeKinds,
  type OpenAct,
  type RecoveryCase,
  type Situation,
} from './model.ts';
import { vouchedDigest } from './vouched-digest.ts';

export type Attempt = {
  /** For `open`: the case as it would be. */
  readonly case: RecoveryCase;
  readonly act: Act;
  readonly at: Instant;
  readonly situation: Situation;
  /** The rules that what counts now does not satisfy: those before an approval, or all. */
  readonly lacks: (before: 'approval' | 'pass') => readonly string[];
  /** Kinds of evidence that count now. */
  readonly counting: () => readonly EvidenceKind[];
};

/** What stands before an act. The order is that of the table; the first that refuses answers. */
export type Guard = {
  readonly id: string;
  readonly says: string;
  readonly before: readonly ActName[];
  readonly code: RecoveryErrorCode;
  readonly holds: (attempt: Attempt) => boolean;
};

const forward: readonly ActName[] = [
  'claim',
  'add_evidence',
  'approve',
  'tell',
  'begin_wait',
  'issue_pass',
  'redeem_pass',
  'register_passkey',
  'sign_in',
];

export const guards = [
  {
    id: 'has_not_ended',
    says: 'a case that has ended never changes again',
    before: [...forward, 'cancel', 'deny', 'expire'],
    code: 'recovery.ended',
    holds: ({ case: of }) => !hasEnded(of),
  },
  {
    id: 'not_past_its_time',
    says: 'a case that is too old goes no further',
    before: forward,
    code: 'recovery.case_expired',
    holds: ({ case: of, at }) => at < of.expiresAt,
  },
  {
    id: 'expires_when_due',
    says: 'a case expires at its time, not before',
    before: ['expire'],
    code: 'recovery.not_due',
    holds: ({ case: of, at }) => at >= of.expiresAt,
  },
  {
    id: 'subject_active',
    says: 'nothing goes forward for a person who is disabled',
    before: ['open', ...forward.filter((name) => name !== 'tell')],
    code: 'recovery.person_inactive',
    holds: ({ situation }) => situation.subject.active,
  },
  {
    id: 'one_open_case',
    says: 'a person has one open case at most',
    before: ['open'],
    code: 'recovery.case_open',
    holds: ({ situation }) => situation.subject.openCases === 0,
  },
  {
    id: 'cases_per_person',
    says: 'there are only so many cases for one person in a while',
    before: ['open'],
    code: 'recovery.too_many_cases',
    holds: ({ situation: { subject, policy } }) => subject.recentCases < policy.casesPerPersonMax,
  },
  {
    id: 'cases_per_agent',
    says: 'one agent opens only so many cases in a while',
    before: ['open'],
    code: 'recovery.agent_too_many_cases',
    holds: ({ act, situation }) =>
      (act as OpenAct).by === null || situation.recentCasesOfAgent < situation.policy.casesPerAgentMax,
  },
  {
    id: 'claimed_once',
    says: 'one browser holds the receipt of a case, and no other after it',
    before: ['claim'],
    code: 'recovery.already_claimed',
    holds: ({ case: { receipt } }) => receipt === null,
  },
  {
    id: 'claimed_first',
    says: 'nobody gives their word before a browser holds the receipt',
    before: ['add_evidence', 'approve'],
    code: 'recovery.not_claimed',
    holds: ({ case: { receipt } }) => receipt !== null,
  },
  {
    id: 'same_browser',
    says: 'own evidence and the pass count only in the browser that holds the receipt',
    before: ['add_evidence', 'issue_pass', 'redeem_pass'],
    code: 'recovery.receipt_missing',
    holds: ({ case: { receipt }, act }) => !('receipt' in act) || act.receipt === receipt,
  },
  {
    id: 'one_piece_each',
    says: 'nobody gives two pieces in one case, be it evidence or approval',
    before: ['add_evidence', 'approve'],
    code: 'recovery.one_piece_each',
    holds: ({ case: of, act, at }) => {
      const by = giver(act);
      return by === null || ![...of.evidence, ...of.approvals].some((piece) => piece.by === by && at < piece.expiresAt);
    },
  },
  {
    id: 'something_to_confirm',
    says: 'a second agent confirms the check of another agent',
    before: ['add_evidence'],
    code: 'recovery.nothing_to_confirm',
    holds: ({ case: of, act }) =>
      !('kind' in act) || act.kind !== 'second_agent' || of.evidence.some(({ kind }) => kind === 'help_desk_check'),
  },
  {
    id: 'assertion_fresh',
    says: 'who acts has shown a passkey in the last minutes',
    before: ['open', 'add_evidence', 'approve', 'deny', 'issue_pass'],
    code: 'recovery.assertion_stale',
    holds: ({ act, at, situation }) => {
      if (deedOf(act) === null) return true;
      const given = assertionOf(act);
      return given !== null && given.at <= at && at - given.at <= situation.policy.freshMs;
    },
  },
  {
    id: 'assertion_over_this',
    says: 'what was signed is this deed in this case as it stands, by this person',
    before: ['open', 'add_evidence', 'approve', 'deny', 'issue_pass'],
    code: 'recovery.assertion_elsewhere',
    holds: ({ case: of, act }) => {
      const deed = deedOf(act);
      return deed === null || assertionOf(act)?.over === vouchedDigest(of, deed, giver(act) ?? of.subject);
    },
  },
  {
    id: 'codes_tried',
    says: 'a case takes only so many wrong codes',
    before: ['add_evidence'],
    code: 'recovery.code_tries',
    holds: ({ case: of, act, situation }) =>
      !('code' in act) || act.code === null || of.wrongCodes < situation.policy.wrongTriesMax,
  },
  {
    id: 'evidence_first',
    says: 'nobody approves before there is enough evidence to approve',
    before: ['approve'],
    code: 'recovery.evidence_incomplete',
    holds: ({ lacks }) => lacks('approval').length === 0,
  },
  {
    id: 'still_enough',
    says: 'at every step what is there is counted again, as everybody stands now',
    before: ['begin_wait', 'issue_pass', 'redeem_pass', 'register_passkey'],
    code: 'recovery.evidence_lost',
    holds: ({ lacks }) => lacks('pass').length === 0,
  },
  {
    id: 'shown_by_somebody_else',
    says: 'a pass goes to the browser itself only when something that is enough alone was shown there',
    before: ['issue_pass'],
    code: 'recovery.self_issue',
    holds: ({ act, situation, counting }) =>
      act.act !== 'issue_pass' || act.by !== null || counting().some((kind) => situation.policy.alone.includes(kind)),
  },
  {
    id: 'told_everywhere',
    says: 'every notice has reached every known channel before the waiting begins',
    before: ['begin_wait'],
    code: 'recovery.not_told',
    holds: ({ case: of }) =>
      noticeKinds.every(
        (notice) =>
          of.channels.every((channel) => of.told.some((one) => one.notice === notice && one.channel === channel)) &&
          of.told.some((one) => one.notice === notice && one.how === 'delivered'),
      ),
  },
  {
    id: 'given_up_late',
    says: 'a channel is given up only after long trying, and when another one was reached',
    before: ['tell'],
    code: 'recovery.notice_too_early',
    holds: ({ case: of, act, at, situation }) => {
      if (act.act !== 'tell' || act.told.how === 'delivered') return true;
      const { notice } = act.told;
      const since = notice === 'approved' && 'approvedAt' in of ? of.approvedAt : of.openedAt;
      const other = of.told.some((one) => one.notice === notice && one.how === 'delivered');
      return other && at >= since + situation.policy.noticeMs;
    },
  },
  {
    id: 'wait_is_over',
    says: 'no pass before the waiting time is over',
    before: ['issue_pass'],
    code: 'recovery.still_waiting',
    holds: ({ case: of, at }) => !('opensAt' in of) || at >= of.opensAt,
  },
  {
    id: 'one_living_pass',
    says: 'there is one living pass at most',
    before: ['issue_pass'],
    code: 'recovery.pass_living',
    holds: ({ case: of, at }) => of.at !== 'pass_issued' || at >= of.pass.expiresAt,
  },
  {
    id: 'passes_per_case',
    says: 'a case makes only so many passes',
    before: ['issue_pass'],
    code: 'recovery.too_many_passes',
    holds: ({ case: of, situation }) => of.passesMade < situation.policy.passesMax,
  },
  {
    id: 'pass_alive',
    says: 'a pass lives for minutes',
    before: ['redeem_pass'],
    code: 'recovery.pass_expired',
    holds: ({ case: of, at }) => of.at !== 'pass_issued' || at < of.pass.expiresAt,
  },
  {
    id: 'same_session',
    says: 'a passkey is registered in the limited session of the case',
    before: ['register_passkey'],
    code: 'recovery.session_other',
    holds: ({ case: of, act }) =>
      of.at !== 'limited_session' || act.act !== 'register_passkey' || act.session === of.session,
  },
  {
    id: 'pass_shown_again',
    says: 'who registers shows the pass once more, so that a stolen cookie is not enough',
    before: ['register_passkey'],
    code: 'recovery.session_other',
    holds: ({ case: of, act }) => of.at !== 'limited_session' || act.act !== 'register_passkey' || act.pass === of.pass,
  },
  {
    id: 'session_alive',
    says: 'a limited session lives for minutes',
    before: ['register_passkey'],
    code: 'recovery.session_ended',
    holds: ({ case: of, at }) => of.at !== 'limited_session' || at < of.endsAt,
  },
  {
    id: 'passkey_accepted',
    says: 'the new passkey meets today’s policy',
    before: ['register_passkey'],
    code: 'recovery.passkey_refused',
    holds: ({ act }) => act.act !== 'register_passkey' || act.accepted,
  },
  {
    id: 'hardware_where_asked',
    says: 'break-glass accounts take hardware keys only',
    before: ['register_passkey'],
    code: 'recovery.hardware_key_needed',
    holds: ({ act, situation }) =>
      act.act !== 'register_passkey' || act.hardwareKey || !situation.policy.hardwareKeysOnly,
  },
  {
    id: 'with_the_new_passkey',
    says: 'only a full sign-in with the new passkey closes a case',
    before: ['sign_in'],
    code: 'recovery.other_passkey',
    holds: ({ case: of, act }) =>
      of.at !== 're_enrolled' || act.act !== 'sign_in' || act.credentialId === of.credentialId,
  },
] as const satisfies readonly Guard[];

export function hasEnded({ at }: RecoveryCase): boolean {
  return at === 'closed' || at === 'denied' || at === 'cancelled' || at === 'expired';
}

/** Who acts with a passkey of their own: somebody else than the person, or the person with another passkey. */
export function giver(act: Act): PersonId | null {
  return 'by' in act ? act.by : null;
}

/** What an act is, when somebody has to sign it. */
export function deedOf(act: Act): Deed | null {
  switch (act.act) {
    case 'open':
      return act.by === null ? null : 'opening';
    case 'add_evidence':
      return act.by !== null || act.kind === 'another_passkey' ? act.kind : null;
    case 'approve':
      return 'approval';
    case 'deny':
      return 'denial';
    case 'issue_pass':
      return 'show_pass';
    default:
      return null;
  }
}

function assertionOf(act: Act): FreshAssertion | null {
  return 'assertion' in act ? act.assertion : null;
}

export function firstRefusal(table: readonly Guard[], attempt: Attempt): Refusal<RecoveryErrorCode> | undefined {
  const name = attempt.act.act;
  const failed = table.find((guard) => guard.before.includes(name) && !guard.holds(attempt));
  if (failed === undefined) return undefined;
  return { ...refuse(failed.code, { at: attempt.case.at, act: name, rule: failed.id }), step: failed.id };
}
