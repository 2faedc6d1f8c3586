import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PersonId } from '@holdfast/kernel';
import { refreshAudience } from '../store/audiences.ts';
import { newAuthenticator, TestBrowser, tryConfirm, trySignIn } from '../testing/browser.ts';
import { eventsOf, refused } from '../testing/contents.ts';
import { eachDatabase, type TestInstallation } from '../testing/harness.ts';
import { seedSignedIn } from '../testing/people.ts';

const everybody = (more: string): string => `passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
${more}`;

const copyable = () =>
  newAuthenticator({ transports: ['internal'], backupEligible: true, backedUp: true, counter: 'zero' });

/** As if the passkey had not been in a backup when it was last used. */
async function forgetBackup({ database }: TestInstallation): Promise<void> {
  await database.queries.updateTable('credential').set({ backed_up: 0 }).execute();
}

const askedFor = async (browser: TestBrowser) =>
  (await browser.must('POST /api/v1/sign-in/options', { body: {} })).publicKey['userVerification'];

eachDatabase('what the policy says about a sign-in', (open) => {
  test('user verification is asked for and demanded unless nobody needs it', async () => {
    const installation = await open(everybody('    user_verification: preferred\n'));
    const { authenticator } = await seedSignedIn(installation, { username: 'ada' });
    const browser = new TestBrowser(installation);
    const unverified = () => trySignIn(browser, authenticator, { misbehaviours: ['no-user-verification'] });
    assert.equal(await askedFor(browser), 'preferred');
    assert.equal((await unverified()).status, 200);
    const { detail } = (await eventsOf(installation.database)).at(-1) ?? {};
    assert.equal(detail?.['userVerified'], false);
    installation.setStanding({
      policySource: everybody(
        '    user_verification: preferred\n  privileged_users:\n    allowed_credential_types: [security_key]\n',
      ),
    });
    assert.equal(await askedFor(browser), 'required');
    await refused(installation.database, unverified, {
      status: 400,
      error: 'user_verification_required',
      code: 'webauthn.user_verification_missing',
    });
  });

  test('a passkey that is in a backup now: warn lets in, remembers and says so', async () => {
    const installation = await open(everybody('    on_backup_state_change: warn\n'));
    const { authenticator } = await seedSignedIn(installation, { username: 'ada' }, copyable());
    await forgetBackup(installation);
    const browser = new TestBrowser(installation);
    assert.equal((await trySignIn(browser, authenticator)).status, 200);
    const events = (await eventsOf(installation.database)).slice(-2);
    assert.deepEqual(
      events.map(({ type }) => type),
      ['sign_in.succeeded', 'passkey.backup_state_changed'],
    );
    assert.equal((await trySignIn(browser, authenticator)).status, 200);
    assert.equal((await eventsOf(installation.database)).at(-1)?.type, 'sign_in.succeeded');
  });

  test('a passkey that is in a backup now: refuse changes nothing', async () => {
    const installation = await open(everybody('    on_backup_state_change: refuse\n'));
    const { authenticator, browser: own } = await seedSignedIn(installation, { username: 'ada' }, copyable());
    await forgetBackup(installation);
    const expected = { status: 401, error: 'sign_in_failed', code: 'policy.backup_state_changed' };
    const attempt = () => trySignIn(new TestBrowser(installation), authenticator);
    await refused(installation.database, attempt, { ...expected, type: 'sign_in.refused' });
    const confirmation = () => tryConfirm(own, authenticator);
    await refused(installation.database, confirmation, { ...expected, type: 'session.confirmation_refused' });
  });

  test('a passkey that is in a backup now: quarantine sets it aside and ends its sessions', async () => {
    const installation = await open(everybody('    on_backup_state_change: quarantine\n'));
    const { authenticator, browser: own } = await seedSignedIn(installation, { username: 'ada' }, copyable());
    await forgetBackup(installation);
    assert.equal((await tryConfirm(own, authenticator)).status, 401);
    assert.equal((await own.call('GET /api/v1/account')).status, 401);
    const stored = await installation.database.queries.selectFrom('credential').selectAll().executeTakeFirstOrThrow();
    assert.deepEqual([stored.status, stored.status_reason], ['quarantined', 'It was copied to a backup.']);
    const events = (await eventsOf(installation.database)).filter(({ type }) => type === 'passkey.quarantined');
    assert.equal(events.length, 1);
    assert.equal(events[0]?.detail['cause'], 'policy.backup_state_changed');
  });

  test('a change of groups counts at the next sign-in, whatever the stored verdict says', async () => {
    const installation = await open(
      everybody('  privileged_users:\n    allowed_credential_types: [security_key]\n    attestation_required: true\n'),
    );
    const { id, authenticator } = await seedSignedIn(installation, { username: 'ada' });
    const { queries } = installation.database;
    const at = installation.clock.at;
    const group = installation.ports.newId(at);
    await queries
      .insertInto('group')
      .values({ id: group, name: 'privileged_users', description: '', created_at: at })
      .execute();
    await queries.insertInto('group_member').values({ group_id: group, person_id: id, added_at: at }).execute();
    await refreshAudience(queries, id as PersonId);
    const attempt = () => trySignIn(new TestBrowser(installation), authenticator);
    await refused(installation.database, attempt, {
      status: 422,
      error: 'passkey_not_allowed',
      code: 'policy.credential_refused',
    });
  });

  test('refusals about one person are counted over all their passkeys only once they are proved', async () => {
    const installation = await open(everybody('    on_counter_regression: refuse\n'));
    const ada = await seedSignedIn(installation, { username: 'ada' });
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 32; attempt += 1) {
      const browser = new TestBrowser(installation, `198.51.100.${attempt}`);
      statuses.push((await trySignIn(browser, ada.authenticator, { misbehaviours: ['stale-counter'] })).status);
    }
    assert.deepEqual(statuses.slice(0, 31), new Array(31).fill(401));
    assert.equal(statuses[31], 429);
    const keys = await installation.database.queries.selectFrom('rate_limit').select(['key', 'count']).execute();
    const counted = (kind: string) => keys.filter(({ key }) => key.startsWith(kind)).map(({ count }) => count);
    assert.deepEqual([counted('person:'), counted('credential:')], [[32], [32]]);
    // Whoever has the real passkey is not locked out by the attempts of others.
    assert.equal((await trySignIn(ada.browser, ada.authenticator)).status, 200);
  });
});
