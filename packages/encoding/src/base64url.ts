import { err, ok, type Refusal, type Result, refuse } from '@holdfast/kernel';

const alphabet = /^[A-Za-z0-9_-]*$/;

/** RFC 4648 §5 without padding. */
export function toBase64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}

/** Whether `fromBase64url` would take it, without making the bytes. */
export function isBase64url(text: string): boolean {
  return alphabet.test(text) && endsCanonically(text);
}

/**
 * RFC 4648 §5, and only the one canonical spelling: two spellings of one credential id would be two ids to a database and one to
 * a verifier.
 */
export function fromBase64url(text: string): Result<Uint8Array, Refusal<'encoding.base64url_malformed'>> {
  if (!alphabet.test(text)) return err(refuse('encoding.base64url_malformed', { reason: 'foreign character' }));
  if (!endsCanonically(text)) return err(refuse('encoding.base64url_malformed', { reason: 'not canonical' }));
  const bytes = Buffer.from(text, 'base64url');
  return ok(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/** Two and three characters over a group of four carry four and two bits too many, which must be zero; one carries no byte at all. */
function endsCanonically(text: string): boolean {
  const over = text.length % 4;
  if (over === 0) return true;
  if (over === 1) return false;
  const last = text.charAt(text.length - 1);
  return over === 2 ? 'AQgw'.includes(last) : 'AEIMQUYcgkosw048'.includes(last);
}
