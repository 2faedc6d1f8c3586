import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Misbehaviour } from '@holdfast/emulator';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@holdfast/kernel';
import {
  assertFor,
  newAuthenticator,
  TestBrowser,
  tryConfirm,
  tryRegistration,
  trySignIn,
} from '../testing/browser.ts';
import { contentsOf, eventsOf, refused } from '../testing/contents.ts';
import { eachDatabase } from '../testing/harness.ts';
import { seedPerson, seedSignedIn } from '../testing/people.ts';

const SESSION = '__Host-holdfast_session';
const CEREMONY = '__Host-holdfast_ceremony';

const everybody = (more: string): string => `passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
${more}`;

eachDatabase('signing in', (open) => {
  test('without a username, with the person found by the passkey', async () => {
    const installation = await open();
    const { id, authenticator } = await seedSignedIn(installation, { username: 'ada', roles: ['auditor'] });
    const browser = new TestBrowser(installation);
    const told = await trySignIn(browser, authenticator);
    assert.equal(told.status, 200);
    assert.equal(told.body['next'], '/console');
    const context = await browser.must('GET /api/v1/context');
    assert.equal(context.signedIn?.person.id, id);
    assert.deepEqual(context.signedIn?.roles, ['auditor']);
    assert.match(told.setCookie.join(), /Secure; HttpOnly; SameSite=Strict/);
    const event = (await eventsOf(installation.database)).at(-1);
    assert.equal(event?.type, 'sign_in.succeeded');
    assert.equal(event?.subjectId, id);
    assert.equal(event?.credentialId, authenticator.credentialIds()[0]);
    const { sessionId, ...detail } = event?.detail ?? {};
    assert.equal(sessionId, context.signedIn?.session.id);
    assert.deepEqual(detail, {
      passkey: 'Passkey on Windows',
      model: null,
      aaguid: '00000000-0000-0000-0000-000000000000',
      class: 'security-key',
      evidence: 'claimed',
      attestation: 'none',
      attestationFormat: 'none',
      attestationTrusted: false,
      tier: 2,
      userVerified: true,
      backedUp: false,
      counterBefore: 1,
      counterAfter: 2,
      ceremonyOrigin: 'https://holdfast.test',
      trustGroup: null,
      usernameFirst: false,
    });
    assert.deepEqual(installation.errorsLogged, []);
  });

  test('with a username, also by a passkey that tells no user handle', async () => {
    const installation = await open();
    const { authenticator } = await seedSignedIn(installation, { username: 'ada' });
    const browser = new TestBrowser(installation);
    const told = await trySignIn(browser, authenticator, { username: ' ADA ', misbehaviours: ['no-user-handle'] });
    assert.equal(told.status, 200);
    assert.equal(told.body['next'], '/account');
  });

  test('asking for options writes nothing and gives the browser its ceremony cookie once', async () => {
    const installation = await open();
    const before = await contentsOf(installation.database);
    const browser = new TestBrowser(installation);
    const first = await browser.call('POST /api/v1/sign-in/options', { body: {} });
    const second = await browser.call('POST /api/v1/sign-in/options', { body: { username: 'ada' } });
    assert.match(first.setCookie.join(), new RegExp(`^${CEREMONY}=[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly`));
    assert.deepEqual(second.setCookie, []);
    assert.deepEqual(await contentsOf(installation.database), before);
    assert.deepEqual(await eventsOf(installation.database), []);
  });

  test('again in the same browser ends the session before', async () => {
    const installation = await open();
    const { browser, authenticator } = await seedSignedIn(installation, { username: 'ada' });
    const stolen = browser.copy();
    assert.equal((await trySignIn(browser, authenticator)).status, 200);
    await refused(installation.database, () => stolen.call('GET /api/v1/account'), {
      status: 401,
      error: 'not_signed_in',
      code: 'session.required',
    });
  });

  test('a name that nobody has, a disabled person and one without passkeys look like everybody', async () => {
    const installation = await open();
    await seedSignedIn(installation, { username: 'ada' });
    const disabled = await seedSignedIn(installation, { username: 'grace' });
    await seedPerson(installation, { username: 'invited' });
    await installation.database.queries
      .updateTable('person')
      .set({ status: 'disabled' })
      .where('id', '=', disabled.id)
      .execute();
    const browser = new TestBrowser(installation);
    const shapes = new Map<string, unknown>();
    for (const username of ['ada', 'grace', 'invited', 'nobody', 'constructor']) {
      const ask = () => browser.must('POST /api/v1/sign-in/options', { body: { username } });
      const [first, second] = [(await ask()).publicKey, (await ask()).publicKey];
      assert.deepEqual(first['allowCredentials'], second['allowCredentials']);
      const allowed = first['allowCredentials'] as { type: string; id: string; transports: string[] }[];
      assert.ok(allowed.length > 0);
      for (const each of allowed) assert.deepEqual(Object.keys(each), ['type', 'id', 'transports']);
      const { challenge, allowCredentials: _, ...rest } = first;
      shapes.set(username, { ...rest, challengeLength: String(challenge).length, members: Object.keys(first) });
      if (username !== 'ada') assert.ok(!allowed.some(({ id }) => disabled.authenticator.credentialIds().includes(id)));
    }
    for (const shape of shapes.values()) assert.deepEqual(shape, shapes.get('ada'));
  });

  test('trying a passkey of a name and one of no name are refused alike', async () => {
    const installation = await open();
    await seedSignedIn(installation, { username: 'ada' });
    const thief = newAuthenticator();
    const browser = new TestBrowser(installation);
    const answers: unknown[] = [];
    const lie = async (username: string, misbehaviours: readonly Misbehaviour[]) => {
      const { publicKey } = await browser.must('POST /api/v1/sign-in/options', { body: { username } });
      const [target] = publicKey['allowCredentials'] as { id: string }[];
      const own = assertFor(thief, { ...publicKey, allowCredentials: [] }, { misbehaviours });
      const response = { ...own, id: target?.id, rawId: target?.id };
      const told = await browser.call('POST /api/v1/sign-in/verify', { body: { response } });
      const unknown = await browser.must('POST /api/v1/sign-in/unknown-credential', { body: { response } });
      const { requestId: _, ...body } = told.body;
      answers.push({ status: told.status, body, unknown: unknown.unknown });
    };
    await tryRegistration(new TestBrowser(installation), thief, {
      token: (await seedPerson(installation, { username: 'thief' })).token,
    });
    const tricks: Misbehaviour[][] = [
      [],
      ['no-user-handle'],
      ['wrong-origin'],
      ['wrong-rp-id'],
      ['no-user-verification', 'no-user-handle'],
      ['no-user-presence', 'no-user-handle'],
      ['flips-backup-eligibility', 'no-user-handle'],
      ['garbage-signature', 'no-user-handle'],
      ['wrong-type', 'no-user-handle'],
    ];
    for (const trick of tricks) {
      await lie('ada', trick);
      await lie('nobody', trick);
      const [real, decoy] = answers.splice(0);
      assert.deepEqual(decoy, real, `${trick.join()} tells real from decoy`);
      assert.equal((real as { unknown: boolean }).unknown, false);
    }
  });

  const tricks = [
    ['wrong-challenge', 'ceremony_refused', 'challenge.foreign'],
    ['wrong-origin', 'ceremony_refused', 'webauthn.origin_unexpected'],
    ['wrong-rp-id', 'ceremony_refused', 'webauthn.rp_id_hash_unexpected'],
    ['wrong-type', 'ceremony_refused', 'webauthn.type_unexpected'],
    ['no-user-presence', 'ceremony_refused', 'webauthn.user_presence_missing'],
    ['no-user-verification', 'user_verification_required', 'webauthn.user_verification_missing'],
    ['backup-state-without-eligibility', 'ceremony_refused', 'webauthn.backup_state_impossible'],
    ['cross-origin', 'ceremony_refused', 'webauthn.cross_origin_unexpected'],
    ['other-user-handle', 'ceremony_refused', 'webauthn.user_handle_mismatch'],
    ['no-user-handle', 'ceremony_refused', 'webauthn.user_handle_missing'],
    ['garbage-signature', 'ceremony_refused', 'webauthn.signature_invalid'],
    ['foreign-key', 'ceremony_refused', 'webauthn.signature_invalid'],
    ['other-credential', 'ceremony_refused', 'sign_in.credential_unknown'],
    ['trailing-bytes', 'ceremony_refused', 'webauthn.authenticator_data_malformed'],
    ['client-data-not-utf8', 'malformed_request', 'webauthn.client_data_not_utf8'],
    ['client-data-repeats-member', 'malformed_request', 'webauthn.client_data_malformed'],
    ['mismatched-raw-id', 'ceremony_refused', 'webauthn.credential_id_mismatch'],
  ] as const satisfies readonly (readonly [Misbehaviour, string, string])[];
  test('every trick of an authenticator is refused by its name', async () => {
    const installation = await open();
    const { authenticator, browser: own } = await seedSignedIn(installation, { username: 'ada' });
    for (const [trick, error, code] of tricks) {
      const browser = new TestBrowser(installation);
      const malformed = code === 'webauthn.authenticator_data_malformed';
      await refused(installation.database, () => trySignIn(browser, authenticator, { misbehaviours: [trick] }), {
        status: 400,
        error: malformed ? 'malformed_request' : error,
        code,
        type: 'sign_in.refused',
      });
      if (trick === 'wrong-challenge') continue;
      const confirmation = trick === 'no-user-handle' ? null : trick;
      if (confirmation === null) continue;
      await refused(installation.database, () => tryConfirm(own, authenticator, { misbehaviours: [confirmation] }), {
        status: 400,
        error: malformed ? 'malformed_request' : error,
        code,
        type: 'session.confirmation_refused',
      });
    }
  });

  test('a challenge is used once, for its purpose, by its browser, in five minutes', async () => {
    const installation = await open();
    const { authenticator, browser: own } = await seedSignedIn(installation, { username: 'ada' });
    const expected = { status: 400, error: 'ceremony_refused', type: 'sign_in.refused' };
    const ask = async (browser: TestBrowser) => {
      const { publicKey } = await browser.must('POST /api/v1/sign-in/options', { body: {} });
      return { response: assertFor(authenticator, publicKey) };
    };
    const browser = new TestBrowser(installation);
    const spent = await ask(browser);
    await browser.must('POST /api/v1/sign-in/verify', { body: spent });
    await refused(installation.database, () => browser.call('POST /api/v1/sign-in/verify', { body: spent }), {
      ...expected,
      code: 'challenge.spent',
    });
    const stolen = await ask(browser);
    const thief = new TestBrowser(installation);
    await refused(installation.database, () => thief.call('POST /api/v1/sign-in/verify', { body: stolen }), {
      ...expected,
      code: 'challenge.foreign',
    });
    const late = await ask(browser);
    installation.clock.advance(5 * MINUTE_MS);
    const expired = { ...expected, error: 'ceremony_expired', code: 'challenge.expired' };
    await refused(installation.database, () => browser.call('POST /api/v1/sign-in/verify', { body: late }), expired);
    const { publicKey } = await own.must('POST /api/v1/confirm/options', { body: {} });
    const confirmation = { response: assertFor(authenticator, publicKey) };
    await refused(installation.database, () => own.call('POST /api/v1/sign-in/verify', { body: confirmation }), {
      ...expected,
      code: 'challenge.foreign',
    });
  });

  test('a refused attempt leaves its challenge usable, and several can be open at once', async () => {
    const installation = await open();
    const { authenticator } = await seedSignedIn(installation, { username: 'ada' });
    const browser = new TestBrowser(installation);
    const first = (await browser.must('POST /api/v1/sign-in/options', { body: {} })).publicKey;
    const second = (await browser.must('POST /api/v1/sign-in/options', { body: {} })).publicKey;
    const wrong = { response: assertFor(authenticator, first, { misbehaviours: ['garbage-signature'] }) };
    assert.equal((await browser.call('POST /api/v1/sign-in/verify', { body: wrong })).status, 400);
    for (const publicKey of [second, first]) {
      const body = { response: assertFor(authenticator, publicKey) };
      assert.equal((await browser.call('POST /api/v1/sign-in/verify', { body })).status, 200);
    }
  });

  test('after naming somebody, the passkey of somebody else is refused', async () => {
    const installation = await open();
    await seedSignedIn(installation, { username: 'ada' });
    const other = await seedSignedIn(installation, { username: 'grace' });
    const browser = new TestBrowser(installation);
    const { publicKey } = await browser.must('POST /api/v1/sign-in/options', { body: { username: 'ada' } });
    const response = assertFor(other.authenticator, { ...publicKey, allowCredentials: [] });
    await refused(installation.database, () => browser.call('POST /api/v1/sign-in/verify', { body: { response } }), {
      status: 400,
      error: 'ceremony_refused',
      code: 'sign_in.other_person',
      type: 'sign_in.refused',
    });
  });

  const standings = [
    ['a disabled person', 'sign_in.person_disabled', { person: 'disabled' }],
    ['a revoked passkey', 'sign_in.credential_not_active', { credential: 'revoked' }],
    ['a passkey that is not proved yet', 'sign_in.credential_not_active', { credential: 'pending' }],
  ] as const;
  for (const [what, code, change] of standings) {
    test(`${what} does not sign in, and its open session ends at once`, async () => {
      const installation = await open();
      const { id, authenticator, browser: own } = await seedSignedIn(installation, { username: 'ada' });
      const { queries } = installation.database;
      if ('person' in change) {
        await queries.updateTable('person').set({ status: change.person }).where('id', '=', id).execute();
      } else {
        await queries
          .updateTable('credential')
          .set({ status: change.credential })
          .where('person_id', '=', id)
          .execute();
      }
      const browser = new TestBrowser(installation);
      const told = await refused(installation.database, () => trySignIn(browser, authenticator), {
        status: 400,
        error: 'ceremony_refused',
        code,
        type: 'sign_in.refused',
      });
      assert.match(String(told.body['message']), /not known here, or it can no longer be used/);
      assert.equal((await own.call('GET /api/v1/account')).status, 401);
    });
  }

  test('a passkey that is set aside does not sign in, and whoever holds it is told which one, why, and what to do', async () => {
    const installation = await open();
    const { id, authenticator, browser: own } = await seedSignedIn(installation, { username: 'ada' });
    const change = { status: 'quarantined', status_reason: 'A copy of it may exist.', status_cause: 'alarm' } as const;
    const { queries } = installation.database;
    await queries
      .updateTable('credential')
      .set({ ...change, name: 'Blue key' })
      .where('person_id', '=', id)
      .execute();
    const expected = { status: 403, error: 'passkey_set_aside', code: 'sign_in.credential_quarantined' };
    const told = await refused(
      installation.database,
      () => trySignIn(new TestBrowser(installation), authenticator),
      expected,
    );
    assert.equal(
      told.body['message'],
      'Ask your help desk or an administrator for help: you have no other passkey that can be used. Your passkey “Blue key” cannot be used now: A copy of it may exist.',
    );
    assert.equal((await own.call('GET /api/v1/account')).status, 401);
    // Without the key nothing of that is told.
    const forged = await trySignIn(new TestBrowser(installation), authenticator, {
      misbehaviours: ['garbage-signature'],
    });
    assert.match(String(forged.body['message']), /not known here, or it can no longer be used/);
  });

  test('a passkey that today’s policy refuses does not sign in, and the event names every rule', async () => {
    const installation = await open();
    const { authenticator } = await seedSignedIn(installation, { username: 'ada' });
    installation.setStanding({
      policySource:
        'passkey_policy:\n  general_workforce:\n    allowed_credential_types: [platform_authenticator]\n    attestation_required: true\n',
    });
    const browser = new TestBrowser(installation);
    const told = await refused(installation.database, () => trySignIn(browser, authenticator), {
      status: 422,
      error: 'passkey_not_allowed',
      code: 'policy.credential_refused',
      type: 'sign_in.refused',
    });
    assert.notEqual(told.body['message'], undefined);
    const event = (await eventsOf(installation.database)).at(-1);
    const failing = event?.detail['failing'] as { rule: string; line: number | null }[];
    assert.deepEqual(
      failing.map(({ rule, line }) => [rule, line]),
      [
        ['allowed_credential_types', 3],
        ['attestation_required', 4],
      ],
    );
  });

  for (const reaction of ['warn', 'refuse', 'quarantine'] as const) {
    test(`a counter that does not rise: ${reaction}`, async () => {
      const installation = await open(everybody(`    on_counter_regression: ${reaction}\n`));
      const { authenticator, browser: own } = await seedSignedIn(installation, { username: 'ada' });
      const browser = new TestBrowser(installation);
      const attempt = () => trySignIn(browser, authenticator, { misbehaviours: ['stale-counter'] });
      if (reaction === 'warn') {
        assert.equal((await attempt()).status, 200);
        const types = (await eventsOf(installation.database)).slice(-2).map(({ type }) => type);
        assert.deepEqual(types, ['sign_in.succeeded', 'passkey.counter_regressed']);
        return;
      }
      const expected = { status: 401, error: 'sign_in_failed', code: 'policy.counter_regression' };
      if (reaction === 'refuse') {
        await refused(installation.database, attempt, { ...expected, type: 'sign_in.refused' });
        assert.equal((await trySignIn(browser, authenticator)).status, 200);
        return;
      }
      assert.equal((await attempt()).status, 401);
      const events = (await eventsOf(installation.database)).slice(-2);
      assert.deepEqual(
        events.map(({ type, code }) => [type, code]),
        [
          ['passkey.quarantined', null],
          ['sign_in.refused', 'policy.counter_regression'],
        ],
      );
      assert.deepEqual(events[0]?.detail['counterReceived'], events[0]?.detail['counterBefore']);
      assert.equal((await own.call('GET /api/v1/account')).status, 401);
      await refused(installation.database, () => trySignIn(browser, authenticator), {
        status: 403,
        error: 'passkey_set_aside',
        code: 'sign_in.credential_quarantined',
      });
    });
  }

  test('a replayed assertion is a replay, not a copied passkey', async () => {
    const installation = await open();
    const { authenticator } = await seedSignedIn(installation, { username: 'ada' });
    const browser = new TestBrowser(installation);
    const { publicKey } = await browser.must('POST /api/v1/sign-in/options', { body: {} });
    const body = { response: assertFor(authenticator, publicKey) };
    await browser.must('POST /api/v1/sign-in/verify', { body });
    for (const reaction of ['quarantine', 'refuse', 'warn']) {
      installation.setStanding({ policySource: everybody(`    on_counter_regression: ${reaction}\n`) });
      await refused(installation.database, () => browser.call('POST /api/v1/sign-in/verify', { body }), {
        status: 400,
        error: 'ceremony_refused',
        code: 'challenge.spent',
      });
    }
  });

  test('a passkey that changes whether it can be copied is set aside only when it signed that', async () => {
    const installation = await open(everybody('    on_backup_state_change: quarantine\n'));
    const { authenticator } = await seedSignedIn(installation, { username: 'ada' });
    const browser = new TestBrowser(installation);
    const forged = ['flips-backup-eligibility', 'foreign-key'] as const;
    await refused(installation.database, () => trySignIn(browser, authenticator, { misbehaviours: forged }), {
      status: 400,
      error: 'ceremony_refused',
      code: 'webauthn.signature_invalid',
    });
    const told = await trySignIn(browser, authenticator, { misbehaviours: ['flips-backup-eligibility'] });
    assert.equal(told.status, 400);
    const types = (await eventsOf(installation.database)).slice(-2).map(({ type, code }) => [type, code]);
    assert.deepEqual(types, [
      ['passkey.quarantined', null],
      ['sign_in.refused', 'webauthn.backup_eligibility_changed'],
    ]);
  });

  test('a session ends when it is idle too long, and in any case after its limit', async () => {
    const installation = await open(everybody('    session_idle: 1h\n    session_absolute: 2h\n'));
    const { browser, authenticator } = await seedSignedIn(installation, { username: 'ada' });
    const status = async () => (await browser.call('GET /api/v1/account')).status;
    installation.clock.advance(HOUR_MS - 1);
    assert.equal(await status(), 200);
    installation.clock.advance(HOUR_MS - 1);
    assert.equal(await status(), 200);
    installation.clock.advance(2);
    assert.equal(await status(), 401);
    assert.equal((await trySignIn(browser, authenticator)).status, 200);
    installation.clock.advance(HOUR_MS);
    assert.equal(await status(), 401);
  });

  test('signing out ends the session for every copy of its cookie', async () => {
    const installation = await open();
    const { browser } = await seedSignedIn(installation, { username: 'ada' });
    const stolen = browser.copy();
    const told = await browser.call('POST /api/v1/sign-out');
    assert.equal(told.status, 204);
    assert.match(told.setCookie.join(), new RegExp(`^${SESSION}=; .*Max-Age=0`));
    assert.equal((await stolen.call('GET /api/v1/account')).status, 401);
    assert.equal((await browser.must('GET /api/v1/context')).signedIn, null);
  });

  test('only a passkey that no account has is unknown', async () => {
    const installation = await open();
    const { authenticator } = await seedSignedIn(installation, { username: 'ada' });
    const stranger = newAuthenticator();
    const browser = new TestBrowser(installation);
    const { publicKey } = await browser.must('POST /api/v1/sign-in/options', { body: {} });
    stranger.create(
      {
        rp: { id: 'holdfast.test', name: 'x' },
        user: { id: 'AAAA', name: 'x', displayName: 'x' },
        challenge: 'AAAA',
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      },
      { origin: 'https://holdfast.test' },
    );
    const ask = async (response: unknown) =>
      (await browser.must('POST /api/v1/sign-in/unknown-credential', { body: { response } })).unknown;
    assert.equal(await ask(assertFor(stranger, publicKey)), true);
    assert.equal(await ask(assertFor(authenticator, publicKey)), false);
    await installation.database.queries.updateTable('credential').set({ status: 'revoked' }).execute();
    assert.equal(await ask(assertFor(authenticator, publicKey)), false);
    const foreign = { response: assertFor(authenticator, { ...publicKey, challenge: 'AAAA' }) };
    await refused(
      installation.database,
      () => browser.call('POST /api/v1/sign-in/unknown-credential', { body: foreign }),
      {
        status: 400,
        error: 'ceremony_refused',
        code: 'challenge.malformed',
      },
    );
  });

  test('confirming opens what needs a fresh assertion, for the person who is signed in only', async () => {
    const installation = await open();
    const { browser, authenticator } = await seedSignedIn(installation, { username: 'ada' });
    const other = await seedSignedIn(installation, { username: 'grace' });
    installation.clock.advance(5 * MINUTE_MS + 1);
    const stale = await browser.call('POST /api/v1/registration/options', { body: {} });
    assert.equal(stale.body['error'], 'fresh_assertion_needed');
    const { publicKey } = await browser.must('POST /api/v1/confirm/options', { body: {} });
    assert.deepEqual(
      (publicKey['allowCredentials'] as { id: string }[]).map(({ id }) => id),
      authenticator.credentialIds(),
    );
    const response = assertFor(other.authenticator, { ...publicKey, allowCredentials: [] });
    await refused(installation.database, () => browser.call('POST /api/v1/confirm/verify', { body: { response } }), {
      status: 400,
      error: 'ceremony_refused',
      code: 'sign_in.other_person',
      type: 'session.confirmation_refused',
    });
    const lent = { response: assertFor(authenticator, publicKey) };
    const confirmed = await browser.must('POST /api/v1/confirm/verify', { body: lent });
    assert.equal(confirmed.freshUntil, installation.clock.at + 5 * MINUTE_MS);
    assert.equal((await browser.call('POST /api/v1/registration/options', { body: {} })).status, 200);
    assert.equal((await eventsOf(installation.database)).at(-1)?.type, 'session.confirmed');
  });

  test('a confirmation made for one person is of no use in the session of another', async () => {
    const installation = await open();
    const ada = await seedSignedIn(installation, { username: 'ada' });
    const { publicKey } = await ada.browser.must('POST /api/v1/confirm/options', { body: {} });
    const body = { response: assertFor(ada.authenticator, publicKey) };
    const grace = await seedSignedIn(installation, { username: 'grace' });
    const ceremony = ada.browser.cookies.get(CEREMONY) ?? '';
    grace.browser.cookies.set(CEREMONY, ceremony);
    await refused(installation.database, () => grace.browser.call('POST /api/v1/confirm/verify', { body }), {
      status: 400,
      error: 'ceremony_refused',
      code: 'challenge.foreign',
    });
  });

  test('one challenge sent two hundred times at once lets one in', async () => {
    const installation = await open();
    const { authenticator } = await seedSignedIn(installation, { username: 'ada' });
    const browser = new TestBrowser(installation, '192.0.2.77');
    const { publicKey } = await browser.must('POST /api/v1/sign-in/options', { body: {} });
    const body = { response: assertFor(authenticator, publicKey) };
    const told = await Promise.all(
      Array.from({ length: 200 }, () => browser.copy().call('POST /api/v1/sign-in/verify', { body })),
    );
    const count = (status: number) => told.filter((each) => each.status === status).length;
    // After thirty refusals about one passkey, and the one that says so, the rest is told to wait.
    assert.deepEqual([count(200), count(400), count(429)], [1, 31, 168]);
    const events = (await eventsOf(installation.database)).filter(({ type }) => type.startsWith('sign_in.')).slice(1);
    assert.equal(events.filter(({ type }) => type === 'sign_in.succeeded').length, 1);
    assert.ok(events.every(({ code }) => code === null || code === 'challenge.spent'));
    const { status } = await installation.database.queries
      .selectFrom('credential')
      .select('status')
      .executeTakeFirstOrThrow();
    assert.equal(status, 'active');
  });

  test('a session outlives neither its absolute limit nor a whole day by default', async () => {
    const installation = await open();
    const { browser } = await seedSignedIn(installation, { username: 'ada' });
    const context = await browser.must('GET /api/v1/context');
    const session = context.signedIn?.session;
    assert.ok(session !== undefined && session.endsAt - session.createdAt <= DAY_MS);
    assert.ok(session.idleEndsAt <= session.endsAt);
  });
});
