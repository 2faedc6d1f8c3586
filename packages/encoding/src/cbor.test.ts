import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { CBOR_BYTES_MAX, CBOR_DEPTH_MAX, type CborValue, decodeCbor, decodeFirstCbor, encodeCbor } from './cbor.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));

const values = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.oneof(fc.integer(), fc.string()), tie('value')), { maxLength: 4 })
      .map((entries): CborValue => new Map(entries)),
  ),
})).value;

describe('CBOR, one strict front', () => {
  test('every value that authenticators may send comes back', () => {
    fc.assert(
      fc.property(values, (value) => {
        const decoded = decodeCbor(encodeCbor(value));
        assert.ok(decoded.ok);
        assert.deepEqual(encodeCbor(decoded.value), encodeCbor(value));
      }),
    );
  });

  test('the first item says how many bytes it took', () => {
    fc.assert(
      fc.property(values, fc.uint8Array({ maxLength: 8 }), (value, rest) => {
        const item = encodeCbor(value);
        const first = decodeFirstCbor(Uint8Array.of(...item, ...rest));
        assert.ok(first.ok);
        assert.equal(first.value.sizeBytes, item.length);
      }),
    );
  });

  test('arbitrary and damaged bytes never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void decodeCbor(bytes)),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(values, fc.nat(), fc.integer({ min: 0, max: 255 }), (value, position, byte) => {
        const bytes = encodeCbor(value).slice();
        bytes[position % bytes.length] = byte;
        const decoded = decodeCbor(bytes);
        // Whatever is accepted is something that we would write ourselves, but for the order of keys.
        if (decoded.ok) assert.equal(encodeCbor(decoded.value).length, bytes.length);
      }),
      { numRuns: 500 },
    );
  });

  test('one key as number and as text are two keys', () => {
    const decoded = decodeCbor(hex('a2010161310a'));
    assert.ok(decoded.ok && decoded.value instanceof Map);
    assert.equal(decoded.value.size, 2);
  });

  test('the name __proto__ is a key like any other', () => {
    const decoded = decodeCbor(encodeCbor(new Map([['__proto__', 1]])));
    assert.ok(decoded.ok && decoded.value instanceof Map);
    assert.equal(decoded.value.get('__proto__'), 1);
  });

  for (const [code, what, bytes] of [
    ['encoding.cbor_malformed', 'no bytes', ''],
    ['encoding.cbor_malformed', 'an array of indefinite length', '9f01ff'],
    ['encoding.cbor_malformed', 'a map of indefinite length', 'bf0101ff'],
    ['encoding.cbor_malformed', 'a byte string of indefinite length', '5f4100ff'],
    ['encoding.cbor_malformed', 'a text of indefinite length', '7f6161ff'],
    ['encoding.cbor_malformed', 'a lone break', 'ff'],
    ['encoding.cbor_malformed', 'a break for a value', 'a101ff'],
    ['encoding.cbor_malformed', 'a tag', 'c100'],
    ['encoding.cbor_malformed', 'a float', 'fb3ff0000000000000'],
    ['encoding.cbor_malformed', 'undefined', 'f7'],
    ['encoding.cbor_malformed', 'a number that is not minimal', '1801'],
    ['encoding.cbor_malformed', 'a length that is not minimal', '580100'],
    ['encoding.cbor_malformed', 'a number beyond the safe ones', '1bffffffffffffffff'],
    ['encoding.cbor_malformed', 'a truncated head', '19ff'],
    ['encoding.cbor_malformed', 'a truncated byte string', '4201'],
    ['encoding.cbor_malformed', 'an array that promises too much', '9affffffff01'],
    ['encoding.cbor_malformed', 'a byte string that promises too much', '5bffffffffffffffff'],
    ['encoding.cbor_malformed', 'a byte string for a key', 'a1410001'],
    ['encoding.cbor_malformed', 'an array for a key', 'a18001'],
    ['encoding.cbor_malformed', 'a boolean for a key', 'a1f501'],
    ['encoding.cbor_malformed', 'text that is not UTF-8', '61ff'],
    ['encoding.cbor_duplicate_key', 'a number twice', 'a201010102'],
    ['encoding.cbor_duplicate_key', 'a text twice', 'a2616101616102'],
    ['encoding.cbor_duplicate_key', 'a key twice in a map within', '81a201010102'],
    ['encoding.cbor_trailing_bytes', 'a byte after the item', '0100'],
    ['encoding.cbor_too_deep', 'deep nesting', `${'81'.repeat(CBOR_DEPTH_MAX)}00`],
    ['encoding.cbor_too_deep', 'very deep nesting', '81'.repeat(60_000)],
    ['encoding.cbor_too_large', 'more bytes than the bound', '00'.repeat(CBOR_BYTES_MAX + 1)],
  ] as const) {
    test(`refuses ${what}`, () => {
      const decoded = decodeCbor(hex(bytes));
      assert.equal(decoded.ok ? 'accepted' : decoded.error.code, code);
    });
  }

  test('accepts nesting up to the bound', () => {
    assert.ok(decodeCbor(hex(`${'81'.repeat(CBOR_DEPTH_MAX - 1)}00`)).ok);
  });
});
