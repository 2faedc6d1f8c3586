/** Numbers between 0 and 1 that look random and are the same in every run (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Which of the weighted things a throw hits. */
export function pick<T extends { readonly weight: number }>(things: readonly T[], thrown: number): T {
  const sum = things.reduce((all, { weight }) => all + weight, 0);
  let left = thrown * sum;
  for (const thing of things) {
    left -= thing.weight;
    if (left < 0) return thing;
  }
  const last = things.at(-1);
  if (last === undefined) throw new Error('there is nothing to pick from');
  return last;
}
