import { isIPv6 } from 'node:net';
import { type Instant, MINUTE_MS } from '@holdfast/kernel';
import type { Queries } from '../store/database.ts';
import { countUp } from '../store/rate-limits.ts';

/**
 * Limits on refused requests (product.md A12). Only refusals count, because only they are attempts to guess, and they
 * write an event anyway: a request that succeeds costs no extra write. Counts live in the database and so hold for all
 * nodes together; each node remembers who is over the limit until the window ends, so that a flood costs no writes.
 */
export const REFUSAL_LIMITS = {
  address: { count: 300, windowMs: 5 * MINUTE_MS },
  person: { count: 30, windowMs: 5 * MINUTE_MS },
  credential: { count: 30, windowMs: 5 * MINUTE_MS },
} as const;
type Kind = keyof typeof REFUSAL_LIMITS;

/** Above this many addresses at once the memory is cleared: forgetting costs one more counted refusal each. */
const REMEMBERED_MAX = 100_000;

export class RefusalLimits {
  readonly #blockedUntil = new Map<string, number>();

  isBlocked(key: string, at: Instant): boolean {
    const until = this.#blockedUntil.get(key);
    if (until === undefined) return false;
    if (until > at) return true;
    this.#blockedUntil.delete(key);
    return false;
  }

  /**
   * Counts one refusal under each key, in the transaction of its event.
   *
   * @returns `count` while all are within their limits, `reached` when one goes over just now (worth an event of its
   *   own), `over` after that
   */
  async count(tx: Queries, keys: readonly string[], at: Instant): Promise<'count' | 'reached' | 'over'> {
    let worst: 'count' | 'reached' | 'over' = 'count';
    // In one order everywhere, so that two requests never wait for each other.
    for (const key of [...new Set(keys)].sort()) {
      const limit = REFUSAL_LIMITS[key.slice(0, key.indexOf(':')) as Kind];
      const { count, endsAt } = await countUp(tx, key, limit.windowMs, at);
      if (count <= limit.count) continue;
      if (this.#blockedUntil.size >= REMEMBERED_MAX) this.#blockedUntil.clear();
      this.#blockedUntil.set(key, endsAt);
      if (count > limit.count + 1) worst = 'over';
      else if (worst === 'count') worst = 'reached';
    }
    return worst;
  }
}

/** One key for what one subscriber can hold: an IPv4 address, or the /64 of an IPv6 address. */
export function addressKey(address: string): string {
  if (!isIPv6(address)) return `address:${address}`;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1] !== undefined) return `address:${mapped[1]}`;
  return `address:${expandIPv6(address).slice(0, 4).join(':')}::/64`;
}

function expandIPv6(address: string): readonly string[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const before = head === '' ? [] : head.split(':');
  const behind = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - behind.length }, () => '0');
  return [...before, ...zeros, ...behind].map((part) => part.toLowerCase().replace(/^0+(?=.)/, ''));
}
