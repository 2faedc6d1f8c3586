import type { Instant } from '@holdfast/kernel';
import type { Config } from '../../config.ts';
import type { Actor, Caller } from '../../http/route.ts';

/** What every ceremony is told about the request. */
export type CeremonyCall = {
  readonly at: Instant;
  readonly caller: Caller;
  readonly actor: Actor | null;
  /** The value of the ceremony cookie, null where the browser has none. */
  readonly ceremonyId: string | null;
};

/** Where a ceremony may run. Compared whole. */
export function ceremonyOrigins({ origin, relatedOrigins }: Config): readonly string[] {
  return [origin, ...relatedOrigins];
}
