import type { Brand, CredentialId, Instant, PersonId, Refusal } from '@holdfast/kernel';
import type { RecoveryErrorCode } from './errors.ts';
import type { TierName, TierPolicy } from './tier-policy.ts';

export type CaseId = Brand<string, 'CaseId'>;
/** Of something secret or of something signed: SHA-256, in the text form that the caller uses everywhere. */
export type Digest = Brand<string, 'Digest'>;
/** A way to reach a person: an address, a chat account. An opaque name. */
export type ChannelId = Brand<string, 'ChannelId'>;

export const evidenceKinds = [
  'another_passkey',
  'offline_code',
  'verified_second_address',
  'manager',
  'help_desk_check',
  'second_agent',
  'in_person',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** What a person's own browser can bring; everything else is vouched for by somebody else. */
export const ownKinds = ['another_passkey', 'offline_code', 'verified_second_address'] as const;
export type OwnKind = (typeof ownKinds)[number];
export type VouchedKind = Exclude<EvidenceKind, OwnKind>;

/** A user-verified assertion that somebody gave for this act alone, over the digest of what they saw. */
export type FreshAssertion = { readonly at: Instant; readonly over: Digest };

export type Evidence = {
  readonly kind: EvidenceKind;
  /** `null`: the person, from the browser that holds the receipt. */
  readonly by: PersonId | null;
  readonly at: Instant;
  readonly expiresAt: Instant;
  readonly over: Digest | null;
};
export type Approval = {
  readonly by: PersonId;
  readonly at: Instant;
  readonly expiresAt: Instant;
  readonly over: Digest;
};

export const noticeKinds = ['opened', 'approved'] as const;
export type NoticeKind = (typeof noticeKinds)[number];
/** `given_up`: could not be delivered for a day while another channel could. */
export type Told = { readonly notice: NoticeKind; readonly channel: ChannelId; readonly how: 'delivered' | 'given_up' };

export type CaseBase = {
  readonly id: CaseId;
  readonly subject: PersonId;
  readonly tier: TierName;
  /** `null`: opened from a browser without sign-in, by whoever says to be the person. */
  readonly openedBy: PersonId | null;
  readonly openedAt: Instant;
  readonly expiresAt: Instant;
  /** The latest instant that the case has seen. Time never runs backwards in a case, whatever the clock does. */
  readonly seenAt: Instant;
  /** Of the secret that one browser holds. Own evidence, pass and registration only count from there. */
  readonly receipt: Digest | null;
  readonly channels: readonly ChannelId[];
  readonly told: readonly Told[];
  readonly evidence: readonly Evidence[];
  readonly approvals: readonly Approval[];
  readonly wrongCodes: number;
  readonly passesMade: number;
};

export type Requested = CaseBase & { readonly at: 'requested' };
export type Gathering = CaseBase & { readonly at: 'gathering' };
export type Approved = CaseBase & { readonly at: 'approved'; readonly approvedAt: Instant };
export type Waiting = CaseBase & { readonly at: 'waiting'; readonly approvedAt: Instant; readonly opensAt: Instant };
export type Pass = { readonly digest: Digest; readonly expiresAt: Instant; readonly wrongTries: number };
export type PassIssued = CaseBase & {
  readonly at: 'pass_issued';
  readonly approvedAt: Instant;
  readonly opensAt: Instant;
  readonly pass: Pass;
};
export type LimitedSession = CaseBase & {
  readonly at: 'limited_session';
  readonly session: Digest;
  /** Of the spent pass: whoever registers shows it once more, so that a stolen cookie is not enough. */
  readonly pass: Digest;
  readonly endsAt: Instant;
};
export type ReEnrolled = CaseBase & { readonly at: 're_enrolled'; readonly credentialId: CredentialId };
export type Ended =
  | (CaseBase & { readonly at: 'closed'; readonly credentialId: CredentialId })
  | (CaseBase & { readonly at: 'denied'; readonly by: PersonId | null; readonly because: 'denied' | 'pass_burnt' })
  | (CaseBase & { readonly at: 'cancelled'; readonly through: ChannelId | 'session' })
  | (CaseBase & { readonly at: 'expired' });

export type OpenCase = Requested | Gathering | Approved | Waiting | PassIssued | LimitedSession | ReEnrolled;
export type RecoveryCase = OpenCase | Ended;
export type RecoveryState = RecoveryCase['at'];

export type OpenAct = {
  readonly act: 'open';
  readonly id: CaseId;
  readonly subject: PersonId;
  readonly by: PersonId | null;
  /** From the browser of the person; `null` when somebody opens it for them: it is claimed later. */
  readonly receipt: Digest | null;
  readonly channels: readonly ChannelId[];
  readonly assertion: FreshAssertion | null;
};
export type EvidenceAct =
  | {
      readonly act: 'add_evidence';
      readonly kind: OwnKind;
      readonly by: null;
      readonly receipt: Digest;
      /** Of `another_passkey`: by an active passkey of the person. The caller takes none that today's policy refuses. */
      readonly assertion: FreshAssertion | null;
      /** Of codes (on paper or sent to the second address): what the store says about the code that was typed. */
      readonly code: { readonly digest: Digest; readonly is: 'right' | 'used' | 'wrong' } | null;
    }
  | {
      readonly act: 'add_evidence';
      readonly kind: VouchedKind;
      readonly by: PersonId;
      readonly assertion: FreshAssertion;
    };

export type Act =
  | OpenAct
  | { readonly act: 'claim'; readonly receipt: Digest }
  | EvidenceAct
  | { readonly act: 'approve'; readonly by: PersonId; readonly assertion: FreshAssertion }
  | { readonly act: 'deny'; readonly by: PersonId; readonly assertion: FreshAssertion }
  /** By whoever holds any channel of the person. Needs no sign-in, because it can only stop. */
  | { readonly act: 'cancel'; readonly through: ChannelId | 'session' }
  | { readonly act: 'tell'; readonly told: Told }
  | { readonly act: 'begin_wait' }
  /** `by: null`: to the browser itself, in answer to an assertion by the passkey that is enough alone. */
  | { readonly act: 'issue_pass'; readonly by: PersonId; readonly pass: Digest; readonly assertion: FreshAssertion }
  | {
      readonly act: 'issue_pass';
      readonly by: null;
      readonly pass: Digest;
      readonly receipt: Digest;
      readonly assertion: FreshAssertion;
    }
  | { readonly act: 'redeem_pass'; readonly receipt: Digest; readonly pass: Digest; readonly session: Digest }
  | {
      readonly act: 'register_passkey';
      readonly session: Digest;
      readonly pass: Digest;
      readonly credentialId: CredentialId;
      /** The verdict of today's policy on the new credential. */
      readonly accepted: boolean;
      /** An attested hardware security key. */
      readonly hardwareKey: boolean;
    }
  | { readonly act: 'sign_in'; readonly credentialId: CredentialId }
  | { readonly act: 'expire' };
export type ActName = Act['act'];

export const roles = ['agent', 'approver', 'manager'] as const;
/** `manager`: of this person, as the directory says now. */
export type Role = (typeof roles)[number];

/** Somebody who acts or has acted in the case, as they stand now. Who is not listed is nobody. */
export type Standing = {
  readonly active: boolean;
  readonly roles: readonly Role[];
  /** Changed the person's manager, addresses or roles within `quietMs` of the policy. */
  readonly changedThePerson: boolean;
};

/** What is true at the moment of the act, read in the same transaction. */
export type Situation = {
  readonly policy: TierPolicy;
  readonly subject: {
    readonly active: boolean;
    readonly addressChangedRecently: boolean;
    readonly openCases: number;
    readonly recentCases: number;
  };
  readonly people: ReadonlyMap<PersonId, Standing>;
  /** Opened by who acts now, within the window of the limit. */
  readonly recentCasesOfAgent: number;
};

export type Effect =
  | { readonly effect: 'notify'; readonly notice: NoticeKind | RecoveryState; readonly channels: readonly ChannelId[] }
  | { readonly effect: 'store_pass'; readonly pass: Digest; readonly expiresAt: Instant }
  | { readonly effect: 'burn_pass'; readonly pass: Digest }
  | { readonly effect: 'burn_code'; readonly code: Digest }
  | { readonly effect: 'open_limited_session'; readonly session: Digest; readonly endsAt: Instant }
  | { readonly effect: 'end_limited_session' }
  | { readonly effect: 'end_sessions_and_passes' }
  | { readonly effect: 'revoke_lost_credentials' }
  | { readonly effect: 'revoke_new_credential'; readonly credentialId: CredentialId }
  | { readonly effect: 'ask_for_second_passkey' }
  | {
      readonly effect: 'alarm';
      readonly because: RecoveryErrorCode | 'break_glass' | 'notice_given_up';
      readonly everyone: boolean;
    };

/**
 * Store `next` with its audit event in one transaction; effects go to the outbox. `answer` is there when something
 * must be remembered although the answer is a refusal: a wrong code, or evidence that no longer counts.
 */
export type Transition = {
  readonly next: RecoveryCase;
  readonly effects: readonly Effect[];
  readonly answer?: Refusal<RecoveryErrorCode>;
};
