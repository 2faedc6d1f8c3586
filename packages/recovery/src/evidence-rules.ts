import type { Instant, PersonId } from '@holdfast/kernel';
import type { RecoveryErrorCode } from './errors.ts';
import type { Approval, Evidence, EvidenceKind, OpenCase, Role, Situation } from './model.ts';
import { classOf } from './tier-policy.ts';

/** What somebody does in a case of somebody else, or what the person does themselves. */
export type Deed = EvidenceKind | 'approval' | 'show_pass' | 'denial' | 'opening';

/** One piece that may count: what, by whom, until when. */
export type Piece = {
  readonly deed: Deed;
  readonly by: PersonId | null;
  readonly expiresAt: Instant | null;
};
export type About = {
  readonly case: Pick<OpenCase, 'subject' | 'openedBy' | 'evidence'>;
  readonly situation: Situation;
  readonly at: Instant;
};

/**
 * Whether a piece counts, now. Asked when it is given, and of every piece again at every step after that: what has
 * expired, and what was given by somebody who has left or lost the role since, stops counting by itself.
 */
export type CountingRule = {
  readonly id: string;
  readonly says: string;
  readonly code: RecoveryErrorCode;
  readonly holds: (piece: Piece, about: About) => boolean;
};

export const countingRules = [
  {
    id: 'kind_accepted',
    says: 'the tier accepts this kind of evidence',
    code: 'recovery.kind_not_accepted',
    holds: ({ deed }, { situation }) => !isEvidence(deed) || situation.policy.kinds.includes(deed),
  },
  {
    id: 'not_own_case',
    says: 'nobody acts on their own case as staff or manager',
    code: 'recovery.own_case',
    holds: ({ by }, about) => by !== about.case.subject,
  },
  {
    id: 'giver_active',
    says: 'who gave it is not disabled',
    code: 'recovery.not_active',
    holds: ({ by }, { situation }) => by === null || situation.people.get(by)?.active === true,
  },
  {
    id: 'giver_holds_role',
    says: 'who gave it holds the role that it needs, and that role may act on this tier',
    code: 'recovery.role_missing',
    holds: ({ deed, by }, { situation }) =>
      by === null || rolesFor(deed, situation).some((role) => situation.people.get(by)?.roles.includes(role)),
  },
  {
    id: 'giver_changed_nothing',
    says: 'who gave it has not changed the manager, addresses or roles of the person recently',
    code: 'recovery.changed_the_person',
    // Stopping stays possible: the safe direction asks for less.
    holds: ({ deed, by }, { situation }) =>
      by === null || deed === 'denial' || situation.people.get(by)?.changedThePerson !== true,
  },
  {
    id: 'opener_does_not_confirm',
    says: 'who opened the case is neither its second agent nor an approver',
    code: 'recovery.opener_confirms',
    holds: ({ deed, by }, about) => (deed !== 'second_agent' && deed !== 'approval') || by !== about.case.openedBy,
  },
  {
    id: 'address_is_old',
    says: 'a second address that was changed recently proves nothing',
    code: 'recovery.address_changed',
    holds: ({ deed }, { situation }) => deed !== 'verified_second_address' || !situation.subject.addressChangedRecently,
  },
  {
    id: 'not_expired',
    says: 'it is not older than the policy allows',
    code: 'recovery.evidence_expired',
    holds: ({ expiresAt }, { at }) => expiresAt === null || at < expiresAt,
  },
] as const satisfies readonly CountingRule[];

/** What counts at one moment. */
export type Counted = { readonly evidence: readonly Evidence[]; readonly approvals: readonly Approval[] };

/** Whether what counts is enough. `before`: must hold before anybody approves. */
export type EnoughRule = {
  readonly id: string;
  readonly says: string;
  readonly before: 'approval' | 'pass';
  readonly holds: (counted: Counted, situation: Situation) => boolean;
};

export const enoughRules = [
  {
    id: 'enough_classes',
    says: 'the evidence comes from as many independent classes as the tier asks for',
    before: 'approval',
    holds: ({ evidence }, { policy }) => isAlone(evidence, policy.alone) || classes(evidence) >= policy.classesMin,
  },
  {
    id: 'check_confirmed',
    says: 'a help-desk check counts only when a second agent confirmed it',
    before: 'approval',
    holds: ({ evidence }, { policy }) => {
      if (evidence.some(({ kind }) => kind === 'second_agent')) return true;
      const rest = evidence.filter(({ kind }) => kind !== 'help_desk_check');
      return isAlone(rest, policy.alone) || rest.length === evidence.length || classes(rest) >= policy.classesMin;
    },
  },
  {
    id: 'not_by_mail_alone',
    says: 'what comes by mail is never enough, whatever the policy asks for',
    before: 'approval',
    holds: ({ evidence }) => evidence.some(({ kind }) => kind !== 'verified_second_address'),
  },
  {
    id: 'enough_people',
    says: 'as many people besides the owner stand behind it as the tier asks for',
    before: 'pass',
    holds: ({ evidence, approvals }, { policy }) =>
      isAlone(evidence, policy.alone) || people(evidence, approvals) >= policy.peopleMin,
  },
  {
    id: 'enough_approvals',
    says: 'as many people approved it as the tier asks for',
    before: 'pass',
    holds: ({ approvals }, { policy }) => approvals.length >= policy.approvalsMin,
  },
] as const satisfies readonly EnoughRule[];

function rolesFor(deed: Deed, { policy }: Situation): readonly Role[] {
  return rolesOf(deed, policy.approvers).filter((role) => policy.actors.includes(role));
}

function rolesOf(deed: Deed, approvers: readonly Role[]): readonly Role[] {
  switch (deed) {
    case 'manager':
      return ['manager'];
    case 'help_desk_check':
    case 'second_agent':
      return ['agent'];
    case 'in_person':
    case 'approval':
      return approvers;
    default:
      return ['agent', 'approver', 'manager'];
  }
}

function isEvidence(deed: Deed): deed is EvidenceKind {
  return Object.hasOwn(classOf, deed);
}

export function isAlone(evidence: readonly Evidence[], alone: readonly EvidenceKind[]): boolean {
  return evidence.some(({ kind }) => alone.includes(kind));
}

function classes(evidence: readonly Evidence[]): number {
  return new Set(evidence.map(({ kind }) => classOf[kind]).filter((one) => one !== null)).size;
}

function people(evidence: readonly Evidence[], approvals: readonly Approval[]): number {
  return new Set([...evidence, ...approvals].map(({ by }) => by).filter((by) => by !== null)).size;
}
