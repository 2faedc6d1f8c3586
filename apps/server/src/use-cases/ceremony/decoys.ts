import { createHmac, timingSafeEqual } from 'node:crypto';
import { fromBase64url, toBase64url } from '@holdfast/encoding';
import type { StoredCredential } from '@holdfast/webauthn';

/** What a request for a sign-in says of one passkey (WebAuthn L3 §5.8.3). */
export type AllowedCredential = { readonly id: string; readonly transports: readonly string[] };

/** What passkeys of common authenticators look like from outside. */
const looks = [
  { idBytes: 16, transports: ['hybrid', 'internal'] },
  { idBytes: 20, transports: ['hybrid', 'internal'] },
  { idBytes: 32, transports: ['internal'] },
  { idBytes: 32, transports: ['hybrid', 'internal'] },
  { idBytes: 48, transports: ['nfc', 'usb'] },
  { idBytes: 64, transports: ['nfc', 'usb'] },
  { idBytes: 64, transports: ['usb'] },
] as const;

/** How many passkeys people tend to have. */
const counts = [1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4] as const;
/** Long lists happen too, ever more seldom, so that no length proves an account. */
const LONGEST = 12;
const ONE_MORE_BELOW = 64;

const MARK_BYTES = 8;
const idLengths: ReadonlySet<number> = new Set(looks.map((look) => look.idBytes));

/**
 * Passkeys for a name that has none, the same every time it is asked for (product.md A7). Their ids end in a mark that only
 * the holder of the key can see, so that no later question gives them away.
 */
export function decoyCredentials(key: Uint8Array, username: string): readonly AllowedCredential[] {
  return Array.from({ length: countFor(key, username) }, (_, index) => {
    const own = hmac(key, `look ${index}`, username);
    const look = looks[(own[0] ?? 0) % looks.length] ?? looks[0];
    return { id: toBase64url(decoyId(key, username, index, look.idBytes)), transports: look.transports };
  });
}

function countFor(key: Uint8Array, username: string): number {
  const [first = 0, ...others] = hmac(key, 'count', username);
  const count = counts[first % counts.length] ?? 1;
  if (count < Math.max(...counts)) return count;
  const more = others.findIndex((byte) => byte >= ONE_MORE_BELOW);
  return Math.min(LONGEST, count + (more < 0 ? others.length : more));
}

/** True for the ids that `decoyCredentials` makes: they belong to nobody, and nobody else may learn that. */
export function isDecoyId(key: Uint8Array, id: string): boolean {
  const decoded = fromBase64url(id);
  if (!decoded.ok || !idLengths.has(decoded.value.length)) return false;
  const markAt = decoded.value.length - MARK_BYTES;
  return timingSafeEqual(mark(key, decoded.value.subarray(0, markAt)), decoded.value.subarray(markAt));
}

/** A P-256 key that nobody holds: its private half was never written down. */
const nobodysKey =
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEb1IyUCLMXetK7iHEI4I4oUBj3GZTaJuRGfEDYep+610jB4FtB9XUHV11EbUAD7adJGOB2uQ+xoAUHbtYrCqYYw==';

/** Stands in for a passkey that nobody has, so that refusing it takes the same steps and the same work. */
export function nobodysCredential(key: Uint8Array, id: string): StoredCredential {
  const userHandle = toBase64url(hmac(key, 'handle', id));
  return { id, publicKey: Buffer.from(nobodysKey, 'base64'), signCount: 0, userHandle };
}

function decoyId(key: Uint8Array, username: string, index: number, idBytes: number): Uint8Array {
  const body = Buffer.concat([hmac(key, `id ${index} a`, username), hmac(key, `id ${index} b`, username)]);
  const unmarked = body.subarray(0, idBytes - MARK_BYTES);
  return Buffer.concat([unmarked, mark(key, unmarked)]);
}

function mark(key: Uint8Array, unmarked: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update('mark\0').update(unmarked).digest().subarray(0, MARK_BYTES);
}

function hmac(key: Uint8Array, use: string, username: string): Uint8Array {
  return createHmac('sha256', key).update(`${use}\0`).update(username).digest();
}
