import { randomFillSync } from 'node:crypto';

/** Asking for 32 bytes costs nearly as much as asking for 4096. */
const pool = Buffer.alloc(4096);
let used = pool.length;

/** From the operating system's CSPRNG. No byte is given out twice, and none stays behind. */
export function secureRandomBytes(count: number): Uint8Array {
  if (count > pool.length) return randomFillSync(new Uint8Array(count));
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const taken = pool.subarray(used, used + count);
  used += count;
  const given = new Uint8Array(taken);
  taken.fill(0);
  return given;
}
