import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addEffect, deletionBlocked, type GroupAnswer, partOf, removeEffect } from './model.ts';

const group: GroupAnswer = {
  group: {
    id: '0190a000-0000-7000-8000-000000000002',
    name: 'privileged_users',
    description: '',
    members: 120,
    populations: ['privileged_users'],
    createdAt: 0,
  },
  members: [{ id: '0190a000-0000-7000-8000-000000000001', username: 'ana', displayName: 'Ana' }],
};
const plain = { ...group, group: { ...group.group, populations: [], members: 0 }, members: [] };

describe('one group', () => {
  test('adding and removing say which part of the policy is concerned', () => {
    assert.match(addEffect(group, 'Ana'), /populations apply to them: privileged_users/);
    assert.match(addEffect(plain, 'Ana'), /No population/);
    assert.match(removeEffect(group, 'Ana'), /no longer apply to Ana through this group: privileged_users/);
    assert.match(removeEffect(plain, 'Ana'), /Nothing else changes/);
  });
  test('only an empty group can be deleted', () => {
    assert.match(deletionBlocked(group) ?? '', /120 people are in this group/);
    assert.equal(deletionBlocked(plain), null);
  });
  test('says when not all members are shown', () => {
    assert.equal(partOf(group), 'The first 1 of 120.');
    assert.equal(partOf(plain), null);
  });
});
