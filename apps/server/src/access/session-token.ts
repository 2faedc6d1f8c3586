import { hash } from 'node:crypto';
import { toBase64url } from '@holdfast/encoding';
import type { Instant } from '@holdfast/kernel';

const TIME_BYTES = 6;
const RANDOM_BYTES = 26;
const TIME_LETTERS = (TIME_BYTES * 4) / 3;
const KEY_LETTERS = 64;

/**
 * The secret of a session cookie: 26 random bytes behind the time at which it was made, which is no secret.
 *
 * @returns 43 letters of base64url
 */
export function newSessionToken(randomBytes: (count: number) => Uint8Array, at: Instant): string {
  const bytes = Buffer.alloc(TIME_BYTES + RANDOM_BYTES);
  bytes.writeUIntBE(at, 0, TIME_BYTES);
  bytes.set(randomBytes(RANDOM_BYTES), TIME_BYTES);
  return toBase64url(bytes);
}

/**
 * What is stored of it, and found by: the time as it is, then as much of a hash as there are random bytes. Sessions that are opened
 * one after the other then lie beside each other in the index; with the hash alone each would change a page of its own. With 208
 * random bits no slow hash is needed: nobody guesses the input.
 */
export function sessionKey(token: string): string {
  const time = Buffer.from(token.slice(0, TIME_LETTERS), 'base64url').toString('hex');
  return (time + hash('sha256', token, 'hex')).slice(0, KEY_LETTERS);
}
