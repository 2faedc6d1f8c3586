import type { Rules } from '../decide.ts';
import { hasEnded } from '../guards.ts';
import { type Invariant, invariants } from './invariants.ts';
import { type Move, movesOf } from './moves.ts';
import { type Step, takeStep } from './step.ts';
import { firstWorld, type Holding, keyOf, type Scenario, start, type World } from './world.ts';

type Visit = { readonly world: World; readonly from: number; readonly move: Move | null };
export type Exploration = {
  readonly states: number;
  readonly transitions: number;
  /** How often a move was tried, refused ones included. */
  readonly tries: number;
  readonly counterexample: { readonly invariant: string; readonly trace: readonly string[] } | undefined;
  /** Of a state from which honest people no longer get the owner back. */
  readonly stranded: readonly string[] | undefined;
};

/** Breadth first over every state that can be reached, so that a counterexample is a shortest one. */
export function explore(under: Rules, scenario: Scenario, statesMax = Number.POSITIVE_INFINITY): Exploration {
  const visits: Visit[] = [{ world: firstWorld(scenario), from: -1, move: null }];
  const seen = new Map([[keyOf(scenario, firstWorld(scenario)), 0]]);
  const backward: number[][] = [[]];
  let transitions = 0;
  let tries = 0;
  for (let at = 0; at < visits.length && visits.length <= statesMax; at++) {
    const visit = visits[at] as Visit;
    for (const move of movesOf(scenario, visit.world)) {
      tries++;
      const step = takeStep(under, scenario, visit.world, move);
      if (step === undefined) continue;
      transitions++;
      const broken = broke(under, scenario, step);
      if (broken !== undefined) {
        const invariant = `${broken.id}: ${broken.says}`;
        const trace = [...traceTo(visits, at), sayMove(move, step.after)];
        return { states: visits.length, transitions, tries, counterexample: { invariant, trace }, stranded: undefined };
      }
      const to = arrive(scenario, step, at, visits, seen, backward);
      if (move.honest) backward[to]?.push(at);
    }
  }
  const lost = firstStranded(scenario, visits, backward);
  const stranded = lost === undefined ? undefined : traceTo(visits, lost);
  return { states: visits.length, transitions, tries, counterexample: undefined, stranded };
}

function arrive(
  scenario: Scenario,
  { after, move }: Step,
  from: number,
  visits: Visit[],
  seen: Map<string, number>,
  backward: number[][],
): number {
  const key = keyOf(scenario, after);
  const known = seen.get(key);
  if (known !== undefined) return known;
  const to = visits.length;
  seen.set(key, to);
  visits.push({ world: after, from, move });
  backward.push([]);
  return to;
}

const ended: Invariant = {
  id: 'I5',
  says: 'a case that has ended never changes again, whatever is tried',
  holds: () => false,
};

function broke(under: Rules, scenario: Scenario, step: Step): Invariant | undefined {
  const broken = invariants.find(({ holds }) => !holds(step, scenario));
  if (broken !== undefined) return broken;
  return comesBack(under, scenario, step) ? ended : undefined;
}

/** Tries everything that could be done before the end once more after it. */
function comesBack(under: Rules, scenario: Scenario, { transition, before, was, after }: Step): boolean {
  if (transition === null || was === null || !hasEnded(transition.next)) return false;
  const dead = { ...after, cases: [transition.next] };
  return movesOf(scenario, before).some(
    (move) => move.act !== null && move.act.act !== 'open' && takeStep(under, scenario, dead, move) !== undefined,
  );
}

/** A state that no honest moves lead from to access, although the owner can still prove who they are. */
function firstStranded(
  scenario: Scenario,
  visits: readonly Visit[],
  backward: readonly (readonly number[])[],
): number | undefined {
  const back = new Set<number>();
  const open = visits.flatMap(({ world }, at) => (world.access === 'owner' ? [at] : []));
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (back.has(at)) continue;
    back.add(at);
    open.push(...(backward[at] ?? []));
  }
  const lost = visits.findIndex(({ world }, at) => !back.has(at) && canProve(scenario, world));
  return lost === -1 ? undefined : lost;
}

/** Whether the owner, with the honest people who are left, can bring what the tier asks for without anybody else. */
function canProve(scenario: Scenario, { upset, codesLeft }: World): boolean {
  const { tier, has, holds, vouches, changer } = scenario;
  if (upset === 'owner_disabled') return false;
  if (tier === 'general' && has.includes('passkey')) return true;
  const gone = (name: string) => [holds, changer].includes(name as Holding) || upset?.startsWith(`${name}_`) === true;
  const given = new Set(vouches.filter(([, name]) => !gone(name)).map(([kind]) => kind));
  const checked = tier === 'general' && given.has('help_desk_check') && given.has('second_agent');
  const ways = [
    has.includes('paper') && codesLeft > 0,
    has.includes('passkey'),
    has.includes('address') && tier === 'general' && scenario.addressChanged !== true,
    given.has('manager') && tier !== 'break_glass',
    checked || given.has('in_person'),
  ];
  const somebody = given.has('manager') || checked || given.has('in_person');
  return somebody && ways.filter(Boolean).length >= 2;
}

function traceTo(visits: readonly Visit[], at: number): string[] {
  const visit = visits[at];
  if (visit === undefined || visit.move === null) return [];
  return [...traceTo(visits, visit.from), sayMove(visit.move, visit.world)];
}

function sayMove({ who, does }: Move, { cases, now }: World): string {
  const hours = Math.round((now - start) / 36_000) / 100;
  const states = cases.map((of) => `${of.at}${of.receipt === null ? '' : `, ${of.receipt}`}`).join(' and ');
  return `${`${hours} h`.padEnd(8)} ${who} ${does}  →  ${states === '' ? 'no open case' : states}`;
}
