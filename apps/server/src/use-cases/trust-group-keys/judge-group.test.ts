import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type CredentialId, instant } from '@holdfast/kernel';
import fc from 'fast-check';
import { KNOWN_GROUPS_MAX, type TrustGroupKeyRow } from '../../store/trust-group-keys.ts';
import { groupToForget, judgeGroup, mayVouch } from './judge-group.ts';

const key = (digest: string, more: Partial<TrustGroupKeyRow> = {}): TrustGroupKeyRow => ({
  digest,
  credentialId: 'mine' as CredentialId,
  status: 'known',
  firstUsedAt: instant(0),
  lastUsedAt: instant(0),
  address: '192.0.2.1',
  userAgent: '',
  ...more,
});
const theirs = { credentialId: 'theirs' as CredentialId };
const waiting = { status: 'waiting' } as const;
const shown = { credentialId: 'mine' as CredentialId, digest: 'shown' };

describe('a group of devices that is shown', () => {
  for (const [what, around, expected] of [
    ['nothing was seen before', [], { at: 'first' }],
    ['it was seen before', [key('shown')], { at: 'known' }],
    ['it was seen before among others', [key('a'), key('shown'), key('b', waiting)], { at: 'known' }],
    ['it is of another passkey', [key('shown', theirs)], { at: 'foreign' }],
    ['it waits with another passkey', [key('shown', { ...theirs, ...waiting })], { at: 'foreign' }],
    [
      'others were seen before',
      [key('a'), key('b', waiting)],
      { at: 'refused', by: 'step_up', isStored: false, knownGroups: 1, waitingGroups: 1 },
    ],
    [
      'it waits',
      [key('a'), key('shown', waiting)],
      { at: 'refused', by: 'step_up', isStored: true, knownGroups: 1, waitingGroups: 1 },
    ],
  ] as const) {
    test(`where ${what}: ${expected.at}`, () => assert.deepEqual(judgeGroup(around, shown, 'step_up'), expected));
  }

  test('is let in where the policy only warns', () => {
    const around = [key('a'), key('shown', waiting)];
    assert.deepEqual(judgeGroup(around, shown, 'warn'), { at: 'new', isStored: true, knownGroups: 1 });
    assert.deepEqual(judgeGroup([key('a')], shown, 'warn'), { at: 'new', isStored: false, knownGroups: 1 });
    assert.equal(judgeGroup([key('a')], shown, 'refuse').at, 'refused');
  });
});

describe('vouching for a new group', () => {
  const around = [key('home'), key('new', waiting), key('hers', { credentialId: 'other' as CredentialId })];
  for (const [what, asserted, expected] of [
    ['the passkey on a known device', { with: 'mine', group: 'home' }, true],
    ['the passkey on the new device', { with: 'mine', group: 'new' }, false],
    ['the passkey that shows no group', { with: 'mine', group: null }, false],
    ['another passkey on a known device', { with: 'other', group: 'hers' }, true],
    ['another passkey that hides its known devices', { with: 'other', group: null }, false],
    ['another passkey with a group that nobody knows', { with: 'other', group: 'lost' }, false],
    ['another passkey with a group of this one', { with: 'other', group: 'home' }, false],
    ['another passkey of which no group was ever seen', { with: 'key', group: null }, true],
    ['nobody knows what', { with: null, group: null }, false],
  ] as const) {
    test(`${what}: ${expected ? 'may' : 'may not'}`, () => assert.equal(mayVouch(around, asserted, 'mine'), expected));
  }
});

test('the known group that was not used for longest is forgotten, and only when there is no room', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { maxLength: KNOWN_GROUPS_MAX + 3 }), fc.nat(3), (times, others) => {
      const known = times.map((at, index) => key(`known ${index}`, { lastUsedAt: instant(at) }));
      const noise = Array.from({ length: others }, (_, index) => key(`waiting ${index}`, waiting));
      const forgotten = groupToForget([...noise, key('foreign', theirs), ...known], 'mine');
      if (known.length < KNOWN_GROUPS_MAX) return assert.equal(forgotten, null);
      assert.equal(forgotten?.status, 'known');
      assert.equal(forgotten?.lastUsedAt, Math.min(...times));
    }),
  );
});
