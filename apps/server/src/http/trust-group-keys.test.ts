import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Authenticator } from '@holdfast/emulator';
import type { CredentialId } from '@holdfast/kernel';
import { insertTrustGroupKey, KNOWN_GROUPS_MAX, WAITING_GROUPS_MAX } from '../store/trust-group-keys.ts';
import { newAuthenticator, TestBrowser, tryConfirm, tryRegistration, trySignIn } from '../testing/browser.ts';
import { eventsOf, refused } from '../testing/contents.ts';
import { eachDatabase, type TestInstallation } from '../testing/harness.ts';
import { seedPerson, seedSignedIn } from '../testing/people.ts';

const policy = (reaction: 'warn' | 'step_up' | 'refuse'): string => `passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
    sync_allowed: true
    on_new_trust_group_key: ${reaction}
`;
const noSync = `passkey_policy:
  general_workforce:
    allowed_credential_types: [platform_authenticator, security_key]
`;

/** A manager that copies passkeys, on a device of the group `home`. */
const manager = (trustGroup: string | null = 'home') =>
  newAuthenticator({
    transports: ['internal'],
    backupEligible: true,
    backedUp: true,
    counter: 'zero',
    trustGroup,
  });

const groupsIn = async ({ database }: TestInstallation) =>
  await database.queries.selectFrom('trust_group_key').selectAll().orderBy('first_used_at').orderBy('digest').execute();
const statuses = async (installation: TestInstallation) => (await groupsIn(installation)).map(({ status }) => status);
const groupEvents = async ({ database }: TestInstallation) =>
  (await eventsOf(database)).map(({ type }) => type).filter((type) => type.startsWith('passkey.trust_group_key'));

/** Signs in on a device of another group, in a browser of its own. */
async function signInFrom(installation: TestInstallation, authenticator: Authenticator, group: string | null) {
  authenticator.moveToTrustGroup(group);
  const browser = new TestBrowser(installation, '198.51.100.7');
  return { browser, told: await trySignIn(browser, authenticator) };
}

async function deviceGroups(browser: TestBrowser, index = 0) {
  return (await browser.must('GET /api/v1/account')).passkeys[index]?.deviceGroups ?? assert.fail();
}

/** A synced passkey that was used at home, and somebody who used it elsewhere and has to wait. */
async function withWaiting(open: (policySource: string) => Promise<TestInstallation>) {
  const installation = await open(policy('step_up'));
  const ada = await seedSignedIn(installation, { username: 'ada' }, manager());
  installation.clock.advance(1000);
  const { told } = await signInFrom(installation, ada.authenticator, 'elsewhere');
  assert.deepEqual([told.status, told.body['error']], [403, 'new_device_unconfirmed']);
  const [waiting] = (await deviceGroups(ada.browser)).waiting;
  const params = { credentialId: ada.authenticator.credentialIds()[0] ?? '', group: waiting?.group ?? '' };
  return { ...installation, ada, params, installation };
}

const CONFIRM = 'POST /api/v1/account/passkeys/:credentialId/trust-group-keys/:group/confirm';
const REJECT = 'DELETE /api/v1/account/passkeys/:credentialId/trust-group-keys/:group';
const selfConfirmed = {
  status: 403,
  error: 'other_passkey_needed',
  code: 'passkey.trust_group_key_self_confirmed',
} as const;
const notFound = { status: 404, error: 'not_found', code: 'passkey.trust_group_key_not_found' } as const;

eachDatabase('device groups of synced passkeys', (open) => {
  test('are asked for where a synced passkey is allowed, and only there', async () => {
    const installation = await open(policy('warn'));
    const { browser } = await seedSignedIn(installation, { username: 'ada' });
    const extensions = async () => [
      (await browser.must('POST /api/v1/registration/options', { body: {} })).publicKey['extensions'],
      (await browser.must('POST /api/v1/sign-in/options', { body: {} })).publicKey['extensions'],
      (await browser.must('POST /api/v1/confirm/options', { body: {} })).publicKey['extensions'],
    ];
    assert.deepEqual(await extensions(), [{ credProps: true, cmtgKey: true }, { cmtgKey: true }, { cmtgKey: true }]);
    installation.setStanding({ policySource: noSync });
    assert.deepEqual(await extensions(), [{ credProps: true }, undefined, undefined]);
  });

  test('the first one is known at once, and known again without a word', async () => {
    const installation = await open(policy('refuse'));
    const { browser, authenticator } = await seedSignedIn(installation, { username: 'ada' }, manager());
    assert.deepEqual(await groupEvents(installation), ['passkey.trust_group_key_seen']);
    const [before] = await groupsIn(installation);
    installation.clock.advance(60_000);
    assert.equal((await trySignIn(browser, authenticator)).status, 200);
    assert.equal((await tryConfirm(browser, authenticator)).status, 200);
    const rows = await groupsIn(installation);
    assert.deepEqual(
      rows.map((row) => ({ ...row })),
      [{ ...before, last_used_at: Number(installation.clock.at) }],
    );
    assert.deepEqual(await groupEvents(installation), ['passkey.trust_group_key_seen']);
    assert.deepEqual(await deviceGroups(browser), { known: 1, waiting: [] });
  });

  test('a manager that tells none is let in, and its first one later is the first', async () => {
    const installation = await open(policy('refuse'));
    const { authenticator } = await seedSignedIn(installation, { username: 'ada' }, manager(null));
    assert.deepEqual(await groupsIn(installation), []);
    assert.equal((await signInFrom(installation, authenticator, 'home')).told.status, 200);
    assert.deepEqual(await groupEvents(installation), ['passkey.trust_group_key_seen']);
    assert.equal((await signInFrom(installation, authenticator, null)).told.status, 200, 'an outage of the manager');
    assert.deepEqual(await statuses(installation), ['known']);
  });

  test('warn: a new one is let in, remembered and told', async () => {
    const installation = await open(policy('warn'));
    const { authenticator, browser } = await seedSignedIn(installation, { username: 'ada' }, manager());
    assert.equal((await signInFrom(installation, authenticator, 'elsewhere')).told.status, 200);
    assert.equal((await signInFrom(installation, authenticator, 'elsewhere')).told.status, 200);
    const types = (await eventsOf(installation.database)).map(({ type }) => type).slice(-3);
    assert.deepEqual(types, ['sign_in.succeeded', 'passkey.trust_group_key_new', 'sign_in.succeeded']);
    assert.deepEqual(await deviceGroups(browser), { known: 2, waiting: [] });
  });

  test('refuse: a new one is refused and not remembered', async () => {
    const installation = await open(policy('refuse'));
    const { authenticator } = await seedSignedIn(installation, { username: 'ada' }, manager());
    const { told, browser } = await signInFrom(installation, authenticator, 'elsewhere');
    assert.deepEqual([told.status, told.body['error']], [403, 'new_device_refused']);
    assert.equal((await browser.call('GET /api/v1/account')).status, 401);
    const events = (await eventsOf(installation.database)).slice(-2);
    assert.deepEqual(
      events.map(({ type, code }) => [type, code]),
      [
        ['passkey.trust_group_key_new', null],
        ['sign_in.refused', 'policy.trust_group_key_refused'],
      ],
    );
    assert.deepEqual(await statuses(installation), ['known']);
  });

  test('step_up: a new one waits, is told once, and is refused until its owner knows it', async () => {
    const { installation, ada, params } = await withWaiting(open);
    assert.equal((await signInFrom(installation, ada.authenticator, 'elsewhere')).told.status, 403);
    assert.deepEqual(await groupEvents(installation), ['passkey.trust_group_key_seen', 'passkey.trust_group_key_new']);
    assert.deepEqual(await statuses(installation), ['known', 'waiting']);
    assert.deepEqual(await deviceGroups(ada.browser), {
      known: 1,
      waiting: [
        {
          group: params.group,
          firstUsedAt: Number(installation.clock.at),
          lastUsedAt: Number(installation.clock.at),
          address: '198.51.100.7',
          browser: 'Chrome on Windows',
        },
      ],
    });
    await ada.browser.must(CONFIRM, { params });
    assert.equal((await eventsOf(installation.database)).at(-1)?.type, 'passkey.trust_group_key_confirmed');
    assert.equal((await signInFrom(installation, ada.authenticator, 'elsewhere')).told.status, 200);
    assert.deepEqual(await deviceGroups(ada.browser), { known: 2, waiting: [] });
    await refused(installation.database, () => ada.browser.call(CONFIRM, { params }), notFound);
  });

  test('step_up: nor does a new one confirm in a session that is open', async () => {
    const { installation, ada } = await withWaiting(open);
    ada.authenticator.moveToTrustGroup('elsewhere');
    const told = await tryConfirm(ada.browser, ada.authenticator);
    assert.deepEqual([told.status, told.body['error']], [403, 'new_device_unconfirmed']);
    assert.equal((await eventsOf(installation.database)).at(-1)?.type, 'session.confirmation_refused');
  });

  test('a new one is not confirmed by its own passkey that leaves the extension out', async () => {
    const { installation, ada, params } = await withWaiting(open);
    const { browser } = await signInFrom(installation, ada.authenticator, null);
    await refused(installation.database, () => browser.call(CONFIRM, { params }), selfConfirmed);
  });

  test('a new one is confirmed with another passkey, unless that one hides its known devices', async () => {
    const { installation, ada, params } = await withWaiting(open);
    const key = newAuthenticator();
    assert.equal((await tryRegistration(ada.browser, key)).status, 200);
    const other = manager();
    assert.equal((await tryRegistration(ada.browser, other)).status, 200);
    const hiding = await signInFrom(installation, other, null);
    await refused(installation.database, () => hiding.browser.call(CONFIRM, { params }), selfConfirmed);
    other.moveToTrustGroup('home');
    assert.equal((await tryConfirm(hiding.browser, other)).status, 200);
    await hiding.browser.must(CONFIRM, { params });
    const again = await signInFrom(installation, ada.authenticator, 'a third');
    assert.equal(again.told.status, 403);
    const [waiting] = (await deviceGroups(ada.browser)).waiting;
    const withKey = new TestBrowser(installation);
    assert.equal((await trySignIn(withKey, key)).status, 200);
    await withKey.must(CONFIRM, { params: { ...params, group: waiting?.group ?? '' } });
    assert.deepEqual(await deviceGroups(ada.browser), { known: 3, waiting: [] });
  });

  test('confirming needs a fresh assertion and one’s own passkey', async () => {
    const { installation, ada, params } = await withWaiting(open);
    const { browser } = await seedSignedIn(installation, { username: 'eve' });
    await refused(installation.database, () => browser.call(CONFIRM, { params }), notFound);
    await refused(installation.database, () => browser.call(REJECT, { params }), notFound);
    const unknown = { ...params, group: 'a'.repeat(64) };
    await refused(installation.database, () => ada.browser.call(CONFIRM, { params: unknown }), notFound);
    const [known] = await groupsIn(installation);
    const sure = { ...params, group: known?.digest ?? '' };
    await refused(installation.database, () => ada.browser.call(REJECT, { params: sure }), notFound);
    installation.clock.advance(10 * 60_000);
    await refused(installation.database, () => ada.browser.call(CONFIRM, { params }), {
      status: 403,
      error: 'fresh_assertion_needed',
      code: 'session.assertion_stale',
    });
  });

  test('one that its owner does not know is forgotten, and would have to wait again', async () => {
    const { installation, ada, params } = await withWaiting(open);
    await ada.browser.must(REJECT, { params });
    const event = (await eventsOf(installation.database)).at(-1);
    assert.deepEqual([event?.type, event?.detail['seenFrom']], ['passkey.trust_group_key_rejected', '198.51.100.7']);
    assert.deepEqual(await statuses(installation), ['known']);
    assert.equal((await signInFrom(installation, ada.authenticator, 'elsewhere')).told.status, 403);
    assert.deepEqual(await statuses(installation), ['known', 'waiting']);
  });

  test('one that waits is known as soon as the policy only warns', async () => {
    const { installation, ada } = await withWaiting(open);
    installation.setStanding({ policySource: policy('warn') });
    assert.equal((await signInFrom(installation, ada.authenticator, 'elsewhere')).told.status, 200);
    assert.deepEqual(await statuses(installation), ['known', 'known']);
  });

  test('a key of another passkey is refused at sign-in and at registration, and nothing is stored', async () => {
    const installation = await open(policy('warn'));
    const { authenticator } = await seedSignedIn(installation, { username: 'ada' }, manager());
    const misbehaviours = ['trust-group-key-of-another-credential'] as const;
    const foreign = { status: 403, error: 'ceremony_refused', code: 'passkey.trust_group_key_foreign' };
    const { token } = await seedPerson(installation, { username: 'eve' });
    const browser = new TestBrowser(installation);
    await refused(
      installation.database,
      () => tryRegistration(browser, authenticator, { token, misbehaviours }),
      foreign,
    );
    authenticator.moveToTrustGroup(null);
    assert.equal((await tryRegistration(browser, authenticator, { token })).status, 200);
    authenticator.moveToTrustGroup('home');
    const told = await trySignIn(browser, authenticator, { misbehaviours });
    const event = (await eventsOf(installation.database)).at(-1);
    assert.deepEqual({ status: told.status, error: told.body['error'], code: event?.code }, foreign);
    assert.equal(event?.type, 'sign_in.refused');
    assert.deepEqual(await statuses(installation), ['known']);
    assert.equal((await trySignIn(browser, authenticator)).status, 200);
    assert.deepEqual(await statuses(installation), ['known', 'known']);
  });

  test('an output that does not hold is refused, and nothing is stored', async () => {
    const installation = await open(policy('warn'));
    const { authenticator } = await seedSignedIn(installation, { username: 'ada' }, manager());
    const misbehaviours = ['trust-group-key-foreign-signature'] as const;
    await refused(
      installation.database,
      () => trySignIn(new TestBrowser(installation), authenticator, { misbehaviours }),
      { status: 400, error: 'ceremony_refused', code: 'webauthn.trust_group_key_signature_invalid' },
    );
  });

  test('no more than a few wait for one passkey', async () => {
    const { installation, ada } = await withWaiting(open);
    for (let turn = 0; turn < WAITING_GROUPS_MAX + 1; turn += 1) {
      assert.equal((await signInFrom(installation, ada.authenticator, `elsewhere ${turn}`)).told.status, 403);
    }
    assert.equal((await deviceGroups(ada.browser)).waiting.length, WAITING_GROUPS_MAX);
  });

  test('the group that was not used for longest makes room', async () => {
    const installation = await open(policy('warn'));
    const { authenticator, browser } = await seedSignedIn(installation, { username: 'ada' }, manager());
    for (let turn = 1; turn <= KNOWN_GROUPS_MAX; turn += 1) {
      installation.clock.advance(1000);
      assert.equal((await signInFrom(installation, authenticator, `group ${turn}`)).told.status, 200);
    }
    assert.equal((await deviceGroups(browser)).known, KNOWN_GROUPS_MAX);
    const events = (await groupEvents(installation)).length;
    assert.equal((await signInFrom(installation, authenticator, 'group 1')).told.status, 200);
    assert.equal((await groupEvents(installation)).length, events, 'still known');
    assert.equal((await signInFrom(installation, authenticator, 'home')).told.status, 200);
    assert.equal((await groupEvents(installation)).length, events + 1, 'forgotten');
  });

  test('of several first ones at once only one is the first', async () => {
    const installation = await open(policy('refuse'));
    const { authenticator } = await seedSignedIn(installation, { username: 'ada' }, manager(null));
    const attempts = [];
    for (const group of ['a', 'b', 'c', 'd']) {
      const browser = new TestBrowser(installation);
      const { publicKey } = await browser.must('POST /api/v1/sign-in/options', { body: {} });
      authenticator.moveToTrustGroup(group);
      const response = authenticator.get(publicKey as never, { origin: installation.ports.config.origin });
      attempts.push(() => browser.call('POST /api/v1/sign-in/verify', { body: { response } }));
    }
    const told = await Promise.all(attempts.map((attempt) => attempt()));
    assert.deepEqual(told.map(({ status }) => status).sort(), [200, 403, 403, 403]);
    assert.deepEqual(await statuses(installation), ['known']);
  });

  test('confirmed and rejected at once, it is one of the two', async () => {
    const { installation, ada, params } = await withWaiting(open);
    const told = await Promise.all(
      ([CONFIRM, REJECT, CONFIRM] as const).map((answer) => ada.browser.call(answer, { params })),
    );
    assert.deepEqual(told.map(({ status }) => status).sort(), [204, 404, 404]);
    const confirmed = told[1]?.status === 404;
    assert.deepEqual(await statuses(installation), confirmed ? ['known', 'known'] : ['known']);
    assert.equal((await groupEvents(installation)).length, 3);
  });

  test('one key for two passkeys at once is the key of one', async () => {
    const installation = await open(policy('warn'));
    const people = await Promise.all(
      ['ada', 'eve'].map((username) => seedSignedIn(installation, { username }, manager(null))),
    );
    const publicKey = installation.ports.randomBytes(77);
    const inserted = await Promise.all(
      [...people, ...people].map(({ authenticator }) =>
        installation.database.inTransaction((tx) =>
          insertTrustGroupKey(tx, {
            credentialId: authenticator.credentialIds()[0] as CredentialId,
            status: 'known',
            address: '',
            userAgent: '',
            publicKey,
            at: installation.clock.at,
          }),
        ),
      ),
    );
    assert.deepEqual(inserted.filter((isNew) => isNew).length, 1);
    assert.deepEqual(await statuses(installation), ['known']);
  });

  test('each sign-in says which group it came from, or that it told none', async () => {
    const installation = await open(policy('warn'));
    const { authenticator } = await seedSignedIn(installation, { username: 'ada' }, manager());
    assert.equal((await signInFrom(installation, authenticator, null)).told.status, 200);
    const events = (await eventsOf(installation.database)).filter(({ type }) => type === 'sign_in.succeeded');
    const [known] = await groupsIn(installation);
    assert.deepEqual(
      events.map(({ detail }) => detail['trustGroup']),
      [known?.digest, null],
    );
  });

  test('whoever may read passkeys reads their groups', async () => {
    const { installation, ada, params } = await withWaiting(open);
    const auditor = await seedSignedIn(installation, { username: 'auditor', roles: ['auditor'] });
    const endpoint = 'GET /api/v1/credentials/:credentialId/trust-group-keys';
    const { keys } = await auditor.browser.must(endpoint, { params: { credentialId: params.credentialId } });
    assert.deepEqual(
      keys.map(({ status }) => status),
      ['known', 'waiting'],
    );
    assert.equal(keys[1]?.group, params.group);
    assert.equal((await ada.browser.call(endpoint, { params })).status, 403);
    const unknown = await auditor.browser.call(endpoint, { params: { credentialId: 'AAAA' } });
    assert.equal(unknown.status, 404);
  });
});
