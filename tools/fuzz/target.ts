import type { Chance } from './chance.ts';

/** Something that reads what an outsider sent. */
export type Target = {
  readonly name: string;
  readonly about: string;
  /** Makes the corpus: keys and ceremonies cost time, so only when the target runs. */
  readonly prepare: () => Runner;
};

export type Runner = {
  /** One damaged input and what becomes of it. Throws where a promise is broken, or where the code under test throws. */
  readonly attempt: (chance: Chance) => Attempt;
};

export type Attempt = {
  readonly input: unknown;
  /** True where the input was accepted, which is right for some; throws where something is wrong. */
  readonly judge: () => boolean;
};

export function target<Input>(
  name: string,
  about: string,
  prepare: () => { readonly make: (chance: Chance) => Input; readonly check: (input: Input) => boolean },
): Target {
  return {
    name,
    about,
    prepare: () => {
      const { make, check } = prepare();
      return {
        attempt: (chance) => {
          const input = make(chance);
          return { input, judge: () => check(input) };
        },
      };
    },
  };
}

/** What the code under test promised and did not keep. */
export function promise(kept: boolean, what: string): void {
  if (!kept) throw new Error(`broken promise: ${what}`);
}
