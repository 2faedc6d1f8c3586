import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { blankGroup, checkNewGroup } from './model.ts';

describe('creating a group', () => {
  test('accepts a name like an entry of the policy', () => {
    assert.deepEqual(checkNewGroup({ ...blankGroup, name: ' privileged_users ' }), {});
  });
  for (const name of ['', 'Admins', '-a', 'a b', 'a'.repeat(65)]) {
    test(`refuses the name ${JSON.stringify(name).slice(0, 20)}`, () => {
      assert.deepEqual(Object.keys(checkNewGroup({ ...blankGroup, name })), ['name']);
    });
  }
  test('refuses a description that is too long', () => {
    assert.deepEqual(Object.keys(checkNewGroup({ name: 'it', description: 'x'.repeat(501) })), ['description']);
  });
});
