import { type CredentialId, instant, type PersonId } from '@holdfast/kernel';
import type { Deed } from '../evidence-rules.ts';
import { hasEnded } from '../guards.ts';
import {
  type Act,
  type Digest,
  type FreshAssertion,
  noticeKinds,
  type RecoveryCase,
  type VouchedKind,
} from '../model.ts';
import { vouchedDigest } from '../vouched-digest.ts';
import type { World } from './world.ts';
import {
  allChannels,
  caseId,
  type HelperName,
  helpers,
  nextInstant,
  owner,
  receipts,
  type Scenario,
  sessions,
} from './world.ts';

/** Something that somebody tries. `honest`: part of how the owner gets back; the rest only ever disturbs. */
export type Move = {
  readonly who: string;
  readonly does: string;
  readonly honest: boolean;
  readonly act: Act | null;
  /** Which case of the world it is about. */
  readonly index: number;
  readonly world?: World;
};

export const credentials = {
  owner: 'new passkey of the owner' as CredentialId,
  weak: 'passkey of the owner that the policy refuses' as CredentialId,
  soft: 'passkey of the owner that is no hardware key' as CredentialId,
  attacker: 'passkey of the attacker' as CredentialId,
  old: 'lost passkey' as CredentialId,
};

export function movesOf(scenario: Scenario, world: World): Move[] {
  if (world.access !== 'nobody') return [];
  return [
    ...openings(scenario, world),
    ...timeAndUpsets(scenario, world),
    ...world.cases.flatMap((of, index) => movesIn(scenario, world, of).map((move) => ({ ...move, index }))),
  ];
}

function openings({ holds, openers, channels = allChannels }: Scenario, world: World): Move[] {
  const base = { act: 'open' as const, id: caseId(world.opened + 1), subject: owner, channels };
  const candidate = { ...base, tier: 'general' as const, receipt: null, evidence: [], approvals: [] };
  const opened = (who: string, receipt: Digest) =>
    move(who, 'opens a case in their browser', who === 'owner', { ...base, by: null, receipt, assertion: null });
  return [
    opened('owner', receipts.owner),
    opened('attacker', receipts.attacker),
    ...openers.flatMap((name) => {
      const by = helpers[name];
      const over = (tier: Scenario['tier']) => vouchedDigest({ ...candidate, tier }, 'opening', by);
      return (['general', 'privileged', 'break_glass'] as const).map((tier) =>
        move(name, `opens a case for the owner (${tier})`, name !== holds, {
          ...base,
          by,
          receipt: null,
          assertion: { at: world.now, over: over(tier) },
        }),
      );
    }),
  ];
}

function timeAndUpsets(scenario: Scenario, world: World): Move[] {
  const next = nextInstant(scenario, world);
  const elsewhere = (who: string, does: string, changed: Partial<World>): Move => ({
    ...move(who, does, who === 'time', null),
    world: { ...world, ...changed },
  });
  return [
    ...(next === undefined ? [] : [elsewhere('time', 'passes, to the next instant that matters', { now: next })]),
    ...(world.cases.length === 0 && world.opened > 0
      ? [elsewhere('time', 'passes, until the limits count anew', { opened: 0, openedByAgent: 0 })]
      : []),
    ...(world.upset === null
      ? scenario.upsets.map((upset) => elsewhere('the organisation', upset.replaceAll('_', ' '), { upset }))
      : []),
  ];
}

function movesIn(scenario: Scenario, world: World, of: RecoveryCase): Move[] {
  if (hasEnded(of)) return [];
  return [
    ...ownMoves(scenario, world, of),
    ...helperMoves(scenario, world, of),
    ...forgeries(scenario, world, of),
    ...systemMoves(of),
    ...passMoves(scenario, world, of),
    ...registrations(scenario, world, of),
  ];
}

/** What a browser can bring: the owner from theirs, the attacker from theirs and, with stolen cookies, from both. */
function ownMoves({ has, holds }: Scenario, world: World, of: RecoveryCase): Move[] {
  const right = { digest: 'code' as Digest, is: 'right' as const };
  const browsers = [
    { who: 'owner', receipt: receipts.owner, has },
    { who: 'attacker', receipt: receipts.attacker, has: stolen(holds) },
    ...(holds === 'cookies' ? [{ who: 'attacker', receipt: receipts.owner, has: stolen(holds) }] : []),
  ];
  const moves = browsers.flatMap(({ who, receipt, has: things }) => {
    const honest = who === 'owner' && of.receipt === receipts.owner;
    const give = (does: string, act: Act) => move(who, does, honest, act);
    const base = { act: 'add_evidence' as const, by: null, receipt, assertion: null };
    return [
      ...(of.receipt === null ? [move(who, 'claims the case', who === 'owner', { act: 'claim', receipt })] : []),
      ...(things.includes('paper') && world.codesLeft > 0
        ? [give('types a code of the sheet', { ...base, kind: 'offline_code', code: right })]
        : []),
      ...(things.includes('address')
        ? [give('types the code sent to the second address', { ...base, kind: 'verified_second_address', code: right })]
        : []),
      ...(things.includes('passkey')
        ? [
            give('shows another passkey', {
              ...base,
              kind: 'another_passkey',
              code: null,
              assertion: signed(world, of, 'another_passkey', owner),
            }),
          ]
        : []),
    ];
  });
  const guess: Act = {
    act: 'add_evidence',
    by: null,
    kind: 'offline_code',
    receipt: receipts.attacker,
    assertion: null,
    code: { digest: 'guess' as Digest, is: 'wrong' },
  };
  const reclaim: Act = { act: 'claim', receipt: receipts.attacker };
  const stops = holds === 'mail' || holds === 'chat' ? ['owner', 'attacker'] : ['owner'];
  return [
    ...moves,
    ...(of.receipt === receipts.attacker ? [move('attacker', 'guesses a code of the sheet', false, guess)] : []),
    ...(of.receipt === receipts.owner ? [move('attacker', 'claims the case as well', false, reclaim)] : []),
    ...stops.map((who) =>
      move(who, 'cancels through a channel', who === 'owner', { act: 'cancel', through: allChannels[0] ?? 'session' }),
    ),
  ];
}

function stolen(holds: Scenario['holds']): readonly string[] {
  if (holds === 'paper') return ['paper'];
  return holds === 'mail' ? ['address'] : [];
}

/**
 * Honest people vouch for the owner only: they ask for the number that the browser of the case shows. Whatever does not
 * mean knowing the person (confirming, approving, handing out) they do whenever the machine lets them. The corrupt one
 * tries everything.
 */
function helperMoves(scenario: Scenario, world: World, of: RecoveryCase): Move[] {
  const { holds, vouches } = scenario;
  const names = Object.keys(helpers) as HelperName[];
  const corrupt = names.find((name) => name === holds);
  const isOwners = of.receipt === receipts.owner;
  const vouched = (name: HelperName, kind: VouchedKind): Move =>
    move(name, `gives ${kind}`, name !== corrupt, {
      act: 'add_evidence',
      kind,
      by: helpers[name],
      assertion: signed(world, of, kind, helpers[name]),
    });
  const kinds: readonly VouchedKind[] = ['manager', 'help_desk_check', 'second_agent', 'in_person'];
  return [
    ...vouches
      .filter(([kind, name]) => name !== corrupt && (isOwners || kind === 'second_agent'))
      .map(([kind, name]) => vouched(name, kind as VouchedKind)),
    ...(corrupt === undefined ? [] : kinds.map((kind) => vouched(corrupt, kind))),
    ...names.map((name) =>
      move(name, 'approves', name !== corrupt, {
        act: 'approve',
        by: helpers[name],
        assertion: signed(world, of, 'approval', helpers[name]),
      }),
    ),
    ...names
      .filter((name) => name === corrupt || !isOwners)
      .map((name) =>
        move(name, 'denies', name !== corrupt, {
          act: 'deny',
          by: helpers[name],
          assertion: signed(world, of, 'denial', helpers[name]),
        }),
      ),
  ];
}

/** In the name of people who did nothing: old assertions, assertions for something else, the owner for themselves. */
function forgeries(scenario: Scenario, world: World, of: RecoveryCase): Move[] {
  const own = scenario.alsoRoles?.['owner'] === undefined ? [] : [['help_desk_check', owner] as const];
  const { manager, approver_2: approver } = helpers;
  const stale = (deed: Deed, by: PersonId): FreshAssertion => ({
    at: instant(world.now - 60 * 60_000),
    get over() {
      return vouchedDigest(of, deed, by);
    },
  });
  const foreign: FreshAssertion = { at: world.now, over: 'signed elsewhere' as Digest };
  const replay = (assertion: FreshAssertion, how: string): Move[] => [
    move('attacker', `uses ${how} of the manager`, false, {
      act: 'add_evidence',
      kind: 'manager',
      by: manager,
      assertion,
    }),
    move('attacker', `uses ${how} of approver_2`, false, { act: 'approve', by: approver, assertion }),
  ];
  return [
    ...replay(stale('manager', manager), 'an old assertion').slice(0, 1),
    ...replay(stale('approval', approver), 'an old assertion').slice(1),
    ...replay(foreign, 'an assertion for something else'),
    ...own.map(([kind, by]) =>
      move('owner', `gives ${kind} on their own case`, false, {
        act: 'add_evidence',
        kind,
        by,
        assertion: signed(world, of, kind, by),
      }),
    ),
  ];
}

function systemMoves(of: RecoveryCase): Move[] {
  const tells = of.channels.flatMap((channel) =>
    noticeKinds.flatMap((notice) =>
      (['delivered', 'given_up'] as const).map((how) =>
        move('mail server', `${how} '${notice}' by ${channel}`, true, { act: 'tell', told: { notice, channel, how } }),
      ),
    ),
  );
  return [
    ...tells,
    move('server', 'begins the wait', true, { act: 'begin_wait' }),
    move('server', 'expires the case', true, { act: 'expire' }),
  ];
}

function passMoves(scenario: Scenario, world: World, of: RecoveryCase): Move[] {
  const pass = `pass ${of.id} ${of.passesMade + 1}` as Digest;
  const show = (name: HelperName) =>
    move(name, 'makes a pass and reads it out', name !== scenario.holds, {
      act: 'issue_pass',
      by: helpers[name],
      pass,
      assertion: signed(world, of, 'show_pass', helpers[name]),
    });
  const selfMade = (who: 'owner' | 'attacker', receipt: Digest, assertion: FreshAssertion) =>
    move(who, 'makes a pass in their browser', who === 'owner', {
      act: 'issue_pass',
      by: null,
      pass,
      receipt,
      assertion,
    });
  const made = of.at === 'pass_issued' ? of.pass.digest : (world.redeemed.at(-1) ?? ('pass' as Digest));
  const spend = (who: 'owner' | 'attacker', receipt: Digest, typed: Digest, does: string) =>
    move(who, does, who === 'owner', { act: 'redeem_pass', receipt, pass: typed, session: sessions[who] });
  const heard = (who: 'owner' | 'attacker') => world.heardPass.includes(who);
  const nobody: FreshAssertion = { at: world.now, over: 'nobody signed' as Digest };
  const thief = scenario.holds === 'cookies' ? [receipts.attacker, receipts.owner] : [receipts.attacker];
  return [
    ...(Object.keys(helpers) as HelperName[]).map(show),
    ...(scenario.has.includes('passkey')
      ? [selfMade('owner', receipts.owner, signed(world, of, 'show_pass', owner))]
      : []),
    ...thief.flatMap((receipt) => [
      selfMade('attacker', receipt, nobody),
      ...(heard('attacker') ? [spend('attacker', receipt, made, 'types the pass')] : []),
      spend('attacker', receipt, 'guess' as Digest, 'guesses a pass'),
    ]),
    ...(heard('owner') ? [spend('owner', receipts.owner, made, 'types the pass')] : []),
  ];
}

function registrations({ holds }: Scenario, world: World, of: RecoveryCase): Move[] {
  const pass = world.redeemed.at(-1) ?? ('pass' as Digest);
  const register = (who: 'owner' | 'attacker', session: Digest, shown: Digest, credentialId: CredentialId) =>
    move(who, `registers: ${credentialId}`, credentialId === credentials.owner, {
      act: 'register_passkey',
      session,
      pass: shown,
      credentialId,
      accepted: credentialId !== credentials.weak,
      hardwareKey: credentialId !== credentials.soft,
    });
  const sign = (who: string, credentialId: CredentialId) =>
    move(who, `signs in: ${credentialId}`, who === 'owner', { act: 'sign_in', credentialId });
  if (of.at !== 'limited_session' && of.at !== 're_enrolled') return [];
  const session = holds === 'cookies' ? sessions.owner : sessions.attacker;
  const shown = world.heardPass.includes('attacker') ? pass : ('guess' as Digest);
  return [
    ...(of.at === 'limited_session' && of.session === sessions.owner
      ? [credentials.owner, credentials.weak, credentials.soft].map((id) => register('owner', sessions.owner, pass, id))
      : []),
    register('attacker', session, shown, credentials.attacker),
    register('attacker', sessions.attacker, shown, credentials.attacker),
    sign('owner', credentials.owner),
    sign('attacker', credentials.attacker),
    sign('attacker', credentials.old),
  ];
}

/** Signed only when somebody looks, because most tries are refused before. */
function signed(world: World, of: RecoveryCase, deed: Deed, by: PersonId): FreshAssertion {
  return {
    at: instant(Math.max(world.now, of.seenAt)),
    get over() {
      return vouchedDigest(of, deed, by);
    },
  };
}

function move(who: string, does: string, honest: boolean, act: Act | null): Move {
  return { who, does, honest, act, index: 0 };
}
