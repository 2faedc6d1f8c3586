import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  codeSheet,
  READABLE_CODE_BITS,
  READABLE_CODE_BYTES,
  readableCode,
  readCode,
  showCode,
} from './readable-code.ts';

const bytes = fc.uint8Array({ minLength: READABLE_CODE_BYTES, maxLength: READABLE_CODE_BYTES });
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const because = (typed: string) => {
  const read = readCode(typed);
  return read.ok ? 'read' : read.error.detail?.['because'];
};

describe('codes that are read out and typed', () => {
  test('have at least 64 bits, which is more than a pass needs', () => assert.ok(READABLE_CODE_BITS >= 64));

  test('are read as they are shown', () =>
    fc.assert(
      fc.property(bytes, (random) =>
        assert.deepEqual(readCode(showCode(readableCode(random))), { ok: true, value: readableCode(random) }),
      ),
    ));

  test('carry all of their bits', () =>
    fc.assert(
      fc.property(bytes, fc.integer({ min: 0, max: READABLE_CODE_BITS - 1 }), (random, bit) => {
        const other = Uint8Array.from(random);
        other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
        assert.notEqual(readableCode(other), readableCode(random));
      }),
    ));

  test('forgive case, spaces, dashes and letters that look like digits', () =>
    fc.assert(
      fc.property(bytes, fc.boolean(), (random, lower) => {
        const code = readableCode(random);
        const heard = ` ${code
          .replaceAll('0', 'o')
          .replaceAll('1', lower ? 'l' : 'I')
          .split('')
          .join(' ')}–`;
        assert.deepEqual(readCode(lower ? heard.toLowerCase() : heard), { ok: true, value: code });
      }),
    ));

  test('every single wrong character is noticed', () => {
    const code = readableCode(new Uint8Array(READABLE_CODE_BYTES).fill(0xa7));
    for (let at = 0; at < code.length; at++) {
      for (const other of alphabet.replace(code.charAt(at), '')) {
        assert.equal(because(code.slice(0, at) + other + code.slice(at + 1)), 'check');
      }
    }
  });

  test('every two neighbours in the wrong order are noticed', () =>
    fc.assert(
      fc.property(bytes, fc.integer({ min: 0, max: 12 }), (random, at) => {
        const code = readableCode(random);
        const [one, two] = [code.charAt(at), code.charAt(at + 1)];
        fc.pre(one !== two);
        assert.equal(because(code.slice(0, at) + two + one + code.slice(at + 2)), 'check');
      }),
    ));

  for (const [what, typed, why] of [
    ['nothing', '', 'length'],
    ['too few characters', '7K3QM', 'length'],
    ['a hundred thousand characters', '0'.repeat(100_000), 'length'],
    ['a letter that is not in the alphabet', 'U'.repeat(14), 'character'],
    ['digits of another script', '٣'.repeat(14), 'character'],
    ['a letter that grows in upper case', 'ß'.repeat(7), 'check'],
  ] as const) {
    test(`refuses ${what}`, () => assert.equal(because(typed), why));
  }

  test('a sheet has as many different codes as asked for', () => {
    const random = Uint8Array.from({ length: 10 * READABLE_CODE_BYTES }, (_, at) => (at * 37 + 11) % 256);
    const sheet = codeSheet(random, 10);
    assert.equal(new Set(sheet).size, 10);
    assert.deepEqual(sheet[3], readableCode(random.subarray(3 * READABLE_CODE_BYTES, 4 * READABLE_CODE_BYTES)));
  });

  test('the wrong number of random bytes is a mistake of ours', () => {
    assert.throws(() => readableCode(new Uint8Array(8)), RangeError);
    assert.throws(() => codeSheet(new Uint8Array(17), 2), RangeError);
  });
});
