import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { fromBase64url, isBase64url } from './base64url.ts';
import { type CborValue, encodeCbor } from './cbor.ts';
import { coseAlgorithm } from './cose-algorithms.ts';
import { importCoseKey, importSpki, isSameKey, keyFitsAlgorithm } from './cose-key.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const verdict = (bytes: Uint8Array) => {
  const key = importCoseKey(bytes);
  return key.ok ? 'accepted' : [key.error.code.replace('encoding.cose_', ''), key.error.detail?.['reason']];
};
const rsaWith = (n: Uint8Array, e: Uint8Array) =>
  verdict(
    encodeCbor(
      new Map<number, CborValue>([
        [1, 3],
        [3, -257],
        [-1, n],
        [-2, e],
      ]),
    ),
  );
const odd = (length: number) => new Uint8Array(length).fill(0xff);
const F4 = hex('010001');

describe('limits of RSA keys', () => {
  for (const [what, n, e, expected] of [
    ['255 bytes', odd(255), F4, ['key_weak', 'modulus of 255 bytes']],
    ['256 bytes', odd(256), F4, 'accepted'],
    ['1024 bytes', odd(1024), F4, 'accepted'],
    ['1025 bytes', odd(1025), F4, ['key_weak', 'modulus of 1025 bytes']],
    ['a leading zero', odd(256).fill(0, 0, 1), F4, ['key_weak', 'modulus has a leading zero']],
    ['an even modulus', odd(256).fill(0xfe, 255), F4, ['key_weak', 'modulus is even']],
    ['exponent 65535', odd(256), hex('ffff'), ['key_weak', 'exponent']],
    ['exponent 65537', odd(256), F4, 'accepted'],
    ['exponent 65538', odd(256), hex('010002'), ['key_weak', 'exponent']],
    ['an exponent of 32 bits', odd(256), hex('ffffffff'), 'accepted'],
    ['an exponent of 33 bits', odd(256), hex('0100000001'), ['key_weak', 'exponent']],
    ['an exponent with a leading zero', odd(256), hex('00010001'), ['key_weak', 'exponent']],
    ['an empty exponent', odd(256), new Uint8Array(), ['key_weak', 'exponent']],
  ] as const) {
    test(what, () => assert.deepEqual(rsaWith(n, e), expected));
  }

  test('numbers that are none', () => {
    const map = (n: CborValue, e: CborValue) =>
      verdict(
        encodeCbor(
          new Map<number, CborValue>([
            [1, 3],
            [3, -257],
            [-1, n],
            [-2, e],
          ]),
        ),
      );
    assert.deepEqual(map(7, F4), ['key_malformed', 'n or e is not a byte string']);
    assert.deepEqual(map(odd(256), 65_537), ['key_malformed', 'n or e is not a byte string']);
  });
});

describe('parameters of keys', () => {
  const bytes = new Uint8Array(32).fill(1);
  for (const [what, entries, expected] of [
    ['no CBOR', null, ['key_malformed', 'encoding.cbor_malformed']],
    ['no algorithm', [[1, 2]], ['key_malformed', 'alg is missing or not a number']],
    [
      'a text for the algorithm',
      [
        [1, 2],
        [3, 'ES256'],
      ],
      ['key_malformed', 'alg is missing or not a number'],
    ],
    [
      'another key type',
      [
        [1, 1],
        [3, -7],
      ],
      ['key_mismatch', 'key type'],
    ],
    [
      'another curve',
      [
        [1, 2],
        [3, -7],
        [-1, 2],
        [-2, bytes],
        [-3, bytes],
      ],
      ['key_mismatch', 'curve'],
    ],
    [
      'one parameter more',
      [
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, bytes],
        [-3, bytes],
        [4, 1],
      ],
      ['key_malformed', 'parameters'],
    ],
    [
      'a text for x',
      [
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, 'x'],
        [-3, bytes],
      ],
      ['key_malformed', 'x is not a byte string'],
    ],
    [
      'a boolean for y',
      [
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, bytes],
        [-3, true],
      ],
      ['key_malformed', 'y is not a byte string'],
    ],
    [
      '31 bytes for x',
      [
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, bytes.subarray(1)],
        [-3, bytes],
      ],
      ['key_malformed', 'x has 31 bytes instead of 32'],
    ],
    [
      'no y',
      [
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, bytes],
      ],
      ['key_malformed', 'parameters'],
    ],
    [
      'a y for Ed25519',
      [
        [1, 1],
        [3, -8],
        [-1, 6],
        [-2, bytes],
        [-3, bytes],
      ],
      ['key_malformed', 'parameters'],
    ],
    [
      '33 bytes for Ed25519',
      [
        [1, 1],
        [3, -8],
        [-1, 6],
        [-2, new Uint8Array(33)],
      ],
      ['key_malformed', 'x has 33 bytes instead of 32'],
    ],
    [
      'a parameter more for RSA',
      [
        [1, 3],
        [3, -257],
        [-1, odd(256)],
        [-2, F4],
        [4, 1],
      ],
      ['key_malformed', 'parameters'],
    ],
    [
      'a parameter more for ML-DSA',
      [
        [1, 7],
        [3, -48],
        [-1, new Uint8Array(1312)],
        [4, 1],
      ],
      ['key_malformed', 'parameters'],
    ],
    [
      '1311 bytes for ML-DSA-44',
      [
        [1, 7],
        [3, -48],
        [-1, new Uint8Array(1311)],
      ],
      ['key_malformed', 'pub has 1311 bytes instead of 1312'],
    ],
    [
      'a text for ML-DSA',
      [
        [1, 7],
        [3, -48],
        [-1, 'x'],
      ],
      ['key_malformed', 'pub is not a byte string'],
    ],
  ] as const) {
    test(what, () => {
      const encoded = entries === null ? hex('ff') : encodeCbor(new Map(entries as unknown as [number, CborValue][]));
      assert.deepEqual(verdict(encoded), expected);
    });
  }

  test('what the library says of a point off the curve is kept', () => {
    const off = encodeCbor(
      new Map<number, CborValue>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, bytes],
        [-3, bytes],
      ]),
    );
    const key = importCoseKey(off);
    assert.ok(!key.ok && key.error.code === 'encoding.cose_key_invalid');
    assert.equal(key.error.detail?.['algorithm'], 'ES256');
    assert.match(String(key.error.detail?.['reason']), /^[A-Z]/);
    assert.doesNotMatch(String(key.error.detail?.['reason']), /^Error/);
  });
});

describe('stored keys', () => {
  const spkiOf = (type: 'ec' | 'rsa') => {
    const { publicKey } =
      type === 'ec'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('rsa', { modulusLength: 2048 });
    return { spki: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })), publicKey };
  };
  const [ec, rsa] = [spkiOf('ec'), spkiOf('rsa')];
  const row = (number: number) => coseAlgorithm(number) ?? assert.fail();
  const imported = (spki: Uint8Array, number?: number) => {
    const key = importSpki(spki, number);
    return key.ok ? key.value.algorithm.name : [key.error.code.replace('encoding.cose_', ''), key.error.detail];
  };

  test('are of the first algorithm that has their identifier, or of the one that is named', () => {
    assert.equal(imported(ec.spki), 'ES256');
    assert.equal(imported(ec.spki, -9), 'ESP256');
    assert.equal(imported(rsa.spki), 'RS256');
    assert.equal(imported(rsa.spki, -259), 'RS512');
    assert.deepEqual(imported(ec.spki, -257), ['key_mismatch', { algorithm: 'RS256', reason: 'identifier' }]);
    assert.deepEqual(imported(ec.spki, 7), ['algorithm_unsupported', { reason: 'identifier' }]);
    assert.deepEqual(imported(new Uint8Array()), ['algorithm_unsupported', { reason: 'identifier' }]);
    for (const damaged of [ec.spki.slice().fill(0, 2, 3), ec.spki.slice().fill(0, 10, 11), ec.spki.subarray(0, 10)]) {
      assert.deepEqual(imported(damaged), ['algorithm_unsupported', { reason: 'identifier' }]);
    }
  });

  test('fit their own algorithm', () => {
    const fits = ({ spki, publicKey }: typeof ec, number: number) => keyFitsAlgorithm({ spki, publicKey }, row(number));
    assert.deepEqual(
      [-7, -9, -35, -257, -8].map((number) => fits(ec, number)),
      [true, true, false, false, false],
    );
    assert.deepEqual(
      [-257, -258, -37, -65535, -7].map((number) => fits(rsa, number)),
      [true, true, true, true, false],
    );
    assert.equal(keyFitsAlgorithm({ spki: ec.spki, publicKey: null }, row(-7)), false);
    for (const [modulusLength, expected] of [
      [2040, false],
      [2041, true],
      [2048, true],
    ] as const) {
      const { publicKey } = generateKeyPairSync('rsa', { modulusLength });
      const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
      assert.equal(keyFitsAlgorithm({ spki, publicKey }, row(-257)), expected, `${modulusLength} bits`);
    }
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey;
    const restricted = {
      spki: new Uint8Array(pss.export({ format: 'der', type: 'spki' })),
      publicKey: createPublicKey(pss.export({ format: 'pem', type: 'spki' })),
    };
    assert.deepEqual([keyFitsAlgorithm(restricted, row(-37)), keyFitsAlgorithm(restricted, row(-257))], [true, false]);
  });

  test('are the same by type, curve and bits', () => {
    const own = importSpki(ec.spki);
    assert.ok(own.ok);
    assert.equal(isSameKey(ec.spki, own.value), true);
    assert.equal(isSameKey(rsa.spki, own.value), false);
    assert.equal(isSameKey(Uint8Array.of(...ec.spki, 0), own.value), false);
    assert.equal(isSameKey(ec.spki.subarray(0, -1), own.value), false);
    assert.equal(isSameKey(new Uint8Array(), own.value), false);
    const flipped = ec.spki.slice().fill((ec.spki.at(-1) ?? 0) ^ 1, ec.spki.length - 1);
    assert.equal(isSameKey(flipped, own.value), false);
    const longer = Uint8Array.of(0x30, (ec.spki[1] ?? 0) + 2, ...ec.spki.subarray(2), 5, 0);
    assert.equal(isSameKey(longer, own.value), false);
  });
});

describe('base64url, by its last characters', () => {
  for (const [text, expected] of [
    ['', true],
    ['A', false],
    ['AA', true],
    ['AQ', true],
    ['Ag', true],
    ['Aw', true],
    ['AB', false],
    ['AP', false],
    ['AAA', true],
    ['AAE', true],
    ['AA8', true],
    ['AAB', false],
    ['AA9', false],
    ['AAAA', true],
    ['AAA_', true],
    ['AAA-', true],
    ['AAAAA', false],
    ['AA==', false],
    ['AA+A', false],
  ] as const) {
    test(`${text || 'nothing'}: ${expected}`, () => {
      assert.equal(isBase64url(text), expected);
      assert.equal(fromBase64url(text).ok, expected);
      if (expected) assert.equal(Buffer.from(text, 'base64url').toString('base64url'), text);
    });
  }
});
