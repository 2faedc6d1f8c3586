import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decode, encode } from 'cborg';
import fc from 'fast-check';
import { CBOR_BYTES_MAX, CBOR_DEPTH_MAX, type CborValue, decodeCbor, decodeFirstCbor } from './cbor.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const refusal = (bytes: Uint8Array) => {
  const decoded = decodeCbor(bytes);
  return decoded.ok ? decoded.value : [decoded.error.code.replace('encoding.cbor_', ''), decoded.error.detail];
};
const malformed = (reason: string, at: number) => ['malformed', { reason, at }];

describe('CBOR: what is read', () => {
  for (const [bytes, value] of [
    ['00', 0],
    ['17', 23],
    ['1818', 24],
    ['18ff', 255],
    ['190100', 256],
    ['19ffff', 65_535],
    ['1a00010000', 65_536],
    ['1affffffff', 4_294_967_295],
    ['1b0000000100000000', 4_294_967_296],
    ['1b001ffffffffffffe', Number.MAX_SAFE_INTEGER - 1],
    ['20', -1],
    ['37', -24],
    ['3818', -25],
    ['3b001ffffffffffffe', -Number.MAX_SAFE_INTEGER],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['60', ''],
    ['62c3bc', 'ü'],
    ['80', []],
    ['820102', [1, 2]],
    ['83018202038204f5', [1, [2, 3], [4, true]]],
  ] as const) {
    test(bytes, () => assert.deepEqual(refusal(hex(bytes)), value));
  }

  test('bytes are a view, maps are maps', () => {
    assert.deepEqual(refusal(hex('43010203')), hex('010203'));
    assert.deepEqual(
      refusal(hex('a2010220f6')),
      new Map([
        [1, 2],
        [-1, null],
      ] as [number, CborValue][]),
    );
  });
});

describe('CBOR: what is refused, and where', () => {
  for (const [bytes, expected] of [
    ['', malformed('truncated', 0)],
    ['18', malformed('truncated', 0)],
    ['1901', malformed('truncated', 0)],
    ['1817', malformed('not in its shortest form', 0)],
    ['1900ff', malformed('not in its shortest form', 0)],
    ['1a0000ffff', malformed('not in its shortest form', 0)],
    ['1b00000000ffffffff', malformed('not in its shortest form', 0)],
    ['3817', malformed('not in its shortest form', 0)],
    ['5817', malformed('not in its shortest form', 0)],
    ['b800', malformed('not in its shortest form', 0)],
    ['1b001fffffffffffff', malformed('number too large', 0)],
    ['1bffffffffffffffff', malformed('number too large', 0)],
    ['1c', malformed('reserved or float', 0)],
    ['1d', malformed('reserved or float', 0)],
    ['1e', malformed('reserved or float', 0)],
    ['1f', malformed('indefinite length', 0)],
    ['5f4100ff', malformed('indefinite length', 0)],
    ['9fff', malformed('indefinite length', 0)],
    ['bfff', malformed('indefinite length', 0)],
    ['ff', malformed('indefinite length', 0)],
    ['f818', malformed('reserved or float', 0)],
    ['f93c00', malformed('reserved or float', 0)],
    ['fa3f800000', malformed('reserved or float', 0)],
    ['fb3ff0000000000000', malformed('reserved or float', 0)],
    ['f3', malformed('simple value or float', 0)],
    ['f7', malformed('simple value or float', 0)],
    ['c000', malformed('tag', 0)],
    ['d81800', malformed('tag', 0)],
    ['41', malformed('truncated string', 0)],
    ['8142', malformed('truncated string', 1)],
    ['61ff', malformed('text is not UTF-8', 0)],
    ['826161', malformed('truncated', 3)],
    ['a1', malformed('truncated', 1)],
    ['a101', malformed('truncated', 2)],
    ['a14100 00', malformed('map key is neither integer nor text', 1)],
    ['a18000', malformed('map key is neither integer nor text', 1)],
    ['a1f500', malformed('map key is neither integer nor text', 1)],
    ['a1f600', malformed('map key is neither integer nor text', 1)],
    ['a201000100', ['duplicate_key', { at: 3 }]],
    ['a2616100616100', ['duplicate_key', { at: 4 }]],
    ['0000', ['trailing_bytes', { leftOver: 1 }]],
    ['80010203', ['trailing_bytes', { leftOver: 3 }]],
  ] as const) {
    test(bytes, () => assert.deepEqual(refusal(hex(bytes)), expected));
  }

  test('depth', () => {
    const arrays = (depth: number) => new Uint8Array(depth).fill(0x81, 0, depth - 1).fill(0, depth - 1);
    const maps = (depth: number) => hex(`${'a100'.repeat(depth - 1)}00`);
    assert.equal(CBOR_DEPTH_MAX, 8);
    for (const nested of [arrays, maps]) {
      assert.equal(decodeCbor(nested(8)).ok, true);
      const [code] = refusal(nested(9)) as [string];
      assert.equal(code, 'too_deep');
    }
    assert.deepEqual(refusal(arrays(9)), ['too_deep', { at: 8 }]);
  });

  test('size', () => {
    const text = (length: number) =>
      Uint8Array.of(0x79, length >> 8, length & 0xff, ...new Uint8Array(length).fill(0x61));
    assert.equal(CBOR_BYTES_MAX, 65_536);
    assert.equal(decodeCbor(text(65_533)).ok, true);
    assert.deepEqual(refusal(text(65_534)), ['too_large', { sizeBytes: 65_537 }]);
  });

  test('the first item ends where the next begins', () => {
    const first = decodeFirstCbor(hex('820102 ff'));
    assert.ok(first.ok);
    assert.deepEqual([first.value.value, first.value.sizeBytes], [[1, 2], 3]);
  });
});

describe('CBOR: another decoder says the same', () => {
  const options = {
    strict: true,
    useMaps: true,
    rejectDuplicateMapKeys: true,
    allowIndefinite: false,
    allowUndefined: false,
    allowBigInt: false,
    allowInfinity: false,
    allowNaN: false,
  } as const;
  const peer = (bytes: Uint8Array): unknown => {
    try {
      return decode(bytes, options);
    } catch {
      return 'refused';
    }
  };

  test('of values that it wrote', () => {
    const value = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.integer(),
        fc.string({ unit: 'grapheme' }),
        fc.boolean(),
        fc.constant(null),
        fc.uint8Array({ maxLength: 40 }),
        fc.array(tie('any'), { maxLength: 4 }),
        fc
          .uniqueArray(fc.tuple(fc.oneof(fc.integer(), fc.string()), tie('any')), {
            maxLength: 4,
            selector: ([key]) => key,
          })
          .map((entries) => new Map(entries)),
      ),
    })).any;
    fc.assert(
      fc.property(value, (given) => {
        const decoded = decodeCbor(encode(given));
        assert.ok(decoded.ok, JSON.stringify(decoded));
        assert.deepEqual(encode(decoded.value), encode(given));
      }),
      { numRuns: 300 },
    );
  });

  test('of bytes that are nearly CBOR: whatever we read, it reads', () => {
    const head = fc.constantFrom(
      0x00,
      0x18,
      0x19,
      0x20,
      0x38,
      0x40,
      0x41,
      0x42,
      0x58,
      0x60,
      0x61,
      0x62,
      0x80,
      0x81,
      0x82,
      0xa1,
      0xa2,
      0xf4,
      0xf5,
      0xf6,
    );
    const nearly = fc.array(fc.oneof(head, fc.integer({ min: 0, max: 255 })), { maxLength: 12 });
    fc.assert(
      fc.property(nearly, (numbers) => {
        const bytes = Uint8Array.from(numbers);
        const decoded = decodeCbor(bytes);
        if (decoded.ok) assert.deepEqual(peer(bytes), decoded.value);
      }),
      { numRuns: 3000 },
    );
  });
});
