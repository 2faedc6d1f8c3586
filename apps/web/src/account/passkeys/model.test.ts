import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Account, OwnPasskey } from './api.ts';
import { endsWell, inOrder, progressOf, replacementsOf } from './model.ts';

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
  deviceGroups: { known: 0, waiting: [] },
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

  test('what is set aside is told step by step elsewhere', () => {
    const held = { code: 'replace_quarantined', person: 'One of your passkeys is set aside.' };
    assert.deepEqual(progressOf({ ...wanted, missing: 0, todo: [held] }), {
      have: 1,
      minimum: 2,
      missing: 0,
      todo: [],
      enough: true,
    });
  });

  test('enough passkeys are not enough while something else is to be done', () => {
    assert.equal(progressOf({ ...wanted, have: 2, missing: 0 }).enough, false);
    assert.equal(progressOf({ ...wanted, have: 2, missing: 0, todo: [] }).enough, true);
  });
});

describe('replacing a passkey that was set aside', () => {
  const held = passkey('held', 'quarantined', 1);
  const good = passkey('good', 'active', 2);
  const account = (passkeys: OwnPasskey[], changes: Partial<Account['wanted']>): Account => ({
    person: { id: '', username: '', displayName: '' },
    roles: [],
    groups: [],
    passkeys,
    wanted: { ...wanted, missing: 0, todo: [], ...changes },
    signals: {
      accepted: { rpId: '', userId: '', allAcceptedCredentialIds: [] },
      details: { rpId: '', userId: '', name: '', displayName: '' },
    },
  });
  const steps = (of: Account) => replacementsOf(of).map(({ step, others }) => [step, ...others]);

  test('one that fits comes first, then the old one goes', () => {
    assert.deepEqual(steps(account([held, good], { missing: 1 })), [['add', 'good']]);
    assert.deepEqual(steps(account([held, good], {})), [['remove', 'good']]);
  });
  test('without another that works, nobody is told to remove anything', () => {
    assert.deepEqual(steps(account([held], {})), [['add']]);
  });
  test('somebody who may add none removes the old one first', () => {
    assert.deepEqual(steps(account([held, good], { missing: 1, mayAdd: false })), [['remove', 'good']]);
  });
  test('nothing is to be replaced where nothing is set aside', () => {
    assert.deepEqual(steps(account([good, passkey('gone', 'revoked', 1)], { missing: 1 })), []);
  });
  test('all is well once the last one is removed and nothing is wanted', () => {
    assert.equal(endsWell(account([held, good], {}), held), true);
    assert.equal(endsWell(account([held, good], { missing: 1 }), held), false);
    assert.equal(endsWell(account([held, passkey('other', 'quarantined', 1), good], {}), held), false);
    assert.equal(endsWell(account([good], {}), good), false);
  });
});
