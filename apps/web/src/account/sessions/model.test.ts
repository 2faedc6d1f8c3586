import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inOrder, type OwnSession, othersOf } from './model.ts';

const session = (id: string, lastSeenAt: number, current = false): OwnSession => ({
  id,
  current,
  createdAt: 0,
  lastSeenAt,
  endsAt: 10,
  address: '192.0.2.1',
  browser: 'Chrome on Windows',
  passkeyName: 'Laptop',
});

describe('one’s own sessions', () => {
  const sessions = [session('old', 1), session('this', 2, true), session('new', 3)];

  test('this one stands first, then the most recently seen', () => {
    assert.deepEqual(
      inOrder(sessions).map(({ id }) => id),
      ['this', 'new', 'old'],
    );
  });

  test('the others are all but this one, and the given list is left as it was', () => {
    assert.deepEqual(
      othersOf(sessions).map(({ id }) => id),
      ['old', 'new'],
    );
  });
});
