import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { decoyCredentials, isDecoyId } from './decoys.ts';

const key = new Uint8Array(32).fill(3);
const otherKey = new Uint8Array(32).fill(4);

describe('decoys for names that nobody has', () => {
  test('are the same at every request and differ from name to name', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, other) => {
        const decoys = decoyCredentials(key, name);
        assert.deepEqual(decoys, decoyCredentials(key, name));
        const shared = decoyCredentials(key, other).filter(({ id }) => decoys.some((decoy) => decoy.id === id));
        assert.equal(shared.length, name === other ? decoys.length : 0);
      }),
    );
  });

  test('have ids and transports as real passkeys have them', () => {
    const lengths = new Set<number>();
    const counts = new Set<number>();
    for (let index = 0; index < 3000; index += 1) {
      const decoys = decoyCredentials(key, `name ${index}`);
      counts.add(decoys.length);
      for (const { id, transports } of decoys) {
        lengths.add(Buffer.from(id, 'base64url').length);
        assert.ok(transports.length > 0);
      }
    }
    assert.deepEqual(
      [...lengths].sort((a, b) => a - b),
      [16, 20, 32, 48, 64],
    );
    for (const few of [1, 2, 3, 4, 5, 6]) assert.ok(counts.has(few), `nobody seems to have ${few}`);
    assert.ok(Math.max(...counts) <= 12);
  });

  test('are known to whoever has the key, and to nobody else', () => {
    for (const { id } of decoyCredentials(key, 'somebody')) {
      assert.ok(isDecoyId(key, id));
      assert.ok(!isDecoyId(otherKey, id));
    }
  });

  test('no other id passes for one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (id) => {
        assert.ok(!isDecoyId(key, Buffer.from(id).toString('base64url')));
      }),
    );
    assert.ok(!isDecoyId(key, 'not base64url!'));
  });
});
