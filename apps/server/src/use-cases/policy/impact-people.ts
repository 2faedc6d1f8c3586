import type { Queries } from '../../store/database.ts';
import { disabledBetween, peopleWithPasskeys, readPasskeys } from '../../store/policy-impact.ts';
import type { Alike, ImpactEffects } from './impact-effects.ts';
import { addPeople, type ImpactList, type Tally } from './impact-tally.ts';

export type Listed = { readonly list: ImpactList; readonly personId: string };

export type PeopleStep = {
  /** The last person of the step; null when there was nobody any more. */
  readonly last: string | null;
  readonly seen: number;
  readonly listed: readonly Listed[];
};

/** Combinations of passkeys that are remembered, for as long as a comparison lasts. */
const ALIKE_MAX = 20_000;
const remembered = new WeakMap<ImpactEffects, Map<string, Alike | null>>();

/**
 * Adds the next people to a tally, in the order of their ids. Most people have what many others have, so their passkeys are
 * compared as one text and looked into once.
 */
export async function addNextPeople(
  queries: Queries,
  effects: ImpactEffects,
  tally: Tally,
  after: string,
  limit: number,
): Promise<PeopleStep> {
  const people = await peopleWithPasskeys(queries, after, limit);
  const last = people.at(-1)?.personId ?? null;
  if (last === null) return { last, seen: 0, listed: [] };
  const disabled = await disabledBetween(queries, after, last);
  const alike = alikeUnder(effects);
  const fresh = new Set(people.map(({ passkeys }) => passkeys).filter((passkeys) => !alike.has(passkeys)));
  await effects.load(
    queries,
    [...fresh].flatMap((passkeys) => readPasskeys(passkeys).map(({ judgementId }) => judgementId)),
  );
  for (const passkeys of fresh) alike.set(passkeys, effects.alike(passkeys));
  const met = new Set<Alike>();
  const listed: Listed[] = [];
  for (const { personId, passkeys } of people) {
    const found = alike.get(passkeys);
    if (found === undefined || found === null || disabled.has(personId)) continue;
    found.count += 1;
    met.add(found);
    for (const list of found.lists) listed.push({ list, personId });
  }
  for (const found of met) {
    addPeople(tally, found.held, found.lists, found.count);
    found.count = 0;
  }
  return { last, seen: people.length, listed };
}

function alikeUnder(effects: ImpactEffects): Map<string, Alike | null> {
  const known = remembered.get(effects);
  if (known !== undefined && known.size < ALIKE_MAX) return known;
  const fresh = new Map<string, Alike | null>();
  remembered.set(effects, fresh);
  return fresh;
}
