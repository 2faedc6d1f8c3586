import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { afterSignIn, signInAddress } from './sign-in-address.ts';

const origin = 'https://login.example';

describe('where a sign-in leads', () => {
  const rows: [string | null, string][] = [
    [null, '/account'],
    ['/console/people?q=ada', '/console/people?q=ada'],
    ['/account/sessions', '/account/sessions'],
    ['https://evil.test/account', '/account'],
    ['//evil.test/account', '/account'],
    ['/\\evil.test/account', '/account'],
    ['javascript:alert(1)', '/account'],
    ['/account/../api/v1/sign-out', '/account'],
    ['/accounting', '/account'],
    ['http://[', '/account'],
  ];
  for (const [asked, expected] of rows) {
    test(`${asked} leads to ${expected}`, () => assert.equal(afterSignIn(asked, '/account', origin), expected));
  }

  test('whatever is asked for, it stays on our own origin', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((text) => `/account${text}`),
        ),
        (asked) => {
          assert.equal(new URL(afterSignIn(asked, '/account', origin), origin).origin, origin);
        },
      ),
    );
  });

  test('the way to the sign-in page leads back', () => {
    const address = signInAddress({ pathname: '/console/people', search: '?q=a&b' });
    assert.equal(afterSignIn(new URL(address, origin).searchParams.get('next'), '/x', origin), '/console/people?q=a&b');
  });
});
