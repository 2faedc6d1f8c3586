import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, instant } from '@holdfast/kernel';
import fc from 'fast-check';
import { CHALLENGE_LIFETIME_MS, checkChallenge, mintChallenge, type Purpose } from './challenge.ts';

const key = new Uint8Array(32).fill(1);
const ceremonyId = 'the cookie of this browser';
const at = instant(1_800_000_000_000);
const random = new Uint8Array(32).fill(9);
const made = { purpose: 'registration', subject: 'person-1', at, random } as const;
const text = mintChallenge({ key, ceremonyId }, made);
const asked = { text, accepts: ['registration'] as readonly Purpose[], at };

function codeOf(result: ReturnType<typeof checkChallenge>): string {
  return result.ok ? 'accepted' : result.error.code;
}

describe('a challenge that carries its own state', () => {
  test('is accepted by the browser that asked, for its purpose, in time', () => {
    const checked = checkChallenge({ key, ceremonyId }, asked);
    assert.ok(checked.ok);
    assert.equal(checked.value.purpose, 'registration');
    assert.equal(checked.value.expiresAt, at + CHALLENGE_LIFETIME_MS);
    assert.ok(checked.value.isFor('person-1'));
    assert.ok(!checked.value.isFor('person-2'));
    assert.ok(!checked.value.isFor(''));
  });

  const refused = [
    ['challenge.foreign', 'another browser', { key, ceremonyId: 'another cookie' }, asked],
    ['challenge.foreign', 'a browser without a cookie', { key, ceremonyId: null }, asked],
    ['challenge.foreign', 'a challenge of another installation', { key: new Uint8Array(32), ceremonyId }, asked],
    ['challenge.foreign', 'another purpose', { key, ceremonyId }, { ...asked, accepts: ['sign_in', 'confirm'] }],
    [
      'challenge.expired',
      'the first instant after five minutes',
      { key, ceremonyId },
      { ...asked, at: after(at, 300_000) },
    ],
    ['challenge.malformed', 'no challenge at all', { key, ceremonyId }, { ...asked, text: '' }],
    ['challenge.malformed', 'one that is cut off', { key, ceremonyId }, { ...asked, text: text.slice(0, -4) }],
    ['challenge.malformed', 'one of another version', { key, ceremonyId }, { ...asked, text: `Ag${text.slice(2)}` }],
    ['challenge.malformed', 'other characters', { key, ceremonyId }, { ...asked, text: `${text}=` }],
  ] as const;
  for (const [code, what, binding, question] of refused) {
    test(`${code}: ${what}`, () => assert.equal(codeOf(checkChallenge(binding, question)), code));
  }

  test('holds to the last millisecond', () => {
    assert.equal(codeOf(checkChallenge({ key, ceremonyId }, { ...asked, at: after(at, 299_999) })), 'accepted');
  });

  test('an expired one of another browser is foreign: its time is believed only when it is ours', () => {
    const late = { ...asked, at: after(at, 600_000) };
    assert.equal(codeOf(checkChallenge({ key, ceremonyId: 'another cookie' }, late)), 'challenge.foreign');
  });

  test('does not show whom it is for', () => {
    const challenges = ['', 'ada', 'grace'].map((subject) =>
      mintChallenge(
        { key, ceremonyId },
        { ...made, purpose: 'sign_in_named', subject, random: new Uint8Array(32).fill(subject.length) },
      ),
    );
    assert.equal(new Set(challenges.map(({ length }) => length)).size, 1);
    for (const challenge of challenges) {
      assert.doesNotMatch(Buffer.from(challenge, 'base64url').toString('latin1'), /ada|grace/);
    }
  });

  test('no changed bit goes unnoticed', () => {
    const bytes = Buffer.from(text, 'base64url');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length * 8 - 1 }), (bit) => {
        const changed = Buffer.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const result = checkChallenge({ key, ceremonyId }, { ...asked, text: changed.toString('base64url') });
        assert.notEqual(codeOf(result), 'accepted');
      }),
      { numRuns: 400 },
    );
  });

  test('any text at all is answered, never thrown at', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (any) => {
        assert.notEqual(codeOf(checkChallenge({ key, ceremonyId }, { ...asked, text: any })), 'accepted');
      }),
    );
  });
});
