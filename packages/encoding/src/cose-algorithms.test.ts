import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type CoseAlgorithm, coseAlgorithm, coseAlgorithms } from './cose-algorithms.ts';

const ec2 = (curve: number, coordinateBytes: number) => ({ kind: 'ec2', kty: 2, curve, coordinateBytes }) as const;
const okp = (curve: number, keyBytes: number) => ({ kind: 'okp', kty: 1, curve, keyBytes }) as const;
const akp = (keyBytes: number) => ({ kind: 'akp', kty: 7, keyBytes }) as const;
const pkcs1 = { kind: 'rsa', kty: 3, padding: 'pkcs1' } as const;
const pss = { kind: 'rsa', kty: 3, padding: 'pss' } as const;

const p256 = '301306072a8648ce3d020106082a8648ce3d030107';
const p384 = '301006072a8648ce3d020106052b81040022';
const p521 = '301006072a8648ce3d020106052b81040023';
const secp256k1 = '301006072a8648ce3d020106052b8104000a';
const rsa = '300d06092a864886f70d0101010500';
const mlDsa = (last: string) => `300b06096086480165030403${last}`;
/** RSASSA-PSS with a hash, MGF1 with the same hash, and the salt length. */
const restricted = (hash: string, salt: string) => {
  const identifier = `300d06096086480165030402${hash}0500`;
  return `304106092a864886f70d01010a3034a00f${identifier}a11c301a06092a864886f70d010108${identifier}a2030201${salt}`;
};

/** The IANA registry "COSE Algorithms" and RFC 9864, as far as authenticators use it; written by hand a second time. */
const expected: readonly (readonly [number, string, CoseAlgorithm['digest'], CoseAlgorithm['key'], string])[] = [
  [-7, 'ES256', 'sha256', ec2(1, 32), p256],
  [-35, 'ES384', 'sha384', ec2(2, 48), p384],
  [-36, 'ES512', 'sha512', ec2(3, 66), p521],
  [-257, 'RS256', 'sha256', pkcs1, rsa],
  [-258, 'RS384', 'sha384', pkcs1, rsa],
  [-259, 'RS512', 'sha512', pkcs1, rsa],
  [-37, 'PS256', 'sha256', pss, restricted('01', '20')],
  [-38, 'PS384', 'sha384', pss, restricted('02', '30')],
  [-39, 'PS512', 'sha512', pss, restricted('03', '40')],
  [-8, 'EdDSA', null, okp(6, 32), '300506032b6570'],
  [-9, 'ESP256', 'sha256', ec2(1, 32), p256],
  [-51, 'ESP384', 'sha384', ec2(2, 48), p384],
  [-52, 'ESP512', 'sha512', ec2(3, 66), p521],
  [-19, 'Ed25519', null, okp(6, 32), '300506032b6570'],
  [-53, 'Ed448', null, okp(7, 57), '300506032b6571'],
  [-48, 'ML-DSA-44', null, akp(1312), mlDsa('11')],
  [-49, 'ML-DSA-65', null, akp(1952), mlDsa('12')],
  [-50, 'ML-DSA-87', null, akp(2592), mlDsa('13')],
  [-47, 'ES256K', 'sha256', ec2(8, 32), secp256k1],
  [-65535, 'RS1', 'sha1', pkcs1, rsa],
];

describe('the table of algorithms', () => {
  for (const [number, name, digest, key, identifier] of expected) {
    test(`${number} is ${name}`, () => {
      const row = coseAlgorithm(number) ?? assert.fail();
      const { algorithmIdentifier, ...rest } = row;
      // Weak or unusual ones count only where the caller lists them.
      assert.deepEqual(rest, { number, name, digest, key, onlyWhenListed: name === 'ES256K' || name === 'RS1' });
      assert.equal(Buffer.from(algorithmIdentifier).toString('hex'), identifier);
    });
  }

  test('holds nothing else', () => {
    assert.deepEqual(coseAlgorithms.map(({ number }) => number).sort(), expected.map(([number]) => number).sort());
    for (const number of [0, 7, -6, -10, -100, -65536]) assert.equal(coseAlgorithm(number), undefined);
  });
});
