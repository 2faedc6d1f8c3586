import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createSigningKey, type SigningAlgorithm, seededRandom } from '@holdfast/emulator';
import type { CredentialId } from '@holdfast/kernel';
import { ImportedKeys } from './imported-keys.ts';

const random = seededRandom('imported keys');
const spkiOf = (name: SigningAlgorithm) => createSigningKey(name, random).spki;
const stored = (id: string, publicKeySpki: Uint8Array, algorithm = -7) => ({
  id: id as CredentialId,
  publicKeySpki,
  algorithm,
});
const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `passkey ${from + index}`);

describe('keys of passkeys that were used', () => {
  test('are imported once, as long as they are used', () => {
    const keys = new ImportedKeys(4);
    const spki = spkiOf('ES256');
    const first = keys.of(stored('a', spki));
    assert.ok(first);
    assert.equal(keys.of(stored('a', spki.slice())), first);
    // Two generations are full of others by then.
    for (const id of ids(0, 20)) {
      keys.of(stored(id, spki));
      assert.equal(keys.of(stored('a', spki)), first);
    }
  });

  test('are forgotten when nobody uses them any more', () => {
    const keys = new ImportedKeys(4);
    const spki = spkiOf('ES256');
    const first = keys.of(stored('a', spki));
    for (const id of ids(0, 8)) keys.of(stored(id, spki));
    assert.notEqual(keys.of(stored('a', spki)), first);
  });

  test('are those of today: another key or algorithm under the same id is another one', () => {
    const keys = new ImportedKeys();
    const [one, other, rsa] = [spkiOf('ES256'), spkiOf('ES256'), spkiOf('RS256')];
    keys.of(stored('a', one));
    assert.deepEqual(keys.of(stored('a', other))?.spki, other);
    const names = [-257, -258].map((algorithm) => keys.of(stored('a', rsa, algorithm))?.algorithm.name);
    assert.deepEqual(names, ['RS256', 'RS384']);
  });

  test('bytes that are no key are none', () => {
    const keys = new ImportedKeys();
    const broken = spkiOf('ES256').with(-1, 0).with(-2, 0);
    assert.equal(keys.of(stored('a', broken)), null);
  });
});
