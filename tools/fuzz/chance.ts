import { createHash } from 'node:crypto';

/** Fast numbers that depend on the seed alone. Nothing here is secret. */
export type Chance = {
  readonly u32: () => number;
  readonly below: (count: number) => number;
  readonly oneOf: <T>(choices: readonly T[]) => T;
  /** True once in so many times. */
  readonly once: (inTimes: number) => boolean;
  readonly bytes: (sizeBytes: number) => Uint8Array;
};

/** sfc32 of PractRand, seeded by SHA-256 of the text. */
export function chanceOf(seed: string): Chance {
  const digest = createHash('sha256').update(seed).digest();
  let [a, b, c, counter] = [digest.readUInt32LE(0), digest.readUInt32LE(4), digest.readUInt32LE(8), 1];
  const u32 = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let warm = 0; warm < 12; warm += 1) u32();
  const below = (count: number) => u32() % count;
  return {
    u32,
    below,
    oneOf: <T>(choices: readonly T[]): T => {
      const choice = choices[below(choices.length)];
      if (choice === undefined) throw new Error('nothing to choose from');
      return choice;
    },
    once: (inTimes) => below(inTimes) === 0,
    bytes: (sizeBytes) => Uint8Array.from({ length: sizeBytes }, () => u32() & 0xff),
  };
}
