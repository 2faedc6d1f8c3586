import type { Mutant } from './mutants.ts';

/** A change that no test can notice, because the program does the same with it. */
export type EquivalentMutant = {
  readonly file: string;
  /** Text of the line that the mutant is in, without the space around it. */
  readonly on: string;
  readonly before: string;
  readonly after: string;
  readonly why: string;
};

export const equivalentMutants: readonly EquivalentMutant[] = [];

export function isKnownEquivalent(mutant: Mutant, among?: EquivalentMutant): boolean {
  return (among === undefined ? equivalentMutants : [among]).some(
    ({ file, on, before, after }) =>
      file === mutant.file && on === mutant.on && before === mutant.before && after === mutant.after,
  );
}
