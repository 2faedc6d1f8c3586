import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY_MS } from '@holdfast/kernel';
import { newAuthenticator, tryRegistration, trySignIn } from '../testing/browser.ts';
import { eachDatabase } from '../testing/harness.ts';
import { seedPerson, seedSignedIn } from '../testing/people.ts';
import { withOwner } from '../testing/refuses.ts';
import { applyPolicyAtStart } from '../use-cases/policy/apply-at-start.ts';

const READ = 'GET /api/v1/overview';

const policySource = `passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
    minimum_credentials: 1
  careful:
    applies_to: [finance, board]
    allowed_credential_types: [platform_authenticator, security_key]
    minimum_credentials: 2
`;

eachDatabase('the overview', (open) => {
  test('counts who has enough by the policy of each, whatever else they are in', async () => {
    const installation = await withOwner(() => open(policySource));
    await applyPolicyAtStart(installation.ports, { source: policySource, origin: 'file' });
    const { browser } = installation.owner;
    const member = await seedSignedIn(installation, { username: 'one-of-two', groups: ['finance', 'board', 'other'] });
    await seedSignedIn(installation, { username: 'one-of-one', groups: ['other'] });
    await seedPerson(installation, { username: 'invited' });
    const before = await browser.must(READ, {});
    assert.deepEqual(before.numbers, {
      people: 4,
      enough: 2,
      attested: 0,
      credentials: 3,
      signInsLastDay: 3,
      refusedLastDay: 0,
    });
    const codes = before.next.map(({ code }) => code);
    const expected = ['one_owner', 'owner_with_one_passkey', 'people_below_minimum', 'people_not_enrolled'];
    assert.deepEqual(codes, [...expected, 'judging_again']);
    await tryRegistration(member.browser, newAuthenticator());
    const after = await browser.must(READ, {});
    assert.deepEqual([after.numbers.enough, after.numbers.credentials], [3, 4]);
    assert.ok(!after.next.some(({ code }) => code === 'people_below_minimum'));
  });

  test('draws fourteen UTC days and shows events to those who may see them', async () => {
    const installation = await withOwner(open);
    const { clock } = installation;
    for (const days of [3, 10]) {
      clock.advance(days * DAY_MS);
      assert.equal((await trySignIn(installation.owner.browser, installation.owner.authenticator)).status, 200);
    }
    await trySignIn(installation.owner.browser, newAuthenticator()).catch(() => undefined);
    const { days, numbers, events } = await installation.owner.browser.must(READ, {});
    assert.equal(days.length, 14);
    assert.deepEqual(
      days.map(({ succeeded }) => succeeded),
      [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    );
    assert.equal(days.at(-1)?.day, new Date(clock.at).toISOString().slice(0, 10));
    assert.equal(numbers.signInsLastDay, 1);
    assert.ok(events.length > 0 && events.length <= 8);
    const desk = await seedSignedIn(installation, { username: 'desk', roles: ['help_desk'] });
    assert.deepEqual((await desk.browser.must(READ, {})).events, []);
  });
});
