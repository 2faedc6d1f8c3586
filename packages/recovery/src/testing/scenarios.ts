import { type ChannelId, type EvidenceKind, evidenceKinds } from '../model.ts';
import { allChannels, type HelperName, type Holding, holdings, type Scenario } from './world.ts';

type Vouch = readonly [EvidenceKind, HelperName];
const manager: Vouch = ['manager', 'manager'];
const check: Vouch = ['help_desk_check', 'agent_1'];
const confirmation: Vouch = ['second_agent', 'agent_2'];
const inPerson: Vouch = ['in_person', 'approver_1'];
const oneChannel = ['mail'] as ChannelId[];

export type Named = { readonly name: string; readonly scenario: Scenario };

const base = { upsets: [], openers: [], casesMax: 1, channels: oneChannel } as const;

/** A second address makes worlds twice as large; it is left out where the owner does not need it to get back. */
function ownThings(holds: Holding): Scenario['has'] {
  return holds === 'approver_1' || holds === 'cookies' ? ['paper'] : ['paper', 'address'];
}

/** Everybody and one stolen thing, for each tier and each thing. */
export const attacks: readonly Named[] = holdings.flatMap((holds) => [
  {
    name: `general, the attacker has: ${holds}`,
    scenario: { ...base, tier: 'general', holds, has: ownThings(holds), vouches: [manager, check, confirmation] },
  },
  {
    name: `privileged, the attacker has: ${holds}`,
    scenario: { ...base, tier: 'privileged', holds, has: ['paper'], vouches: [manager, check, inPerson] },
  },
  {
    name: `break-glass, the attacker has: ${holds}`,
    scenario: { ...base, tier: 'break_glass', holds, has: ['paper'], vouches: [manager, check, inPerson] },
  },
]);

/** What the attacks leave out: who opens, another passkey, several channels, people who leave midway. */
export const circumstances: readonly Named[] = [
  ...(['agent_1', 'chat', 'mail'] as const).map((holds) => ({
    name: `agent_1 opens the case, the attacker has: ${holds}`,
    scenario: {
      ...base,
      tier: 'general' as const,
      holds,
      has: ['paper'] as const,
      openers: ['agent_1' as const],
      vouches: [manager, check, confirmation],
    },
  })),
  ...(['cookies', 'chat', 'device'] as const).map((holds) => ({
    name: `the owner has another passkey, the attacker has: ${holds}`,
    scenario: {
      ...base,
      tier: 'general' as const,
      holds,
      has: ['passkey', 'paper'] as const,
      vouches: [manager],
    },
  })),
  ...(['general', 'privileged'] as const).map((tier) => ({
    name: `two channels, one of them unreachable (${tier})`,
    scenario: {
      ...base,
      tier,
      holds: 'mail' as const,
      has: ['paper'] as const,
      channels: allChannels,
      vouches: [manager, ...(tier === 'general' ? [] : [inPerson])],
    },
  })),
  ...(['general', 'privileged'] as const).map((tier) => ({
    name: `somebody leaves, loses a role or is disabled midway (${tier})`,
    scenario: {
      ...base,
      tier,
      holds: tier === 'general' ? ('chat' as const) : ('agent_1' as const),
      has: ['paper'] as const,
      upsets: ['agent_1_disabled', 'manager_left', 'approver_1_disabled', 'owner_disabled'] as const,
      vouches: tier === 'general' ? [manager, check, confirmation] : [manager, inPerson],
    },
  })),
  {
    name: 'several cases may be opened, by agents too',
    scenario: {
      ...base,
      tier: 'break_glass',
      holds: 'device',
      has: ['paper'],
      openers: ['approver_1', 'approver_2'],
      casesMax: 3,
      vouches: [inPerson],
    },
  },
  {
    name: 'a second address and another passkey of a privileged person',
    scenario: {
      ...base,
      tier: 'privileged',
      holds: 'mail',
      has: ['address', 'passkey'],
      vouches: [manager, inPerson],
    },
  },
  {
    name: 'agent_1 is the manager as well, and corrupt',
    scenario: {
      ...base,
      tier: 'general',
      holds: 'agent_1',
      has: ['paper'],
      alsoRoles: { agent_1: ['manager'] },
      vouches: [manager, confirmation],
    },
  },
  {
    name: 'the owner is an agent as well',
    scenario: {
      ...base,
      tier: 'general',
      holds: 'device',
      has: ['paper'],
      alsoRoles: { owner: ['agent'] },
      vouches: [manager, confirmation],
    },
  },
  {
    name: 'agent_1, corrupt, has set the second address to that of the attacker',
    scenario: {
      ...base,
      tier: 'general',
      holds: 'agent_1',
      has: ['paper', 'address'],
      changer: 'agent_1',
      addressChanged: true,
      vouches: [manager, confirmation],
    },
  },
  {
    name: 'the manager has changed roles of the owner',
    scenario: {
      ...base,
      tier: 'general',
      holds: 'chat',
      has: ['paper'],
      changer: 'manager',
      vouches: [manager, check, confirmation],
    },
  },
  {
    name: 'a policy that asks for one class and nobody else',
    scenario: {
      ...base,
      tier: 'general',
      holds: 'mail',
      has: ['paper', 'address'],
      policy: { classesMin: 1, peopleMin: 0, kinds: [...evidenceKinds].filter((kind) => kind !== 'offline_code') },
      vouches: [manager],
    },
  },
];
