import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { fromBase64url, toBase64url } from '@holdfast/encoding';
import { after, err, type Instant, instant, MINUTE_MS, ok, type Refusal, type Result, refuse } from '@holdfast/kernel';

/**
 * A challenge carries its own state, so that giving one out writes nothing (product.md A2):
 *
 *     version 1 | purpose 1 | expiry in ms 6 | random 32 | subject tag 16 | authentication code 32
 *
 * The code covers all that and the browser's ceremony cookie. The tag says whom it is for, to holders of the key only: a
 * tag in the open would tell which names have an account.
 */
export const CHALLENGE_LIFETIME_MS = 5 * MINUTE_MS;

const VERSION = 1;
const RANDOM_BYTES = 32;
const TAG_BYTES = 16;
const RANDOM_AT = 8;
const TAG_AT = RANDOM_AT + RANDOM_BYTES;
const CODE_AT = TAG_AT + TAG_BYTES;
const TOTAL_BYTES = CODE_AT + 32;

/** `sign_in_named`: somebody typed a username first. Numbers are never used again for something else. */
const purposes = { sign_in: 1, sign_in_named: 2, confirm: 3, registration: 4 } as const;
export type Purpose = keyof typeof purposes;

type Binding = {
  readonly key: Uint8Array;
  /** The value of the ceremony cookie. */
  readonly ceremonyId: string;
};

/**
 * @param subject whom it is for: a person id for `confirm` and `registration`, the username for `sign_in_named`, empty for
 *   `sign_in`
 * @returns base64url
 */
export function mintChallenge(
  { key, ceremonyId }: Binding,
  { purpose, subject, at, random }: { purpose: Purpose; subject: string; at: Instant; random: Uint8Array },
): string {
  if (random.length !== RANDOM_BYTES) throw new RangeError(`a challenge takes ${RANDOM_BYTES} random bytes`);
  const bytes = Buffer.alloc(TOTAL_BYTES);
  bytes.writeUInt8(VERSION, 0);
  bytes.writeUInt8(purposes[purpose], 1);
  bytes.writeUIntBE(after(at, CHALLENGE_LIFETIME_MS), 2, 6);
  bytes.set(random, RANDOM_AT);
  bytes.set(subjectTag(key, random, subject), TAG_AT);
  bytes.set(authenticationCode(key, bytes.subarray(0, CODE_AT), ceremonyId), CODE_AT);
  return toBase64url(bytes);
}

/** One of ours, for this browser and purpose, and in time. Whether it was spent only the database knows. */
export type OpenChallenge = {
  /** The text that the client data must repeat. */
  readonly text: string;
  readonly purpose: Purpose;
  readonly expiresAt: Instant;
  /** What is kept of it once it is spent. */
  readonly digest: string;
  readonly isFor: (subject: string) => boolean;
};

export type ChallengeRefusalCode = 'challenge.malformed' | 'challenge.foreign' | 'challenge.expired';

/** @param ceremonyId null where the browser sent no ceremony cookie: then no challenge can be its own */
export function checkChallenge(
  { key, ceremonyId }: { key: Uint8Array; ceremonyId: string | null },
  { text, accepts, at }: { text: string; accepts: readonly Purpose[]; at: Instant },
): Result<OpenChallenge, Refusal<ChallengeRefusalCode>> {
  const decoded = fromBase64url(text);
  if (!decoded.ok) return err(refuse('challenge.malformed', { reason: 'not base64url' }));
  const bytes = Buffer.from(decoded.value);
  if (bytes.length !== TOTAL_BYTES || bytes.readUInt8(0) !== VERSION) {
    return err(refuse('challenge.malformed', { reason: `${bytes.length} bytes` }));
  }
  if (ceremonyId === null) return err(refuse('challenge.foreign', { reason: 'no ceremony cookie' }));
  const expected = authenticationCode(key, bytes.subarray(0, CODE_AT), ceremonyId);
  if (!timingSafeEqual(expected, bytes.subarray(CODE_AT))) {
    return err(refuse('challenge.foreign', { reason: 'authentication code' }));
  }
  // From here on every byte is known to be ours.
  const purpose = accepts.find((accepted) => purposes[accepted] === bytes.readUInt8(1));
  if (purpose === undefined) return err(refuse('challenge.foreign', { reason: 'made for another purpose' }));
  const expiresAt = instant(bytes.readUIntBE(2, 6));
  if (at >= expiresAt) return err(refuse('challenge.expired', { reason: `expired at ${expiresAt}` }));
  const random = bytes.subarray(RANDOM_AT, TAG_AT);
  return ok({
    text,
    purpose,
    expiresAt,
    digest: hash('sha256', bytes, 'hex'),
    isFor: (subject) => timingSafeEqual(subjectTag(key, random, subject), bytes.subarray(TAG_AT, CODE_AT)),
  });
}

function authenticationCode(key: Uint8Array, covered: Uint8Array, ceremonyId: string): Uint8Array {
  // `covered` has one length only, so what follows it cannot be mistaken for a part of it.
  return createHmac('sha256', key).update('challenge\0').update(covered).update(ceremonyId).digest();
}

function subjectTag(key: Uint8Array, random: Uint8Array, subject: string): Uint8Array {
  // For nobody in particular, which the purpose says in the open.
  if (subject === '') return new Uint8Array(TAG_BYTES);
  const tag = createHmac('sha256', key).update('subject\0').update(random).update(subject).digest();
  return tag.subarray(0, TAG_BYTES);
}
