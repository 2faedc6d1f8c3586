import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMaker, type Misbehaviour, seededRandom } from '@holdfast/emulator';
import { HOUR_MS, instant, MINUTE_MS } from '@holdfast/kernel';
import {
  createFor,
  newAuthenticator,
  TestBrowser,
  tryConfirm,
  tryRegistration,
  trySignIn,
} from '../testing/browser.ts';
import { contentsOf, eventsOf, refused } from '../testing/contents.ts';
import { eachDatabase, type TestInstallation } from '../testing/harness.ts';
import { seedPerson, seedSignedIn } from '../testing/people.ts';

const YUBIKEY = 'ee882879-721c-4913-9775-3dfcce97072a';
const maker = createMaker({
  name: 'Keys of the test',
  aaguids: [YUBIKEY],
  random: seededRandom('maker'),
  at: instant(Date.UTC(2026, 10, 20)),
});
const model = {
  aaguid: YUBIKEY,
  name: 'Test Key 5',
  kind: 'security-key',
  anchors: [maker.root.base64url],
} as const;

/** Populations of the tests: one for everybody and one that wants attested keys of one model. */
const strictPolicy = `passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
    maximum_credentials: 3
  privileged_users:
    allowed_credential_types: [security_key, platform_authenticator]
    attestation_required: true
    approved_authenticators: ["Test Key 5"]
`;

const synced = () =>
  newAuthenticator({
    attachment: 'platform',
    transports: ['hybrid', 'internal'],
    backupEligible: true,
    backedUp: true,
    counter: 'zero',
    aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4',
    attestation: 'none',
  });
const attested = () => newAuthenticator({ attestation: 'packed-basic', maker, aaguid: YUBIKEY });

async function inviteTo(installation: TestInstallation, groups: readonly string[] = []) {
  const { token, id } = await seedPerson(installation, { username: 'ada', groups });
  return { token, id, browser: new TestBrowser(installation) };
}

eachDatabase('registering a passkey', (open) => {
  test('by invitation: looked at, used once, and no session comes of it', async () => {
    const installation = await open();
    const { token, id, browser } = await inviteTo(installation);
    const before = await contentsOf(installation.database);
    for (let look = 0; look < 2; look += 1) {
      const invitation = await browser.must('POST /api/v1/enrolment/open', { body: { token } });
      assert.equal(invitation.person.id, id);
      assert.equal(invitation.organisation.name, 'Example Works');
      assert.equal(invitation.invitedBy, null);
      assert.equal(invitation.wanted.have, 0);
      assert.equal(invitation.wanted.missing, 2);
    }
    await browser.must('POST /api/v1/registration/options', { body: { token } });
    assert.deepEqual(await contentsOf(installation.database), before);

    const authenticator = newAuthenticator();
    const told = await tryRegistration(browser, authenticator, { token, name: 'Blue key' });
    assert.equal(told.status, 200, JSON.stringify(told.body));
    const { credential, wanted, signal } = told.body as {
      credential: object;
      wanted: { have: number; missing: number };
      signal: { userId: string; allAcceptedCredentialIds: string[] };
    };
    const credentialId = authenticator.credentialIds()[0];
    assert.deepEqual(credential, {
      id: credentialId,
      name: 'Blue key',
      class: 'security-key',
      evidence: 'claimed',
      model: null,
    });
    assert.deepEqual([wanted.have, wanted.missing], [1, 1]);
    assert.deepEqual(signal.allAcceptedCredentialIds, [credentialId]);
    assert.equal((await browser.must('GET /api/v1/context')).signedIn, null);
    const events = (await eventsOf(installation.database)).slice(-2);
    assert.deepEqual(
      events.map(({ type, outcome, subjectId }) => [type, outcome, subjectId]),
      [
        ['invitation.used', 'success', id],
        ['passkey.registered', 'success', id],
      ],
    );
    assert.equal(events[1]?.credentialId, credentialId);
    assert.equal(events[1]?.detail['passkey'], 'Blue key');
    for (const endpoint of ['POST /api/v1/enrolment/open', 'POST /api/v1/registration/options'] as const) {
      await refused(installation.database, () => browser.call(endpoint, { body: { token } }), {
        status: 404,
        error: 'invitation_unusable',
        code: 'invitation.unusable',
      });
    }
    assert.equal((await trySignIn(browser, authenticator)).status, 200);
    assert.deepEqual(installation.errorsLogged, []);
  });

  test('an invitation that ran out, was withdrawn, or was made up is of no use', async () => {
    const installation = await open();
    const { token, browser } = await inviteTo(installation);
    const other = await seedPerson(installation, { username: 'grace' });
    const { queries } = installation.database;
    await queries
      .updateTable('invitation')
      .set({ withdrawn_at: installation.clock.at })
      .where('person_id', '=', other.id)
      .execute();
    const disabled = await seedPerson(installation, { username: 'edsger' });
    await queries.updateTable('person').set({ status: 'disabled' }).where('id', '=', disabled.id).execute();
    const { publicKey } = await browser.must('POST /api/v1/registration/options', { body: { token } });
    installation.clock.advance(HOUR_MS);
    const response = createFor(newAuthenticator(), publicKey);
    for (const useless of [token, other.token, disabled.token, 'x'.repeat(43)]) {
      for (const [endpoint, body] of [
        ['POST /api/v1/enrolment/open', { token: useless }],
        ['POST /api/v1/registration/options', { token: useless }],
        ['POST /api/v1/registration/verify', { token: useless, response }],
      ] as const) {
        await refused(installation.database, () => browser.call(endpoint, { body }), {
          status: 404,
          error: 'invitation_unusable',
          code: 'invitation.unusable',
          type: 'invitation.refused',
        });
      }
    }
  });

  test('needs an invitation or a session, and not both', async () => {
    const installation = await open();
    const { token } = await inviteTo(installation);
    const { browser } = await seedSignedIn(installation, { username: 'grace' });
    const expected = { status: 403, error: 'not_allowed', code: 'registration.not_authorised' };
    const stranger = new TestBrowser(installation);
    const options = 'POST /api/v1/registration/options';
    await refused(installation.database, () => stranger.call(options, { body: {} }), expected);
    const told = await refused(installation.database, () => browser.call(options, { body: { token } }), expected);
    assert.match(String(told.body['message']), /signed in as The person grace/);
  });

  test('a further one needs a fresh assertion, and its options name what is there', async () => {
    const installation = await open();
    const { browser, authenticator } = await seedSignedIn(installation, { username: 'ada' });
    installation.clock.advance(5 * MINUTE_MS + 1);
    await refused(installation.database, () => browser.call('POST /api/v1/registration/options', { body: {} }), {
      status: 403,
      error: 'fresh_assertion_needed',
      code: 'session.assertion_stale',
      type: 'passkey.registration_refused',
    });
    assert.equal((await tryConfirm(browser, authenticator)).status, 200);
    const { publicKey } = await browser.must('POST /api/v1/registration/options', { body: {} });
    const excluded = (publicKey['excludeCredentials'] as { id: string }[]).map(({ id }) => id);
    assert.deepEqual(excluded, authenticator.credentialIds());
    const told = await tryRegistration(browser, newAuthenticator());
    assert.equal(told.status, 200, JSON.stringify(told.body));
    assert.equal((told.body['wanted'] as { missing: number }).missing, 0);
  });

  const tricks = [
    ['wrong-challenge', 'ceremony_refused', 'challenge.foreign'],
    ['wrong-origin', 'ceremony_refused', 'webauthn.origin_unexpected'],
    ['wrong-rp-id', 'ceremony_refused', 'webauthn.rp_id_hash_unexpected'],
    ['wrong-type', 'ceremony_refused', 'webauthn.type_unexpected'],
    ['cross-origin', 'ceremony_refused', 'webauthn.cross_origin_unexpected'],
    ['no-user-presence', 'ceremony_refused', 'webauthn.user_presence_missing'],
    ['no-user-verification', 'user_verification_required', 'webauthn.user_verification_missing'],
    ['backup-state-without-eligibility', 'ceremony_refused', 'webauthn.backup_state_impossible'],
    ['no-attested-data', 'ceremony_refused', 'webauthn.attested_data_missing'],
    ['long-credential-id', 'ceremony_refused', 'webauthn.credential_id_too_long'],
    ['unoffered-algorithm', 'authenticator_unsupported', 'webauthn.algorithm_not_offered'],
    ['key-off-curve', 'ceremony_refused', 'webauthn.credential_key_invalid'],
    ['unsupported-format', 'authenticator_unsupported', 'webauthn.attestation_format_unknown'],
    ['trailing-bytes', 'malformed_request', 'webauthn.authenticator_data_malformed'],
  ] as const satisfies readonly (readonly [Misbehaviour, string, string])[];
  test('every trick of an authenticator is refused by its name', async () => {
    const installation = await open();
    const { token, browser, id } = await inviteTo(installation);
    for (const [trick, error, code] of tricks) {
      const attempt = () => tryRegistration(browser, newAuthenticator(), { token, misbehaviours: [trick] });
      await refused(installation.database, attempt, { status: 400, error, code, type: 'passkey.registration_refused' });
      assert.equal((await eventsOf(installation.database)).at(-1)?.subjectId, id);
    }
    assert.equal((await tryRegistration(browser, newAuthenticator(), { token })).status, 200);
  });

  test('a challenge is used once, for its purpose, its person and its browser, in five minutes', async () => {
    const installation = await open();
    const { token, browser } = await inviteTo(installation);
    const other = await seedPerson(installation, { username: 'grace' });
    const verify = 'POST /api/v1/registration/verify';
    const { publicKey } = await browser.must('POST /api/v1/registration/options', { body: { token } });
    const response = createFor(newAuthenticator(), publicKey);
    const expected = { status: 400, error: 'ceremony_refused', code: 'challenge.foreign' };
    const thief = new TestBrowser(installation);
    await refused(installation.database, () => thief.call(verify, { body: { token, response } }), expected);
    const lent = { token: other.token, response };
    await refused(installation.database, () => browser.call(verify, { body: lent }), expected);
    const signIn = await browser.must('POST /api/v1/sign-in/options', { body: {} });
    const crossed = createFor(newAuthenticator(), { ...publicKey, challenge: signIn.publicKey['challenge'] });
    await refused(installation.database, () => browser.call(verify, { body: { token, response: crossed } }), expected);
    installation.clock.advance(5 * MINUTE_MS);
    await refused(installation.database, () => browser.call(verify, { body: { token, response } }), {
      ...expected,
      error: 'ceremony_expired',
      code: 'challenge.expired',
    });
  });

  test('a spent challenge adds no second passkey', async () => {
    const installation = await open();
    const { browser } = await seedSignedIn(installation, { username: 'ada' });
    const { publicKey } = await browser.must('POST /api/v1/registration/options', { body: {} });
    const verify = 'POST /api/v1/registration/verify';
    await browser.must(verify, { body: { response: createFor(newAuthenticator(), publicKey) } });
    const again = { response: createFor(newAuthenticator(), { ...publicKey, excludeCredentials: [] }) };
    await refused(installation.database, () => browser.call(verify, { body: again }), {
      status: 400,
      error: 'ceremony_refused',
      code: 'challenge.spent',
    });
  });

  test('a passkey that is stored for anybody, even revoked, is not stored again', async () => {
    const installation = await open();
    const random = seededRandom('the same key twice');
    const { browser } = await seedSignedIn(installation, { username: 'grace' }, newAuthenticator({ random }));
    const { token } = await inviteTo(installation);
    const twin = () => newAuthenticator({ random: seededRandom('the same key twice') });
    const attempt = () => tryRegistration(new TestBrowser(installation), twin(), { token });
    const expected = { status: 409, error: 'passkey_exists', code: 'registration.credential_exists' };
    await refused(installation.database, attempt, expected);
    await installation.database.queries.updateTable('credential').set({ status: 'revoked' }).execute();
    await refused(installation.database, attempt, expected);
    assert.equal((await browser.call('GET /api/v1/account')).status, 401);
  });

  test('the policy of a group refuses with a sentence for the person and every rule for the operator', async () => {
    const installation = await open(strictPolicy);
    installation.setStanding({ models: [model] });
    const { token, browser, id } = await inviteTo(installation, ['privileged_users']);
    const expected = {
      status: 422,
      error: 'passkey_not_allowed',
      code: 'policy.credential_refused',
      type: 'passkey.registration_refused',
    };
    const told = await refused(installation.database, () => tryRegistration(browser, synced(), { token }), expected);
    assert.match(String(told.body['message']), /security key/);
    const event = (await eventsOf(installation.database)).at(-1);
    assert.equal(event?.subjectId, id);
    const failing = event?.detail['failing'] as Record<string, unknown>[];
    assert.deepEqual(
      failing.map(({ rule, population, fact, line }) => [rule, population, fact, line]),
      [
        ['allowed_credential_types', 'privileged_users', 'class', 6],
        ['sync_allowed', 'privileged_users', 'class and backup flags', null],
        ['attestation_required', 'privileged_users', 'evidence', 7],
        ['approved_authenticators', 'privileged_users', 'model', 8],
      ],
    );
    for (const { received, expected: wanted } of failing) assert.ok(received !== '' && wanted !== '');
    await refused(installation.database, () => tryRegistration(browser, newAuthenticator(), { token }), expected);
    const forged: Misbehaviour[] = ['chain-with-own-root'];
    const attempt = () => tryRegistration(browser, attested(), { token, misbehaviours: forged });
    await refused(installation.database, attempt, expected);

    const accepted = await tryRegistration(browser, attested(), { token });
    assert.equal(accepted.status, 200, JSON.stringify(accepted.body));
    const { credential } = accepted.body as { credential: Record<string, unknown> };
    assert.deepEqual([credential['evidence'], credential['model']], ['attested', 'Test Key 5']);
    assert.equal(credential['name'], 'Test Key 5');
    const stored = await installation.database.queries.selectFrom('credential').selectAll().executeTakeFirstOrThrow();
    assert.deepEqual([stored.tier, stored.status, stored.class], [3, 'active', 'security-key']);
  });

  test('not more than the maximum, however many tabs try at once', async () => {
    const installation = await open(strictPolicy);
    const { browser } = await seedSignedIn(installation, { username: 'ada' });
    const tabs: unknown[] = [];
    for (let tab = 0; tab < 4; tab += 1) {
      const { publicKey } = await browser.must('POST /api/v1/registration/options', { body: {} });
      tabs.push({ response: createFor(newAuthenticator(), publicKey) });
    }
    const told = await Promise.all(
      tabs.map((body) => browser.copy().call('POST /api/v1/registration/verify', { body })),
    );
    assert.deepEqual(told.map(({ status }) => status).sort(), [200, 200, 409, 409]);
    await refused(installation.database, () => browser.call('POST /api/v1/registration/options', { body: {} }), {
      status: 409,
      error: 'passkey_maximum_reached',
      code: 'policy.maximum_reached',
      type: 'passkey.registration_refused',
    });
  });

  test('one invitation in several browsers at once enrols one passkey', async () => {
    const installation = await open();
    const { token } = await inviteTo(installation);
    const attempts: { browser: TestBrowser; response: unknown }[] = [];
    for (let tab = 0; tab < 8; tab += 1) {
      const browser = new TestBrowser(installation);
      const { publicKey } = await browser.must('POST /api/v1/registration/options', { body: { token } });
      attempts.push({ browser, response: createFor(newAuthenticator(), publicKey) });
    }
    const told = await Promise.all(
      attempts.map(({ browser, response }) =>
        browser.call('POST /api/v1/registration/verify', { body: { token, response } }),
      ),
    );
    assert.equal(told.filter(({ status }) => status === 200).length, 1);
    assert.equal(told.filter(({ status }) => status === 404).length, 7);
    const stored = await contentsOf(installation.database);
    assert.equal(stored['credential']?.length, 1);
    assert.equal(stored['credential_evidence']?.length, 1);
    assert.equal(stored['spent_challenge']?.length, 1);
  });

  test('nobody whom the policy leaves without a passkey gets options', async () => {
    const installation = await open(
      'passkey_policy:\n  some_people:\n    allowed_credential_types: [security_key]\n    applies_to: [some_people]\n',
    );
    const { token, browser } = await inviteTo(installation);
    await refused(installation.database, () => browser.call('POST /api/v1/registration/options', { body: { token } }), {
      status: 403,
      error: 'no_passkey_allowed',
      code: 'policy.no_passkey_allowed',
    });
  });
});
