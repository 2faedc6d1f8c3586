import { toBase64url } from '@holdfast/encoding';
import type { Ports } from '../../ports.ts';

/** Options for a ceremony, and the cookie that its challenge is tied to. */
export type Prepared<T> = {
  readonly publicKey: T;
  /** A new value for the ceremony cookie, where the browser had none. */
  readonly newCeremonyId: string | null;
};

/** The ceremony cookie's value: that of the browser, else a new one. */
export function ceremonyIdFor(ports: Ports, given: string | null): { value: string; isNew: boolean } {
  if (given !== null) return { value: given, isNew: false };
  return { value: toBase64url(ports.randomBytes(32)), isNew: true };
}
