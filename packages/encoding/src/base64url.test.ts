import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { fromBase64url, toBase64url } from './base64url.ts';

describe('base64url (RFC 4648 §5)', () => {
  test('every byte string comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const decoded = fromBase64url(toBase64url(bytes));
        assert.ok(decoded.ok);
        assert.deepEqual(new Uint8Array(decoded.value), bytes);
      }),
    );
  });

  test('every text is either refused or the one spelling of its bytes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (text) => {
        const decoded = fromBase64url(text);
        if (decoded.ok) assert.equal(toBase64url(decoded.value), text);
      }),
    );
  });

  for (const [what, text] of [
    ['padding', 'AA=='],
    ['the other alphabet', 'ab+/'],
    ['white space', 'AA AA'],
    ['a line feed at the end', 'AAAA\n'],
    ['bits left over', 'AB'],
    ['a lone character', 'A'],
    ['a foreign letter', 'AÄ'],
  ] as const) {
    test(`refuses ${what}`, () => {
      const decoded = fromBase64url(text);
      assert.equal(decoded.ok ? 'accepted' : decoded.error.code, 'encoding.base64url_malformed');
    });
  }
});
