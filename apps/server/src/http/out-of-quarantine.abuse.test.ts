import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newAuthenticator, TestBrowser, tryRegistration, trySignIn } from '../testing/browser.ts';
import { eachDatabase } from '../testing/harness.ts';
import { workOnce } from '../testing/jobs.ts';
import { seedSignedIn } from '../testing/people.ts';

const loose = `passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
    maximum_credentials: 2
`;
const strict = loose.replace('synced_passkey, ', '');
const RENAME = 'PATCH /api/v1/account/passkeys/:credentialId';

eachDatabase('somebody whose passkey is set aside', (open) => {
  test('does not get it back by a new name, by enrolling it again, or with a release of their own', async () => {
    const installation = await open(loose);
    const { database } = installation;
    const synced = newAuthenticator({ transports: ['internal'], backupEligible: true, backedUp: true });
    const ana = await seedSignedIn(installation, { username: 'ana', roles: ['administrator'] }, synced);
    const key = newAuthenticator({ transports: ['usb'] });
    assert.equal((await tryRegistration(ana.browser, key)).status, 200);
    installation.setStanding({ policySource: strict });
    await workOnce(installation);
    const browser = new TestBrowser(installation);
    assert.equal((await trySignIn(browser, key)).status, 200);
    const asideNow = async () =>
      await database.queries
        .selectFrom('credential')
        .where('status', '=', 'quarantined')
        .select(['id', 'status_cause', 'status_reason'])
        .execute();
    const before = await asideNow();
    assert.equal(before.length, 1);
    const params = { credentialId: before[0]?.id ?? '' };

    await browser.must(RENAME, { params, body: { name: 'A quite harmless key' } });
    const release = 'POST /api/v1/credentials/:credentialId/release';
    const released = await browser.call(release, { params, body: { reason: 'It is mine.' } });
    assert.equal(released.status, 403, JSON.stringify(released.body));
    const again = await tryRegistration(browser, synced);
    assert.deepEqual([again.status, again.body['error']], [422, 'passkey_not_allowed'], JSON.stringify(again.body));
    await workOnce(installation);
    assert.deepEqual(await asideNow(), before);
    assert.notEqual((await trySignIn(new TestBrowser(installation), synced)).status, 200);
  });

  test('can put another one in its place where they have as many as they may', async () => {
    const installation = await open(loose);
    const synced = newAuthenticator({ transports: ['internal'], backupEligible: true, backedUp: true });
    const ana = await seedSignedIn(installation, { username: 'ana' }, synced);
    const key = newAuthenticator({ transports: ['usb'] });
    assert.equal((await tryRegistration(ana.browser, key)).status, 200);
    installation.setStanding({ policySource: strict });
    await workOnce(installation);
    const browser = new TestBrowser(installation);
    assert.equal((await trySignIn(browser, key)).status, 200);
    const added = await tryRegistration(browser, newAuthenticator({ transports: ['usb'] }));
    assert.equal(added.status, 200, JSON.stringify(added.body));
  });
});
