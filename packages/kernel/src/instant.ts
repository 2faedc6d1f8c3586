import type { Brand } from './brand.ts';

/** Milliseconds since 1970-01-01T00:00:00Z. Read once for each request and handed down. */
export type Instant = Brand<number, 'Instant'>;

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** @param ms whole milliseconds since the epoch; anything else is our own bug and throws. */
export function instant(ms: number): Instant {
  if (!Number.isSafeInteger(ms)) throw new RangeError(`not an instant: ${ms}`);
  return ms as Instant;
}

export function after(at: Instant, durationMs: number): Instant {
  return instant(at + durationMs);
}

/** RFC 3339 in UTC, to the millisecond. */
export function toIso(at: Instant): string {
  return new Date(at).toISOString();
}
