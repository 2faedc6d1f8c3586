import { inspect } from 'node:util';
import { chanceOf } from './chance.ts';
import type { Target } from './target.ts';

export type Finding = {
  readonly number: number;
  readonly problem: string;
  /** The damaged input, for people. */
  readonly input: string;
};

export type Counts = { readonly runs: number; readonly accepted: number; readonly findings: readonly Finding[] };

/** More findings of one target say nothing new. */
const FINDINGS_MAX = 10;

/**
 * Attempts of the run with this seed. Each depends on seed and number alone, so that one can be seen again by itself.
 *
 * @param goesOn asked before each attempt; says how far the run is.
 */
export function fuzzTarget(
  { name, prepare }: Target,
  { seed, from, count }: { readonly seed: string; readonly from: number; readonly count: number },
  goesOn: (done: number) => boolean,
): Counts {
  const runner = prepare();
  const findings: Finding[] = [];
  let [runs, accepted] = [0, 0];
  for (let number = from; number < from + count && findings.length < FINDINGS_MAX && goesOn(runs); number += 1) {
    const { input, judge } = runner.attempt(chanceOf(`${seed} ${name} ${number}`));
    runs += 1;
    try {
      if (judge()) accepted += 1;
    } catch (cause) {
      findings.push({
        number,
        problem: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
        input: show(input),
      });
    }
  }
  return { runs, accepted, findings };
}

function show(input: unknown): string {
  if (input instanceof Uint8Array) return Buffer.from(input).toString('base64url');
  return typeof input === 'string'
    ? JSON.stringify(input)
    : inspect(input, { depth: 1, maxStringLength: 4000, maxArrayLength: 40 });
}
