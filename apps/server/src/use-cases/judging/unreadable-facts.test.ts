import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from '@holdfast/kernel';
import { newAuthenticator, TestBrowser, trySignIn } from '../../testing/browser.ts';
import { deviceWorld } from '../../testing/device-world.ts';
import { eachDatabase } from '../../testing/harness.ts';
import { workOnce } from '../../testing/jobs.ts';
import { seedSignedIn } from '../../testing/people.ts';

const world = deviceWorld(instant(Date.UTC(2026, 10, 20, 9, 0, 0)));
const policy = `passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
  privileged_users:
    allowed_credential_types: [security_key]
    attestation_required: true
`;

eachDatabase('facts that cannot be assessed', (open) => {
  test('keep nobody else from being judged again, are logged, and let nobody in', async () => {
    const installation = await open(policy);
    const { database } = installation;
    installation.setStanding({ trust: world.trust() });
    const ana = await seedSignedIn(installation, { username: 'ana' }, world.devices['certified-key'].create());
    const key = newAuthenticator();
    await seedSignedIn(installation, { username: 'bob' }, key);
    await database.queries
      .updateTable('credential_facts')
      .set({ facts: '{}' })
      .where('evidence', '=', 'claimed')
      .execute();
    installation.setStanding({ trust: world.trust({ reported: { 'certified-key': 'REVOKED' } }) });
    assert.equal(await workOnce(installation), 1);
    assert.equal((await ana.browser.call('GET /api/v1/account')).status, 401);
    assert.ok(installation.errorsLogged.some((line) => line.startsWith('facts of passkeys cannot be assessed')));
    assert.equal(await workOnce(installation), 0, 'it is not tried for ever');
    assert.equal((await trySignIn(new TestBrowser(installation), key)).status, 500);
  });
});
