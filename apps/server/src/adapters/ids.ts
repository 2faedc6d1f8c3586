import { randomFillSync } from 'node:crypto';
import type { Instant } from '@holdfast/kernel';

/** Random bytes for many ids at once: asking for 16 costs nearly as much as asking for 4096. Ids are no secrets. */
const pool = Buffer.alloc(4096);
let used = pool.length;

/** A UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then 74 random bits, so that ids sort by time. */
export function uuidV7(at: Instant): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, used + 16);
  used += 16;
  bytes.writeUIntBE(at, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
