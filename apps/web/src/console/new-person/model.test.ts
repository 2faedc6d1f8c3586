import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { blankPerson, checkNewPerson, createBody, isTouched, type NewPerson } from './model.ts';

const good: NewPerson = { ...blankPerson, username: 'ana@example.test', displayName: 'Ana Lopez' };
const refused = [
  ['username', { username: '' }],
  ['username', { username: 'Ana' }],
  ['username', { username: '.ana' }],
  ['username', { username: 'a'.repeat(129) }],
  ['displayName', { displayName: '  ' }],
  ['displayName', { displayName: 'Ana\u0007' }],
  ['displayName', { displayName: 'a'.repeat(129) }],
  ['email', { email: 'ana' }],
  ['email', { email: 'ana@ example.test' }],
] as const;

describe('adding a person', () => {
  test('accepts a username and a name', () => assert.deepEqual(checkNewPerson(good), {}));
  for (const [field, change] of refused) {
    test(`${field}: refuses ${JSON.stringify(change).slice(0, 40)}`, () => {
      assert.deepEqual(Object.keys(checkNewPerson({ ...good, ...change })), [field]);
    });
  }
  test('tells everything that is wrong at once', () => {
    assert.deepEqual(Object.keys(checkNewPerson({ ...blankPerson, email: 'x' })), ['displayName', 'username', 'email']);
  });
  test('sends no empty members', () => {
    assert.deepEqual(createBody({ ...good, username: ' ana ', email: ' ' }), {
      username: 'ana',
      displayName: 'Ana Lopez',
      invite: true,
    });
  });
  test('knows whether something would be lost', () => {
    assert.equal(isTouched(blankPerson), false);
    assert.equal(isTouched(good), true);
  });
});
