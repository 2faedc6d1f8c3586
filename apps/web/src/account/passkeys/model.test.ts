import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Account, OwnPasskey } from './api.ts';
import { inOrder, progressOf } from './model.ts';

const passkey = (id: string, status: OwnPasskey['status'], lastUsedAt: number | null, createdAt = 0): OwnPasskey => ({
  id,
  name: id,
  class: 'platform',
  evidence: 'claimed',
  model: null,
  status,
  explanation: '',
  backedUp: false,
  createdAt,
  lastUsedAt,
  current: false,
  removalBlockedBecause: null,
});
const wanted: Account['wanted'] = {
  allowedTypes: ['platform'],
  attestationRequired: false,
  attestationAsked: false,
  minimum: 2,
  maximum: 5,
  have: 1,
  missing: 1,
  mayAdd: true,
  todo: [{ code: 'minimum', person: 'Add one more passkey.' }],
};

describe('one’s own passkeys', () => {
  test('what needs attention stands first, what is gone last, the rest by use', () => {
    const given = [
      passkey('gone', 'revoked', 9),
      passkey('old', 'active', 1),
      passkey('never used', 'active', null, 2),
      passkey('new', 'active', 3),
      passkey('held', 'quarantined', 0),
    ];
    assert.deepEqual(
      inOrder(given).map(({ id }) => id),
      ['held', 'new', 'never used', 'old', 'gone'],
    );
  });

  test('progress says what is missing in the words of the server', () => {
    assert.deepEqual(progressOf(wanted), {
      have: 1,
      minimum: 2,
      missing: 1,
      todo: ['Add one more passkey.'],
      enough: false,
    });
  });

  test('enough passkeys are not enough while something else is to be done', () => {
    assert.equal(progressOf({ ...wanted, have: 2, missing: 0 }).enough, false);
    assert.equal(progressOf({ ...wanted, have: 2, missing: 0, todo: [] }).enough, true);
  });
});
