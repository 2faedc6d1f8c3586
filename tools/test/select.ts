import { filesBelow } from '../tidy/source-file.ts';

export type Selection = {
  /** Run side by side. */
  readonly besideTheSource: readonly string[];
  /** Whole stories: one after the other, because each wants the machine for itself. */
  readonly stories: readonly string[];
};

/**
 * The test files below `root` that a person asked for.
 * @param wanted paths or beginnings of paths, relative to the root; empty means all.
 */
export function selectTests(root: string, wanted: readonly string[]): Selection {
  const starts = wanted.map((path) => path.replace(/^\.\//, '').replace(/\/$/, ''));
  const isWanted = (file: string) =>
    starts.length === 0 ||
    starts.some((start) => file === start || file.startsWith(`${start}/`) || file.startsWith(`${start}.`));
  const tests = filesBelow(root)
    .filter((file) => file.endsWith('.test.ts'))
    .filter(isWanted)
    .sort();
  return {
    besideTheSource: tests.filter((file) => /^(packages|apps|tools)\//.test(file)),
    stories: tests.filter((file) => file.startsWith('e2e/')),
  };
}

/** Packages are pure, so only the rest may want a database. */
export function wantsDatabase({ besideTheSource, stories }: Selection): boolean {
  return stories.length > 0 || besideTheSource.some((file) => file.startsWith('apps/'));
}
