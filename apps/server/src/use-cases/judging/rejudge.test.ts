import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Authenticator, DeviceName } from '@holdfast/emulator';
import { instant } from '@holdfast/kernel';
import { newAuthenticator, TestBrowser, tryRegistration, trySignIn } from '../../testing/browser.ts';
import { eventsOf } from '../../testing/contents.ts';
import { deviceWorld, type Said } from '../../testing/device-world.ts';
import { eachDatabase, type TestInstallation } from '../../testing/harness.ts';
import { workOnce } from '../../testing/jobs.ts';
import { type Enrolled, seedSignedIn } from '../../testing/people.ts';
import { inviteNewOwner } from '../people/new-owner.ts';

const world = deviceWorld(instant(Date.UTC(2026, 10, 20, 9, 0, 0)));

/** Everybody may have anything; others want proof, so that everybody is asked for it. */
const policy = (more = '', synced = 'synced_passkey, '): string => `passkey_policy:
  general_workforce:
    allowed_credential_types: [${synced}platform_authenticator, security_key, managed_device]
${more}
  privileged_users:
    allowed_credential_types: [security_key]
    attestation_required: true
`;

type Case = {
  readonly class: string;
  readonly device: DeviceName;
  readonly evidence: 'attested' | 'claimed';
  readonly after: Said | { readonly policySource: string };
};

const withdrawals: readonly Case[] = [
  {
    class: 'security-key',
    device: 'certified-key',
    evidence: 'attested',
    after: { reported: { 'certified-key': 'USER_KEY_REMOTE_COMPROMISE' } },
  },
  {
    class: 'platform',
    device: 'tpm-laptop',
    evidence: 'attested',
    after: { reported: { 'tpm-laptop': 'REVOKED' } },
  },
  { class: 'platform', device: 'strongbox-phone', evidence: 'attested', after: { phonesWithdrawn: true } },
  {
    class: 'synced',
    device: 'password-manager',
    evidence: 'claimed',
    after: { policySource: policy('    sync_allowed: false', '') },
  },
  {
    class: 'managed-device',
    device: 'managed-mac',
    evidence: 'attested',
    after: { withoutManagement: true },
  },
];

function change(installation: TestInstallation, after: Case['after']): void {
  if ('policySource' in after) installation.setStanding(after);
  else installation.setStanding({ trust: world.trust(after) });
}

async function passkeysOf({ database }: TestInstallation, { id }: Enrolled) {
  const rows = await database.queries
    .selectFrom('credential')
    .where('person_id', '=', id)
    .selectAll()
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows;
}

const statusesOf = async (installation: TestInstallation, person: Enrolled) =>
  (await passkeysOf(installation, person)).map(({ status, status_cause }) => `${status} ${status_cause}`).sort();

async function enrolWithBackup(
  installation: TestInstallation,
  device: Authenticator,
): Promise<{ readonly person: Enrolled; readonly backup: Authenticator }> {
  const person = await seedSignedIn(installation, { username: 'ada' }, device);
  const backup = newAuthenticator();
  const added = await tryRegistration(person.browser, backup, { name: 'Spare key' });
  assert.equal(added.status, 200, JSON.stringify([added.body, installation.errorsLogged]));
  return { person, backup };
}

eachDatabase('judging again', (open) => {
  for (const { class: what, device, evidence, after } of withdrawals) {
    test(`a ${what} passkey of ${device} is set aside when trust in it ends, and comes back when it returns`, async () => {
      const before = { trust: world.trust(), policySource: policy() };
      const installation = await open(policy());
      installation.setStanding(before);
      const authenticator = world.devices[device].create();
      const { person, backup } = await enrolWithBackup(installation, authenticator);
      const [first] = (await passkeysOf(installation, person)).filter(({ name }) => name !== 'Spare key');
      assert.deepEqual([first?.class, first?.evidence, first?.status], [what, evidence, 'active']);

      change(installation, after);
      if (device === 'managed-mac')
        installation.setStanding({ policySource: policy('    attestation_required: true') });
      // Before anything was judged again: new data act at the next sign-in.
      const early = await trySignIn(new TestBrowser(installation), authenticator);
      assert.equal(early.status, 422, JSON.stringify(early.body));
      assert.equal(await workOnce(installation), 1);

      const events = (await eventsOf(installation.database)).filter(({ credentialId }) => credentialId === first?.id);
      const aside = events.filter(({ type }) => type === 'passkey.quarantined');
      assert.equal(aside.length, 1);
      assert.deepEqual([aside[0]?.detail['cause'], aside[0]?.detail['endedSessions']], ['judged', 1]);
      assert.equal((await person.browser.call('GET /api/v1/account')).status, 401);
      const refused = await trySignIn(new TestBrowser(installation), authenticator);
      assert.equal(refused.status, 422);
      const sentence = String(refused.body['message']);
      assert.ok(sentence.includes(` Your passkey “${first?.name}” cannot be used now: `), sentence);
      if (device !== 'managed-mac') {
        assert.match(sentence, /^Sign in with “Spare key”, then add a new passkey/);
        assert.equal((await trySignIn(new TestBrowser(installation), backup)).status, 200);
        assert.deepEqual(await statusesOf(installation, person), ['active registered', 'quarantined judged']);
      }
      assert.equal(await workOnce(installation), 0, 'nothing is left to do');

      installation.setStanding(before);
      assert.equal(await workOnce(installation), 1);
      const all = await eventsOf(installation.database);
      assert.ok(all.some(({ type, credentialId }) => type === 'passkey.restored' && credentialId === first?.id));
      assert.equal((await trySignIn(new TestBrowser(installation), authenticator)).status, 200);
      assert.deepEqual(installation.errorsLogged, []);
    });
  }

  test('trust that ends in the only model of the owners shuts them out, says so loudly, and the command line lets one in', async () => {
    const installation = await open(policy());
    installation.setStanding({ trust: world.trust() });
    const owner = { username: 'owner', roles: ['owner'] as const };
    const { browser } = await seedSignedIn(installation, owner, world.devices['certified-key'].create());
    const administrator = { username: 'adam', roles: ['administrator'] as const };
    const adam = await seedSignedIn(installation, administrator, world.devices['tpm-laptop'].create());
    installation.setStanding({ trust: world.trust({ reported: { 'certified-key': 'REVOKED' } }) });
    assert.equal(await workOnce(installation), 1);

    assert.equal((await browser.call('GET /api/v1/account')).status, 401);
    assert.match(installation.errorsLogged.join('\n'), /no owner can sign in any more .*admin invite --new-owner/);
    const finished = (await eventsOf(installation.database)).find(({ type }) => type === 'rejudge.finished');
    assert.equal(finished?.detail['ownersShutOut'], true);
    const { next } = await adam.browser.must('GET /api/v1/overview');
    assert.equal(next[0]?.code, 'owners_shut_out');

    const invited = await inviteNewOwner(installation.ports, 'rescuer');
    assert.ok(invited.ok);
    const rescuer = new TestBrowser(installation);
    const device = world.devices['strongbox-phone'].create();
    const token = invited.value.link.split('/').at(-1) ?? '';
    assert.equal((await tryRegistration(rescuer, device, { token })).status, 200);
    assert.equal((await trySignIn(rescuer, device)).status, 200);
    const after = await rescuer.must('GET /api/v1/overview');
    assert.ok(after.next.every(({ code }) => code !== 'owners_shut_out'));
  });
});
