import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, test } from 'node:test';
import { createSigningKey, type SigningAlgorithm, seededRandom } from '@holdfast/emulator';
import { jwsAlgorithms, keyFits } from './jws-algorithms.ts';

const keyFor = (algorithm: SigningAlgorithm) =>
  createPublicKey(createSigningKey(algorithm, seededRandom('jws')).privateKey);
const rsa = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];

/** Which algorithms a key may be used with; with all others it may not. */
const keys: readonly (readonly [what: string, key: KeyObject, algorithms: readonly string[]])[] = [
  ['P-256', keyFor('ES256'), ['ES256']],
  ['P-384', keyFor('ES384'), ['ES384']],
  ['P-521', keyFor('ES512'), ['ES512']],
  ['secp256k1', keyFor('ES256K'), []],
  ['Ed25519', keyFor('EdDSA'), ['EdDSA', 'Ed25519']],
  ['Ed448', keyFor('Ed448'), []],
  ['RSA of 2048 bits', keyFor('RS256'), rsa],
  ['RSA of 1024 bits', generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey, []],
  ['RSA for PSS only', generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey, ['PS256', 'PS384', 'PS512']],
];

describe('RFC 7518 §3.1 algorithms of a signer', () => {
  for (const [what, key, algorithms] of keys) {
    test(`${what} fits ${algorithms.join(', ') || 'nothing'}`, () => {
      const fitting = [...jwsAlgorithms.values()].filter((row) => keyFits(row, key)).map(({ name }) => name);
      assert.deepEqual(fitting, algorithms);
    });
  }

  test('there is nothing without a signature and nothing with a shared secret', () => {
    assert.deepEqual(
      [...jwsAlgorithms.keys()].filter((name) => /^(none|HS)/i.test(name)),
      [],
    );
  });
});
