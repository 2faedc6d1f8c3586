import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant } from '@holdfast/kernel';
import { ceremonyCookie, endedSessionCookie, readCookie, SESSION_COOKIE, sessionCookie } from './cookies.ts';

const token = 'A'.repeat(43);

describe('cookies', () => {
  test('are host-bound, unreadable for scripts and never sent across sites', () => {
    const at = instant(0);
    for (const cookie of [sessionCookie(token, at, instant(5000)), endedSessionCookie(), ceremonyCookie(token)]) {
      assert.match(cookie, /^__Host-/);
      for (const attribute of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Strict']) {
        assert.ok(cookie.includes(`; ${attribute}`), `${cookie} lacks ${attribute}`);
      }
      assert.ok(!cookie.includes('Domain'), cookie);
    }
    assert.match(sessionCookie(token, at, instant(5000)), /Max-Age=5$/);
  });

  const cases: readonly (readonly [string, string | undefined, string | null])[] = [
    ['absent header', undefined, null],
    ['one among others', `a=b; ${SESSION_COOKIE}=${token}; c=d`, token],
    ['a name that only ends alike', `x${SESSION_COOKIE}=${token}`, null],
    ['sent twice', `${SESSION_COOKIE}=${token}; ${SESSION_COOKIE}=${'B'.repeat(43)}`, null],
    ['too short', `${SESSION_COOKIE}=${token.slice(1)}`, null],
    ['too long', `${SESSION_COOKIE}=${token}A`, null],
    ['other characters', `${SESSION_COOKIE}=${token.slice(1)}+`, null],
    ['quoted', `${SESSION_COOKIE}="${token}"`, null],
  ];
  for (const [what, header, expected] of cases) {
    test(`reads ${what} as ${expected === null ? 'nothing' : 'its value'}`, () => {
      assert.equal(readCookie(header, SESSION_COOKIE), expected);
    });
  }
});
