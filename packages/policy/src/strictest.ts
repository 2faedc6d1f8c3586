/** How the values of several entries become one: what is written here is what "the strictest wins" means. */

/** What every list has, in the order of the first. */
export function inAll<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const [first = [], ...others] = lists;
  return first.filter((value) => others.every((other) => other.includes(value)));
}

/** As `inAll`, where no list means anything. */
export function inAllGiven<T>(lists: readonly (readonly T[] | null)[]): readonly T[] | null {
  const given = lists.filter((list) => list !== null);
  return given.length === 0 ? null : inAll(given);
}

export function inAny<T>(lists: readonly (readonly T[])[]): readonly T[] {
  return [...new Set(lists.flat())];
}

/** Each list must have a match, so that lists stay apart; one that another implies says nothing more. */
export function oneOfEach<T>(lists: readonly (readonly T[] | null)[]): readonly (readonly T[])[] {
  const given = lists.filter((list) => list !== null);
  const implies = (narrow: readonly T[], wide: readonly T[]) => narrow.every((value) => wide.includes(value));
  return given.filter(
    (list, index) =>
      !given.some((other, at) => at !== index && implies(other, list) && (at < index || !implies(list, other))),
  );
}

/** @param ladder from the mildest to the strictest. */
export function highestOf<T>(ladder: readonly [T, ...T[]]): (all: readonly T[]) => T {
  return (all) => ladder.findLast((step) => all.includes(step)) ?? ladder[0];
}

export function highest(all: readonly number[]): number {
  return Math.max(...all);
}

export function lowest(all: readonly number[]): number {
  return Math.min(...all);
}

export function highestGiven(all: readonly (number | null)[]): number | null {
  const given = all.filter((value) => value !== null);
  return given.length === 0 ? null : highest(given);
}

export function lowestGiven(all: readonly (number | null)[]): number | null {
  const given = all.filter((value) => value !== null);
  return given.length === 0 ? null : lowest(given);
}

export function trueInAny(all: readonly boolean[]): boolean {
  return all.includes(true);
}

export function trueInAll(all: readonly boolean[]): boolean {
  return !all.includes(false);
}
