import type { Queries } from '../../store/database.ts';
import {
  disabledBetween,
  isActiveAt,
  judgementAt,
  type PersonPasskeys,
  peopleWithPasskeys,
  TOKEN_LENGTH,
} from '../../store/policy-impact.ts';
import { type ImpactEffects, type JudgementKey, judgementKey } from './impact-effects.ts';
import { addPeople, type HeldPasskey, type ImpactList, listsOf, type Tally } from './impact-tally.ts';

export type Listed = { readonly list: ImpactList; readonly personId: string };

export type PeopleStep = {
  /** The last person of the step; null when there was nobody any more. */
  readonly last: string | null;
  readonly seen: number;
  readonly listed: readonly Listed[];
};

type Next = {
  /** The last person of the step before. */
  readonly after: string;
  readonly limit: number;
  /** How many names each list still takes. */
  readonly room: ReadonlyMap<ImpactList, number>;
};

/**
 * Adds the next people to a tally, in the order of their ids. Most people have what many others have, so each combination of
 * passkeys is looked into once.
 */
export async function addNextPeople(
  queries: Queries,
  effects: ImpactEffects,
  tally: Tally,
  { after, limit, room }: Next,
): Promise<PeopleStep> {
  const people = await peopleWithPasskeys(queries, after, limit);
  const last = people.at(-1)?.personId ?? null;
  if (last === null) return { last, seen: 0, listed: [] };
  const disabled = await disabledBetween(queries, after, last);
  const codes = await codesOfAll(queries, effects, people);
  const alike = new Map<string, Alike>();
  const left = new Map(room);
  const listed: Listed[] = [];
  for (const [index, { personId }] of people.entries()) {
    const own = codes[index] ?? [];
    if (own.length === 0 || disabled.has(personId)) continue;
    const combination = own.join(' ');
    const found = alike.get(combination) ?? lookInto(own, effects);
    if (found.count === 0) alike.set(combination, found);
    found.count += 1;
    for (const list of found.lists) {
      const more = left.get(list) ?? 0;
      if (more <= 0) continue;
      left.set(list, more - 1);
      listed.push({ list, personId });
    }
  }
  for (const { held, lists, count } of alike.values()) addPeople(tally, held, lists, count);
  return { last, seen: people.length, listed };
}

/** People of one step whose passkeys do the same. */
type Alike = { readonly held: readonly HeldPasskey[]; readonly lists: readonly ImpactList[]; count: number };

/** For each person one number for each passkey: what its judgement does, and whether it is active. Equal sets are equal. */
async function codesOfAll(
  queries: Queries,
  effects: ImpactEffects,
  people: readonly PersonPasskeys[],
): Promise<readonly (readonly number[])[]> {
  const others = await effects.othersAmong(
    queries,
    people.map(({ personId }) => personId),
  );
  const codesOfEach = (missing: Set<JudgementKey>) =>
    people.map(({ personId, passkeys }) => codesOf(passkeys, others.get(personId), effects, missing));
  const missing = new Set<JudgementKey>();
  const codes = codesOfEach(missing);
  // Nearly always everything is known already.
  if (missing.size === 0) return codes;
  await effects.load(queries, missing);
  return codesOfEach(new Set());
}

function codesOf(
  passkeys: string,
  others: string | undefined,
  effects: ImpactEffects,
  missing: Set<JudgementKey>,
): readonly number[] {
  const codes: number[] = [];
  for (let at = 0; at < passkeys.length; at += TOKEN_LENGTH) {
    const key = judgementKey(judgementAt(passkeys, at), others);
    const number = effects.numberOf(key);
    if (number === undefined) missing.add(key);
    else codes.push(2 * number + (isActiveAt(passkeys, at) ? 1 : 0));
  }
  return codes.length > 1 ? codes.sort((a, b) => a - b) : codes;
}

function lookInto(codes: readonly number[], effects: ImpactEffects): Alike {
  const held = codes.map((code) => ({ effect: effects.at(code >> 1), isActive: code % 2 === 1 }));
  return { held, lists: listsOf(held), count: 0 };
}
