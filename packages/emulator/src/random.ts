import { createHash } from 'node:crypto';

/** Where all randomness of the emulator comes from: given from outside, so that a run can be repeated. */
export type Random = (sizeBytes: number) => Uint8Array;

/** Bytes that depend on the seed alone: SHA-256 over seed and a running number. For tests; nothing here is secret. */
export function seededRandom(seed: string): Random {
  let block = 0;
  return (sizeBytes) => {
    const bytes = new Uint8Array(sizeBytes);
    for (let filled = 0; filled < sizeBytes; filled += 32) {
      const digest = createHash('sha256').update(`${seed}:${block}`).digest();
      block += 1;
      bytes.set(digest.subarray(0, Math.min(32, sizeBytes - filled)), filled);
    }
    return bytes;
  };
}
