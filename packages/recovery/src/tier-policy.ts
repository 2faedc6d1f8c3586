import { DAY_MS, HOUR_MS, MINUTE_MS } from '@holdfast/kernel';
import type { EvidenceKind, Role } from './model.ts';

export type TierName = 'general' | 'privileged' | 'break_glass';

/** What recovery asks of people of one tier. Data: an organisation may ask for more. */
export type TierPolicy = {
  readonly tier: TierName;
  readonly kinds: readonly EvidenceKind[];
  /** Kinds that are enough by themselves, at once. */
  readonly alone: readonly EvidenceKind[];
  readonly classesMin: number;
  /** People besides the owner who stand behind the case, by evidence or approval. */
  readonly peopleMin: number;
  readonly approvalsMin: number;
  /** Who may act on people of this tier at all. */
  readonly actors: readonly Role[];
  readonly approvers: readonly Role[];
  readonly waitMs: number;
  readonly passMs: number;
  readonly passesMax: number;
  readonly wrongTriesMax: number;
  readonly limitedSessionMs: number;
  readonly evidenceMs: number;
  readonly caseMs: number;
  /** Delivery is tried for so long before a channel may be given up, when another one was reached. */
  readonly noticeMs: number;
  readonly freshMs: number;
  readonly casesPerPersonMax: number;
  readonly casesPerAgentMax: number;
  readonly hardwareKeysOnly: boolean;
  readonly alarmEveryone: boolean;
};

/** Two kinds of one class are one: whoever deceives or steals the first has the second as well. */
export type EvidenceClass = 'possession' | 'paper' | 'address' | 'acquaintance' | 'staff';

/** A second agent confirms a check and adds no class of its own. */
export const classOf: Readonly<Record<EvidenceKind, EvidenceClass | null>> = {
  another_passkey: 'possession',
  offline_code: 'paper',
  verified_second_address: 'address',
  manager: 'acquaintance',
  help_desk_check: 'staff',
  second_agent: null,
  in_person: 'staff',
};

const shared = {
  passMs: 10 * MINUTE_MS,
  passesMax: 3,
  wrongTriesMax: 5,
  limitedSessionMs: 15 * MINUTE_MS,
  evidenceMs: 2 * DAY_MS,
  caseMs: 5 * DAY_MS,
  noticeMs: DAY_MS,
  freshMs: 5 * MINUTE_MS,
  casesPerPersonMax: 3,
  casesPerAgentMax: 20,
};

/** Defaults (NIST SP 800-63B-4 §4: several independent recovery methods, more of them the higher the assurance). */
export const tierPolicies: Readonly<Record<TierName, TierPolicy>> = {
  general: {
    ...shared,
    tier: 'general',
    kinds: [
      'another_passkey',
      'offline_code',
      'verified_second_address',
      'manager',
      'help_desk_check',
      'second_agent',
      'in_person',
    ],
    alone: ['another_passkey'],
    classesMin: 2,
    peopleMin: 1,
    approvalsMin: 0,
    actors: ['agent', 'approver', 'manager'],
    approvers: ['agent', 'approver'],
    waitMs: 0,
    hardwareKeysOnly: false,
    alarmEveryone: false,
  },
  privileged: {
    ...shared,
    tier: 'privileged',
    kinds: ['another_passkey', 'offline_code', 'manager', 'in_person'],
    alone: [],
    classesMin: 2,
    peopleMin: 2,
    approvalsMin: 1,
    actors: ['approver', 'manager'],
    approvers: ['approver'],
    waitMs: 24 * HOUR_MS,
    hardwareKeysOnly: false,
    alarmEveryone: false,
  },
  break_glass: {
    ...shared,
    tier: 'break_glass',
    kinds: ['another_passkey', 'offline_code', 'in_person'],
    alone: [],
    classesMin: 2,
    peopleMin: 2,
    approvalsMin: 1,
    actors: ['approver'],
    approvers: ['approver'],
    waitMs: 24 * HOUR_MS,
    hardwareKeysOnly: true,
    alarmEveryone: true,
  },
};
