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
  /** The /48 of an IPv6 address: what one customer of a provider gets holds 65 536 of the networks above. */
  network: { count: 3000, windowMs: 5 * MINUTE_MS },
  /** Refusals that nobody at the address meant; they bound the events, and keep nobody from signing in. */
  stray: { count: 300, windowMs: 5 * MINUTE_MS },
  /** Refusals of somebody who is signed in; for the same reason. */
  member: { count: 300, windowMs: 5 * MINUTE_MS },
  person: { count: 30, windowMs: 5 * MINUTE_MS },
  credential: { count: 30, windowMs: 5 * MINUTE_MS },
} as const;
type Kind = keyof typeof REFUSAL_LIMITS;

/** Above this many addresses at once the memory is cleared: forgetting costs one more counted refusal each. */
const REMEMBERED_MAX = 100_000;

export class RefusalLimits {
  readonly #blockedUntil = new Map<string, number>();

  /** Whether one of the keys is over its limit. */
  isBlocked(keys: readonly string[], at: Instant): boolean {
    return keys.some((key) => this.#isOver(key, at));
  }

  #isOver(key: string, at: Instant): boolean {
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

/** Keys for what one subscriber can hold: an IPv4 address, or the /64 and the /48 of an IPv6 address. */
export function addressKeys(address: string): readonly string[] {
  const place = placeOf(address);
  const network = isLong(address) ? /^(?:[^:]+:){3}/.exec(place)?.[0] : undefined;
  return [`address:${place}`, ...(network === undefined ? [] : [`network:${network}:/48`])];
}

/** For refusals that another site forced, or that rest on a session which ended. */
export function strayKeys(address: string): readonly string[] {
  return [`stray:${placeOf(address)}`];
}

export function memberKeys(personId: string): readonly string[] {
  return [`member:${personId}`];
}

/** Asked about every request, and the pattern of all IPv6 addresses is long. */
function isLong(address: string): boolean {
  return address.includes(':') && isIPv6(address);
}

function placeOf(address: string): string {
  if (!isLong(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? `${expandIPv6(address).slice(0, 4).join(':')}::/64`;
}

function expandIPv6(address: string): readonly string[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const before = head === '' ? [] : head.split(':');
  const behind = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - behind.length }, () => '0');
  return [...before, ...zeros, ...behind].map((part) => part.toLowerCase().replace(/^0+(?=.)/, ''));
}
