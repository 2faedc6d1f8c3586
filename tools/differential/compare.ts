import type { Instant } from '@holdfast/kernel';
import { explanation } from './differences.ts';
import { perform } from './perform.ts';
import { type Plan, planOf } from './plan.ts';
import { ourVerdict, peerVerdict, type Verdict } from './verdicts.ts';

export type Comparison =
  | { readonly at: 'agreed'; readonly accepted: boolean }
  | { readonly at: 'explained'; readonly difference: string }
  | { readonly at: 'unexplained'; readonly ours: Verdict; readonly peer: Verdict };

export type Disagreement = {
  readonly number: number;
  readonly plan: Plan;
  readonly ours: Verdict;
  readonly peer: Verdict;
};

export type Summary = {
  readonly agreed: { readonly accepted: number; readonly refused: number };
  /** How often each entry of the list was the reason. */
  readonly explained: ReadonlyMap<string, number>;
  readonly unexplained: readonly Disagreement[];
};

/** @param now the clock of this machine, which the peer asks too. */
export async function compare(plan: Plan, seed: string, now: () => Instant): Promise<Comparison> {
  const performed = perform(plan, seed, now());
  const [ours, peer] = [ourVerdict(performed), await peerVerdict(performed)];
  if (ours.accepts === peer.accepts) return { at: 'agreed', accepted: ours.accepts };
  const difference = explanation(plan, ours, peer);
  return difference === undefined ? { at: 'unexplained', ours, peer } : { at: 'explained', difference: difference.id };
}

/** Plans of the run with this seed, one after the other, until there are enough or `goesOn` says no. */
export async function compareMany(
  seed: string,
  { from, count, now, goesOn }: { from: number; count: number; now: () => Instant; goesOn: (done: number) => boolean },
): Promise<Summary> {
  const agreed = { accepted: 0, refused: 0 };
  const explained = new Map<string, number>();
  const unexplained: Disagreement[] = [];
  for (let number = from; number < from + count && goesOn(number - from); number += 1) {
    const plan = planOf(seed, number);
    const comparison = await compare(plan, `${seed} ${number}`, now);
    if (comparison.at === 'agreed') agreed[comparison.accepted ? 'accepted' : 'refused'] += 1;
    else if (comparison.at === 'explained') {
      explained.set(comparison.difference, (explained.get(comparison.difference) ?? 0) + 1);
    } else unexplained.push({ number, plan, ours: comparison.ours, peer: comparison.peer });
  }
  return { agreed, explained, unexplained };
}
