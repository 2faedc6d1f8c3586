import assert from 'node:assert/strict';
import { constants, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from './cbor.ts';
import { type CoseAlgorithm, coseAlgorithm, coseAlgorithms } from './cose-algorithms.ts';
import { coseKeyOf, importCoseKey, importSpki, isSameKey, keyFitsAlgorithm } from './cose-key.ts';

const curves = { 1: 'P-256', 2: 'P-384', 3: 'P-521', 8: 'secp256k1' } as const;

function generate({ key, name }: CoseAlgorithm): { publicKey: KeyObject; privateKey: KeyObject } {
  switch (key.kind) {
    case 'ec2':
      return generateKeyPairSync('ec', { namedCurve: curves[key.curve as keyof typeof curves] });
    case 'okp':
      return key.curve === 6 ? generateKeyPairSync('ed25519') : generateKeyPairSync('ed448');
    case 'akp':
      return generateKeyPairSync(name.toLowerCase() as 'ml-dsa-44');
    case 'rsa':
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
  }
}

const spkiOf = (key: KeyObject) => new Uint8Array(key.export({ format: 'der', type: 'spki' }));
const asCertified = ({ publicKey }: { publicKey: KeyObject }) => ({ spki: spkiOf(publicKey), publicKey });
const rowOf = (number: number) => coseAlgorithm(number) ?? assert.fail();
const es256 = generate(rowOf(-7));
const rs256 = generate(rowOf(-257));
const eddsa = generate(rowOf(-8));
const mapOf = (keys: { publicKey: KeyObject }, alg: number): Map<number | string, CborValue> => {
  const decoded = decodeCbor(coseKeyOf(spkiOf(keys.publicKey), rowOf(alg)));
  assert.ok(decoded.ok && decoded.value instanceof Map);
  return new Map(decoded.value as CborMap);
};
const withEntries = (map: CborMap, ...entries: [number, CborValue][]) => new Map([...map, ...entries]);
const without = (map: CborMap, label: number) => new Map([...map].filter(([key]) => key !== label));
const bytesAt = (map: CborMap, label: number) => {
  const value = map.get(label);
  assert.ok(value instanceof Uint8Array);
  return value;
};

describe('COSE keys and SubjectPublicKeyInfo', () => {
  for (const row of coseAlgorithms) {
    test(`${row.name}: a key survives COSE, import and SubjectPublicKeyInfo, and verifies`, () => {
      const keys = generate(row);
      const imported = importCoseKey(coseKeyOf(spkiOf(keys.publicKey), row));
      assert.ok(imported.ok);
      assert.equal(imported.value.algorithm, row);
      const guessed = importSpki(imported.value.spki);
      assert.ok(guessed.ok);
      assert.deepEqual(guessed.value.algorithm.algorithmIdentifier, row.algorithmIdentifier);
      const again = importSpki(imported.value.spki, row.number);
      assert.ok(again.ok);
      assert.equal(again.value.algorithm, row);
      assert.ok(keyFitsAlgorithm(asCertified(keys), row));
      assert.ok(isSameKey(spkiOf(keys.publicKey), again.value));
      const data = new Uint8Array([1, 2, 3]);
      const isPss = row.key.kind === 'rsa' && row.key.padding === 'pss';
      const key = isPss
        ? {
            key: keys.privateKey,
            padding: constants.RSA_PKCS1_PSS_PADDING,
            saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
          }
        : keys.privateKey;
      assert.ok(verify(row.digest, data, again.value.keyObject, sign(row.digest, data, key)));
    });
  }

  test('a PS256 key does not take a signature with the older padding', () => {
    const imported = importCoseKey(coseKeyOf(spkiOf(rs256.publicKey), rowOf(-37)));
    assert.ok(imported.ok);
    const data = new Uint8Array([1]);
    assert.equal(verify('sha256', data, imported.value.keyObject, sign('sha256', data, rs256.privateKey)), false);
  });

  const ec = mapOf(es256, -7);
  const rsa = mapOf(rs256, -257);
  const okp = mapOf(eddsa, -8);
  const flipped = bytesAt(ec, -3).slice();
  flipped[31] = (flipped[31] ?? 0) ^ 1;
  const evenModulus = bytesAt(rsa, -1).slice();
  evenModulus[255] = (evenModulus[255] ?? 0) & 0xfe;
  const rows: readonly (readonly [string, string, CborValue])[] = [
    ['encoding.cose_key_malformed', 'something that is not a map', [1, 2]],
    ['encoding.cose_key_malformed', 'a key without alg', without(ec, 3)],
    ['encoding.cose_key_malformed', 'a key whose alg is text', withEntries(ec, [3, 'ES256'])],
    ['encoding.cose_algorithm_unsupported', 'an algorithm that is not in the table', withEntries(ec, [3, -65534])],
    ['encoding.cose_key_mismatch', 'an EC key that says RS256', withEntries(ec, [3, -257])],
    ['encoding.cose_key_mismatch', 'an RSA key that says ES256', withEntries(rsa, [3, -7])],
    ['encoding.cose_key_mismatch', 'ES256 on another curve', withEntries(ec, [-1, 2])],
    ['encoding.cose_key_mismatch', 'EdDSA on X25519', withEntries(okp, [-1, 4])],
    ['encoding.cose_key_malformed', 'a coordinate that is too short', withEntries(ec, [-2, bytesAt(ec, -2).slice(1)])],
    ['encoding.cose_key_malformed', 'a coordinate that is too long', withEntries(ec, [-3, new Uint8Array(33)])],
    ['encoding.cose_key_malformed', 'a compressed point', withEntries(ec, [-3, true])],
    ['encoding.cose_key_malformed', 'a key without y', without(ec, -3)],
    ['encoding.cose_key_malformed', 'an optional parameter', withEntries(ec, [2, new Uint8Array(1)])],
    ['encoding.cose_key_malformed', 'an Ed25519 key with y', withEntries(okp, [-3, new Uint8Array(32)])],
    ['encoding.cose_key_malformed', 'an Ed25519 key that is too short', withEntries(okp, [-2, new Uint8Array(31)])],
    ['encoding.cose_key_invalid', 'a point off the curve', withEntries(ec, [-3, flipped])],
    [
      'encoding.cose_key_invalid',
      'zeros for a point',
      withEntries(ec, [-2, new Uint8Array(32)], [-3, new Uint8Array(32)]),
    ],
    ['encoding.cose_key_malformed', 'a modulus that is a number', withEntries(rsa, [-1, 17])],
    ['encoding.cose_key_weak', 'a modulus of 1024 bits', withEntries(rsa, [-1, bytesAt(rsa, -1).slice(128)])],
    ['encoding.cose_key_weak', 'a modulus of 16384 bits', withEntries(rsa, [-1, new Uint8Array(2048).fill(0xff)])],
    [
      'encoding.cose_key_weak',
      'a modulus with a leading zero',
      withEntries(rsa, [-1, Uint8Array.of(0, ...bytesAt(rsa, -1))]),
    ],
    ['encoding.cose_key_weak', 'an even modulus', withEntries(rsa, [-1, evenModulus])],
    ['encoding.cose_key_weak', 'the exponent 1', withEntries(rsa, [-2, Uint8Array.of(1)])],
    ['encoding.cose_key_weak', 'the exponent 3', withEntries(rsa, [-2, Uint8Array.of(3)])],
    ['encoding.cose_key_weak', 'an even exponent', withEntries(rsa, [-2, Uint8Array.of(1, 0, 2)])],
    ['encoding.cose_key_weak', 'an exponent with a leading zero', withEntries(rsa, [-2, Uint8Array.of(0, 1, 0, 1)])],
    ['encoding.cose_key_weak', 'an exponent of 40 bits', withEntries(rsa, [-2, Uint8Array.of(1, 0, 0, 0, 1)])],
    ['encoding.cose_key_weak', 'no exponent', withEntries(rsa, [-2, new Uint8Array()])],
  ];
  for (const [code, what, key] of rows) {
    test(`refuses ${what}`, () => {
      const imported = importCoseKey(encodeCbor(key));
      assert.equal(imported.ok ? 'accepted' : imported.error.code, code);
    });
  }

  test('refuses bytes after the key', () => {
    const imported = importCoseKey(Uint8Array.of(...encodeCbor(ec), 0));
    assert.equal(imported.ok ? 'accepted' : imported.error.code, 'encoding.cose_key_malformed');
  });

  test('a SubjectPublicKeyInfo of another kind is refused', () => {
    const { publicKey } = generateKeyPairSync('x25519');
    const imported = importSpki(spkiOf(publicKey));
    assert.equal(imported.ok ? 'accepted' : imported.error.code, 'encoding.cose_algorithm_unsupported');
  });

  test('a SubjectPublicKeyInfo is refused under the number of another algorithm', () => {
    for (const number of [-35, -257, -8]) {
      const imported = importSpki(spkiOf(es256.publicKey), number);
      assert.equal(imported.ok ? 'accepted' : imported.error.code, 'encoding.cose_key_mismatch');
    }
  });

  test('keys are the same by curve and bits, and nothing else is', () => {
    const imported = importSpki(spkiOf(es256.publicKey));
    assert.ok(imported.ok);
    assert.equal(isSameKey(spkiOf(generate(rowOf(-7)).publicKey), imported.value), false);
    assert.equal(isSameKey(spkiOf(rs256.publicKey), imported.value), false);
    assert.equal(isSameKey(new Uint8Array(), imported.value), false);
    const onAnotherCurve = spkiOf(es256.publicKey);
    // The last octet of the curve's identifier.
    onAnotherCurve[22] = 8;
    assert.equal(isSameKey(onAnotherCurve, imported.value), false);
  });

  test('a key does not fit another algorithm', () => {
    for (const [keys, number] of [
      [es256, -35],
      [es256, -257],
      [rs256, -7],
      [eddsa, -7],
      [generateKeyPairSync('rsa', { modulusLength: 1024 }), -257],
      [generateKeyPairSync('rsa-pss', { modulusLength: 2048 }), -257],
    ] as const) {
      assert.equal(keyFitsAlgorithm(asCertified(keys), rowOf(number)), false);
    }
  });

  test('a key that is restricted to PSS fits PS256', () => {
    assert.ok(keyFitsAlgorithm(asCertified(generateKeyPairSync('rsa-pss', { modulusLength: 2048 })), rowOf(-37)));
  });

  test('damaged keys never throw', () => {
    fc.assert(
      fc.property(fc.constantFrom(ec, rsa, okp), fc.nat(), fc.integer({ min: 0, max: 255 }), (map, position, byte) => {
        const bytes = encodeCbor(map).slice();
        bytes[position % bytes.length] = byte;
        importCoseKey(bytes);
        importSpki(bytes);
      }),
      { numRuns: 300 },
    );
  });
});
