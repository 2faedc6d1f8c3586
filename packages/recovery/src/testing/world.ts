import { DAY_MS, type Instant, instant, type PersonId } from '@holdfast/kernel';
import type { CaseId, ChannelId, Digest, EvidenceKind, RecoveryCase, Role, Situation, Standing } from '../model.ts';
import { type TierName, type TierPolicy, tierPolicies } from '../tier-policy.ts';

export const owner = 'owner' as PersonId;
/** Two agents, a manager, and two people who may approve. Together with the attacker this is everybody. */
export const helpers = {
  agent_1: 'agent_1' as PersonId,
  agent_2: 'agent_2' as PersonId,
  manager: 'manager' as PersonId,
  approver_1: 'approver_1' as PersonId,
  approver_2: 'approver_2' as PersonId,
};
export type HelperName = keyof typeof helpers;

/** The one thing that the attacker has. `…` of somebody: that person does whatever the attacker asks. */
export const holdings = ['mail', 'chat', 'paper', 'device', 'cookies', 'agent_1', 'manager', 'approver_1'] as const;
export type Holding = (typeof holdings)[number];

/** What may change while a case runs: at most one of those listed for the world. */
export type Upset = 'agent_1_disabled' | 'manager_left' | 'approver_1_disabled' | 'owner_disabled';

export type Scenario = {
  readonly tier: TierName;
  readonly holds: Holding;
  /** What the owner still has besides the people. */
  readonly has: readonly ('paper' | 'address' | 'passkey')[];
  readonly upsets: readonly Upset[];
  /** Who gives what, when honest. */
  readonly vouches: readonly (readonly [EvidenceKind, HelperName])[];
  readonly openers: readonly HelperName[];
  readonly casesMax: number;
  readonly channels?: readonly ChannelId[];
  /** Roles besides the usual, for worlds in which somebody is two things at once. */
  readonly alsoRoles?: Readonly<Record<string, readonly Role[]>>;
  /** Has changed the manager, addresses or roles of the owner. */
  readonly changer?: HelperName;
  readonly addressChanged?: boolean;
  readonly policy?: Partial<TierPolicy>;
};

export type World = {
  readonly now: Instant;
  readonly cases: readonly RecoveryCase[];
  readonly opened: number;
  readonly openedByAgent: number;
  readonly codesLeft: number;
  readonly upset: Upset | null;
  /** Who has heard the pass of the case. */
  readonly heardPass: readonly ('owner' | 'attacker')[];
  readonly redeemed: readonly Digest[];
  /** Who can sign in now, by what was registered in a case that is closed. */
  readonly access: 'nobody' | 'owner' | 'attacker';
};

export const start = instant(Date.UTC(2026, 10, 20));
export const allChannels = ['mail', 'chat'] as ChannelId[];
export const receipts = { owner: 'receipt of the owner' as Digest, attacker: 'receipt of the attacker' as Digest };
export const sessions = { owner: 'session of the owner' as Digest, attacker: 'session of the attacker' as Digest };
export const caseId = (opened: number) => `case ${opened}` as CaseId;

export function firstWorld({ has, holds }: Scenario): World {
  return {
    now: start,
    cases: [],
    opened: 0,
    openedByAgent: 0,
    codesLeft: has.includes('paper') || holds === 'paper' ? 1 : 0,
    upset: null,
    heardPass: [],
    redeemed: [],
    access: 'nobody',
  };
}

/** The defaults, except that small numbers stand for larger ones where only "one more" matters. */
export function policyOf(scenario: Scenario): TierPolicy {
  const known = policies.get(scenario);
  if (known !== undefined) return known;
  const { tier, casesMax, policy } = scenario;
  const small = { wrongTriesMax: 2, passesMax: 2, casesPerAgentMax: 1, casesPerPersonMax: casesMax };
  const made = { ...tierPolicies[tier], ...small, ...policy };
  policies.set(scenario, made);
  return made;
}
const policies = new WeakMap<Scenario, TierPolicy>();

const usualRoles: Readonly<Record<HelperName, readonly Role[]>> = {
  agent_1: ['agent'],
  agent_2: ['agent'],
  manager: ['manager'],
  approver_1: ['approver'],
  approver_2: ['approver'],
};

const standings = new WeakMap<Scenario, Map<Upset | null, Map<PersonId, Standing>>>();

export function situationOf(scenario: Scenario, world: World, by: PersonId | null): Situation {
  return {
    policy: policyOf(scenario),
    subject: {
      active: world.upset !== 'owner_disabled',
      addressChangedRecently: scenario.addressChanged === true,
      openCases: world.cases.length,
      recentCases: world.opened,
    },
    people: standingOf(scenario, world.upset),
    recentCasesOfAgent: by === null ? 0 : world.openedByAgent,
  };
}

export function standingOf(scenario: Scenario, upset: Upset | null): Map<PersonId, Standing> {
  const known = standings.get(scenario) ?? new Map<Upset | null, Map<PersonId, Standing>>();
  standings.set(scenario, known);
  const remembered = known.get(upset);
  if (remembered !== undefined) return remembered;
  const people = new Map<PersonId, Standing>();
  for (const name of Object.keys(helpers) as HelperName[]) {
    const also = scenario.alsoRoles?.[name] ?? [];
    people.set(helpers[name], {
      active: upset !== `${name}_disabled`,
      roles: name === 'manager' && upset === 'manager_left' ? also : [...usualRoles[name], ...also],
      changedThePerson: scenario.changer === name,
    });
  }
  people.set(owner, { active: true, roles: scenario.alsoRoles?.['owner'] ?? [], changedThePerson: false });
  known.set(upset, people);
  return people;
}

/** Every instant at which something in the case changes by itself. */
function instantsOf(of: RecoveryCase, policy: TierPolicy): number[] {
  const ends: number[] = [of.expiresAt, ...[...of.evidence, ...of.approvals].map(({ expiresAt }) => expiresAt)];
  if (of.at === 'approved' && of.channels.length > 1) ends.push(of.approvedAt + policy.noticeMs);
  else if (of.at === 'waiting') ends.push(of.opensAt);
  else if (of.at === 'pass_issued') ends.push(of.pass.expiresAt);
  else if (of.at === 'limited_session') ends.push(of.endsAt);
  return ends;
}

/** The next instant at which anything can be different: between two of them, when an act happens does not matter. */
export function nextInstant(scenario: Scenario, { now, cases }: World): Instant | undefined {
  const policy = policyOf(scenario);
  const later = cases.flatMap((of) => instantsOf(of, policy)).filter((at) => at > now);
  return later.length === 0 ? undefined : instant(Math.min(...later));
}

/** The same for two worlds that can only do the same: times count from now, what is past is past, order is none. */
export function keyOf(scenario: Scenario, world: World): string {
  const policy = policyOf(scenario);
  const left = (at: number) => Math.max(0, at - world.now) / 60_000;
  const parts = world.cases.map((of) => [
    of.at,
    of.openedBy,
    of.receipt,
    left(of.expiresAt),
    of.channels.length > 1 ? left(of.openedAt + policy.noticeMs) : 0,
    of.at === 'approved' && of.channels.length > 1 ? left(of.approvedAt + policy.noticeMs) : null,
    of.at === 'waiting' || of.at === 'pass_issued' ? left(of.opensAt) : null,
    'pass' in of ? (of.at === 'pass_issued' ? [left(of.pass.expiresAt), of.pass.wrongTries] : of.pass) : null,
    of.at === 'limited_session' ? [left(of.endsAt), of.session] : null,
    'credentialId' in of ? of.credentialId : null,
    of.wrongCodes,
    of.passesMade,
    of.told.map((one) => `${one.notice} ${one.channel} ${one.how}`).sort(),
    of.evidence.map((one) => `${one.kind} ${one.by} ${left(one.expiresAt)}`).sort(),
    of.approvals.map((one) => `${one.by} ${left(one.expiresAt)}`).sort(),
  ]);
  const { opened, openedByAgent, codesLeft, upset, heardPass, access } = world;
  return JSON.stringify([parts, opened, openedByAgent, codesLeft, upset, heardPass, access]);
}

export const WINDOW_MS = 30 * DAY_MS;
