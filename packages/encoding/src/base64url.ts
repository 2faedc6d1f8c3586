import { err, ok, type Refusal, type Result, refuse } from '@holdfast/kernel';

const alphabet = /^[A-Za-z0-9_-]*$/;

/** RFC 4648 §5 without padding. */
export function toBase64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}

/**
 * RFC 4648 §5, and only the one canonical spelling: two spellings of one credential id would be two ids to a database and one to
 * a verifier.
 */
export function fromBase64url(text: string): Result<Uint8Array, Refusal<'encoding.base64url_malformed'>> {
  if (!alphabet.test(text)) return err(refuse('encoding.base64url_malformed', { reason: 'foreign character' }));
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) {
    return err(refuse('encoding.base64url_malformed', { reason: 'not canonical' }));
  }
  return ok(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
