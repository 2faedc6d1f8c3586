import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { concatBytes } from './bytes.ts';
import {
  parseTpmAttest,
  parseTpmPublicArea,
  TPM_GENERATED_VALUE,
  TPM_ST_ATTEST_CERTIFY,
  tpmObjectAttribute,
} from './tpm.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const sized = (bytes: Uint8Array) => concatBytes(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes);
const bytes = (length: number, fill: number) => new Uint8Array(length).fill(fill);

/** Type, name algorithm SHA-256, attributes fixedTPM and sensitiveDataOrigin, no policy. */
const header = (type: string) => hex(`${type} 000b 00000022 0000`);
const ecc = (curve: string, x: Uint8Array, y: Uint8Array, scheme = '0010', kdf = '0010', symmetric = '0010') =>
  concatBytes(header('0023'), hex(`${symmetric} ${scheme} ${curve} ${kdf}`), sized(x), sized(y));
const rsa = (exponent: string, scheme = '0010') =>
  concatBytes(header('0001'), hex(`0010 ${scheme} 0800 ${exponent}`), sized(bytes(256, 0xc3)));
const readKey = (area: Uint8Array) => {
  const parsed = parseTpmPublicArea(area);
  return parsed.ok ? Buffer.from(parsed.value.spki).toString('hex') : 'refused';
};

/** A point of P-256 whose x begins with a zero byte would be one in 256; any coordinates do, nobody imports them here. */
const [x, y] = [bytes(32, 0x11), bytes(32, 0x22)];

describe('TPM structures', () => {
  test('an ECC public area gives the point', () => {
    const parsed = parseTpmPublicArea(ecc('0003', x, y));
    assert.ok(parsed.ok);
    assert.deepEqual([parsed.value.keyType, parsed.value.nameAlgorithm, parsed.value.attributes], ['ECC', 0x0b, 0x22]);
    assert.ok(readKey(ecc('0003', x, y)).endsWith(`04${'11'.repeat(32)}${'22'.repeat(32)}`));
  });

  test('zeros that a TPM dropped in front of a coordinate come back', () => {
    const [short, long] = [bytes(31, 0x11), concatBytes(Uint8Array.of(0), bytes(31, 0x11))];
    assert.equal(readKey(ecc('0003', short, y)), readKey(ecc('0003', long, y)));
    assert.equal(readKey(ecc('0003', y, short)), readKey(ecc('0003', y, long)));
  });

  test('schemes with a hash, with a counter, with a cipher are stepped over', () => {
    const plain = readKey(ecc('0003', x, y));
    assert.notEqual(plain, 'refused');
    for (const area of [
      ecc('0003', x, y, '0018 000b'),
      ecc('0003', x, y, '001a 000b 0001'),
      ecc('0003', x, y, '0010', '0007 000b'),
      ecc('0003', x, y, '0010', '0010', '0006 0080 0043'),
    ]) {
      assert.equal(readKey(area), plain);
    }
    assert.equal(readKey(rsa('00000000', '0014 000b')), readKey(rsa('00000000')));
    assert.equal(readKey(rsa('00000000', '0015')), readKey(rsa('00000000')));
  });

  test('other curves have other sizes', () => {
    assert.notEqual(readKey(ecc('0004', bytes(48, 1), bytes(48, 2))), 'refused');
    assert.notEqual(readKey(ecc('0005', bytes(66, 1), bytes(66, 2))), 'refused');
    assert.equal(readKey(ecc('0003', bytes(33, 1), y)), 'refused');
    assert.equal(readKey(ecc('0010', x, y)), 'refused');
  });

  test('exponent 0 stands for 65537', () => {
    assert.equal(readKey(rsa('00000000')), readKey(rsa('00010001')));
    assert.notEqual(readKey(rsa('00000000')), readKey(rsa('00000003')));
    const parsed = parseTpmPublicArea(rsa('00000000'));
    assert.ok(parsed.ok);
    const key = createPublicKey({ key: Buffer.from(parsed.value.spki), format: 'der', type: 'spki' });
    assert.equal(key.asymmetricKeyDetails?.publicExponent, 65537n);
  });

  test('keys that no credential has, missing and extra bytes are refused', () => {
    const area = ecc('0003', x, y);
    for (const wrong of [
      header('0008'),
      concatBytes(area, Uint8Array.of(0)),
      area.subarray(0, area.length - 1),
      new Uint8Array(),
    ]) {
      const parsed = parseTpmPublicArea(wrong);
      assert.equal(parsed.ok ? 'accepted' : parsed.error.code, 'encoding.tpm_malformed');
    }
  });

  const attest = (magic: string, type: string) =>
    concatBytes(
      hex(`${magic} ${type}`),
      sized(bytes(34, 1)),
      sized(bytes(32, 2)),
      bytes(25, 3),
      sized(bytes(34, 4)),
      sized(bytes(34, 5)),
    );

  test('a certification tells magic, type, nonce and name', () => {
    const parsed = parseTpmAttest(attest('ff544347', '8017'));
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.value, {
      magic: 0xff544347,
      type: 0x8017,
      extraData: bytes(32, 2),
      certifiedName: bytes(34, 4),
    });
  });

  test('another attestation certifies no name', () => {
    const parsed = parseTpmAttest(attest('ff544347', '8018'));
    assert.equal(parsed.ok ? parsed.value.certifiedName : 'refused', null);
  });

  test('a certification that is cut or longer is refused', () => {
    const whole = attest('ff544347', '8017');
    for (let length = 0; length < whole.length; length += 1) {
      assert.equal(parseTpmAttest(whole.subarray(0, length)).ok, false, `${length} bytes`);
    }
    assert.equal(parseTpmAttest(concatBytes(whole, Uint8Array.of(0))).ok, false);
  });

  test('the constants are those of the library specification', () => {
    assert.deepEqual([TPM_GENERATED_VALUE, TPM_ST_ATTEST_CERTIFY], [0xff544347, 0x8017]);
    assert.deepEqual(tpmObjectAttribute, { fixedTpm: 0x2, sensitiveDataOrigin: 0x20 });
  });

  test('keys are named after what they are', () => {
    const keyTypeOf = (area: Uint8Array) => {
      const parsed = parseTpmPublicArea(area);
      return parsed.ok ? parsed.value.keyType : parsed.error.detail;
    };
    assert.equal(keyTypeOf(rsa('00000000')), 'RSA');
    assert.equal(keyTypeOf(ecc('0003', x, y)), 'ECC');
    // A keyed hash, with what would be the parameters of an ECC key.
    assert.deepEqual(keyTypeOf(ecc('0003', x, y).fill(0x08, 1, 2)), { reason: 'type 8' });
    assert.deepEqual(keyTypeOf(header('0008')), { reason: 'type 8' });
    assert.deepEqual(keyTypeOf(ecc('0010', x, y)), { reason: 'type 35' });
    assert.deepEqual(keyTypeOf(concatBytes(ecc('0003', x, y), Uint8Array.of(0, 0))), { reason: '2 bytes left over' });
    assert.deepEqual(keyTypeOf(ecc('0003', x, y).subarray(0, 5)), { reason: 'truncated at 4' });
  });

  for (const [curve, size] of [
    ['0003', 32],
    ['0004', 48],
    ['0005', 66],
  ] as const) {
    test(`coordinates of curve ${curve} have ${size} bytes at most`, () => {
      const area = (length: number) => readKey(ecc(curve, bytes(length, 1), bytes(length, 2)));
      assert.ok(area(size).endsWith(`04${'01'.repeat(size)}${'02'.repeat(size)}`));
      assert.ok(area(size - 1).endsWith(`0400${'01'.repeat(size - 1)}00${'02'.repeat(size - 1)}`));
      assert.equal(area(size + 1), 'refused');
      assert.equal(readKey(ecc(curve, bytes(size + 1, 1), bytes(size, 2))), 'refused');
      assert.equal(readKey(ecc(curve, bytes(size, 1), bytes(size + 1, 2))), 'refused');
    });
  }

  test('any bytes are read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (given) => {
        parseTpmAttest(given);
        parseTpmPublicArea(given);
        parseTpmPublicArea(concatBytes(header('0023'), given));
      }),
    );
  });
});
