import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from '@holdfast/kernel';
import { uuidV7 } from './ids.ts';
import { secureRandomBytes } from './random.ts';

test('random bytes are as many as asked for, and never the same twice', () => {
  const seen = new Set<string>();
  for (const count of [16, 32, 64, 100, 4096, 5000]) {
    for (let call = 0; call < 200; call += 1) {
      const bytes = secureRandomBytes(count);
      assert.equal(bytes.length, count);
      seen.add(Buffer.from(bytes).toString('hex'));
    }
  }
  assert.equal(seen.size, 6 * 200);
});

test('bytes that were given out do not change when more are asked for', () => {
  const first = secureRandomBytes(32);
  const copy = first.slice();
  for (let call = 0; call < 500; call += 1) secureRandomBytes(32);
  assert.deepEqual(first, copy);
});

test('ids of one instant differ and begin with it', () => {
  const at = instant(Date.UTC(2026, 10, 20));
  const ids = Array.from({ length: 1000 }, () => uuidV7(at));
  assert.equal(new Set(ids).size, 1000);
  const time = Number(at).toString(16).padStart(12, '0');
  for (const id of ids) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(id.replaceAll('-', '').slice(0, 12), time);
  }
});
