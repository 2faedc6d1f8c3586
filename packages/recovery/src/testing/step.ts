import { decideUnder, type Rules } from '../decide.ts';
import { giver, hasEnded } from '../guards.ts';
import type { RecoveryCase, Transition } from '../model.ts';
import { credentials, type Move } from './moves.ts';
import { receipts, type Scenario, situationOf, type World } from './world.ts';

export type Step = {
  readonly before: World;
  readonly move: Move;
  readonly was: RecoveryCase | null;
  /** Absent when time passed or the organisation changed. */
  readonly transition: Transition | null;
  readonly after: World;
};

/** The world after a move, or nothing when the machine refused it. */
export function takeStep(under: Rules, scenario: Scenario, before: World, move: Move): Step | undefined {
  if (move.act === null) return { before, move, was: null, transition: null, after: move.world ?? before };
  const opening = move.act.act === 'open';
  const was = opening ? null : (before.cases[move.index] ?? null);
  const decided = decideUnder(under, was, move.act, before.now, situationOf(scenario, before, giver(move.act)));
  if (!decided.ok) return undefined;
  const transition = decided.value;
  return { before, move, was, transition, after: afterwards(scenario, before, move, transition) };
}

function afterwards({ holds }: Scenario, before: World, move: Move, { next, effects, answer }: Transition): World {
  const opening = move.act?.act === 'open';
  const rest = before.cases.filter((_, index) => opening || index !== move.index);
  const ended = hasEnded(next);
  const burntCode = effects.some(({ effect }) => effect === 'burn_code') && move.does.includes('sheet');
  const redeemed = move.act?.act === 'redeem_pass' && answer === undefined ? [move.act.pass] : [];
  const access =
    next.at === 'closed' ? (next.credentialId === credentials.attacker ? 'attacker' : 'owner') : before.access;
  return {
    ...before,
    cases: ended ? rest : [...rest, next],
    opened: before.opened + (opening ? 1 : 0),
    openedByAgent: before.openedByAgent + (opening && next.openedBy !== null ? 1 : 0),
    codesLeft: before.codesLeft - (burntCode ? 1 : 0),
    heardPass: ended ? [] : whoHeard(holds, before, move, next),
    redeemed: ended ? [] : [...before.redeemed, ...redeemed],
    access,
  };
}

/** A pass that is read out reaches the owner, the corrupt one who reads it, and whoever listens to the channel. */
function whoHeard(holds: Scenario['holds'], before: World, { act, who }: Move, next: RecoveryCase): World['heardPass'] {
  if (act?.act !== 'issue_pass' || next.at !== 'pass_issued') return before.heardPass;
  if (act.by === null) return who === 'attacker' ? ['attacker'] : ['owner'];
  const leaks = holds === 'chat' || holds === act.by;
  const asks = next.receipt === receipts.attacker;
  return leaks || asks ? ['attacker', 'owner'] : ['owner'];
}
