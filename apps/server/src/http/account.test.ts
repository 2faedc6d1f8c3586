import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY_MS, MINUTE_MS } from '@holdfast/kernel';
import { newAuthenticator, TestBrowser, tryRegistration, trySignIn } from '../testing/browser.ts';
import { contentsOf, eventsOf, refused } from '../testing/contents.ts';
import { eachDatabase } from '../testing/harness.ts';
import { type Enrolled, seedSignedIn } from '../testing/people.ts';
import { purgeExpired } from '../use-cases/housekeeping/purge.ts';

const remove = 'DELETE /api/v1/account/passkeys/:credentialId';
const rename = 'PATCH /api/v1/account/passkeys/:credentialId';

async function addPasskey(
  person: Enrolled,
  name: string,
): Promise<{ id: string; signIn: (b: TestBrowser) => Promise<number> }> {
  const authenticator = newAuthenticator();
  const told = await tryRegistration(person.browser, authenticator, { name });
  assert.equal(told.status, 200, JSON.stringify(told.body));
  const [id = ''] = authenticator.credentialIds();
  return { id, signIn: async (browser) => (await trySignIn(browser, authenticator)).status };
}

const idOf = (person: Enrolled) => person.authenticator.credentialIds()[0] ?? '';

eachDatabase('the account page', (open) => {
  test('shows the person, their passkeys and what the policy still wants', async () => {
    const installation = await open();
    const ada = await seedSignedIn(installation, { username: 'ada', roles: ['owner'], groups: ['engineers'] });
    await seedSignedIn(installation, { username: 'grace' });
    const account = await ada.browser.must('GET /api/v1/account');
    assert.deepEqual(account.person, { id: ada.id, username: 'ada', displayName: 'The person ada' });
    assert.deepEqual([account.roles, account.groups], [['owner'], ['engineers']]);
    assert.deepEqual(
      account.wanted.todo.map(({ code }) => code),
      ['add_backup_passkey'],
    );
    assert.equal(account.passkeys.length, 1);
    const [shown] = account.passkeys;
    assert.ok(shown !== undefined);
    const { explanation, removalBlockedBecause, ...passkey } = shown;
    assert.deepEqual(passkey, {
      id: idOf(ada),
      name: 'Passkey on Windows',
      class: 'security-key',
      evidence: 'claimed',
      model: null,
      status: 'active',
      backedUp: false,
      createdAt: installation.clock.at,
      lastUsedAt: installation.clock.at,
      current: true,
      deviceGroups: { known: 0, waiting: [] },
    });
    assert.equal(explanation, 'It stays on a security key. No maker vouches for that.');
    assert.match(removalBlockedBecause ?? '', /last way in/);
    assert.deepEqual(account.signals.accepted.allAcceptedCredentialIds, [idOf(ada)]);
    assert.equal(account.signals.details.name, 'ada');
    assert.deepEqual(installation.errorsLogged, []);
  });

  test('says of each passkey why it is in its state', async () => {
    const installation = await open();
    const ada = await seedSignedIn(installation, { username: 'ada' });
    const spare = await addPasskey(ada, 'Spare');
    const set = (status: 'active' | 'pending' | 'quarantined') =>
      installation.database.queries
        .updateTable('credential')
        .set({ status, status_reason: 'Because of the test.' })
        .where('id', '=', spare.id)
        .execute();
    const shown = async () => {
      const { passkeys, signals } = await ada.browser.must('GET /api/v1/account');
      const passkey = passkeys.find(({ id }) => id === spare.id);
      return [passkey?.explanation, signals.accepted.allAcceptedCredentialIds.includes(spare.id)];
    };
    await set('quarantined');
    assert.deepEqual(await shown(), ['It is set aside and cannot be used. Because of the test.', false]);
    await set('pending');
    assert.deepEqual(await shown(), ['It cannot be used yet. Because of the test.', true]);
    await set('active');
    installation.setStanding({
      policySource: 'passkey_policy:\n  general_workforce:\n    allowed_credential_types: [platform_authenticator]\n',
    });
    const [explanation] = await shown();
    assert.match(String(explanation), /Windows Hello|this device|work computer/);
  });

  test('renames a passkey, one’s own only', async () => {
    const installation = await open();
    const ada = await seedSignedIn(installation, { username: 'ada' });
    const grace = await seedSignedIn(installation, { username: 'grace' });
    const renamed = { params: { credentialId: idOf(ada) }, body: { name: 'Blue key' } };
    const { details } = await ada.browser.must(rename, renamed);
    const events = (await eventsOf(installation.database)).length;
    await ada.browser.must(rename, renamed);
    assert.equal((await eventsOf(installation.database)).length, events, 'the same name once more is no change');
    assert.equal(details.name, 'ada');
    const event = (await eventsOf(installation.database)).at(-1);
    assert.deepEqual(
      [event?.type, event?.credentialId, event?.detail],
      ['passkey.renamed', idOf(ada), { before: 'Passkey on Windows', passkey: 'Blue key' }],
    );
    const notFound = { status: 404, error: 'not_found', code: 'passkey.not_yours' };
    await refused(installation.database, () => grace.browser.call(rename, renamed), notFound);
    const nobodys = { params: { credentialId: 'AAAA' }, body: { name: 'Blue key' } };
    await refused(installation.database, () => grace.browser.call(rename, nobodys), notFound);
    for (const name of ['', 'x'.repeat(65), 'two\nlines', 7, null]) {
      const bad = { ...renamed, body: { name } };
      await refused(installation.database, () => ada.browser.call(rename, bad), {
        status: 400,
        error: 'malformed_request',
        code: 'request.malformed',
      });
    }
  });

  test('removing a passkey ends every session that rests on it, at once', async () => {
    const installation = await open();
    const ada = await seedSignedIn(installation, { username: 'ada' });
    const spare = await addPasskey(ada, 'Spare');
    const elsewhere = new TestBrowser(installation);
    assert.equal(await spare.signIn(elsewhere), 200);
    const params = { credentialId: spare.id };
    const removed = await ada.browser.must(remove, { params });
    assert.deepEqual([removed.endedSessions, removed.signedOut], [1, false]);
    assert.deepEqual(removed.signal.allAcceptedCredentialIds, [idOf(ada)]);
    assert.equal((await elsewhere.call('GET /api/v1/account')).status, 401);
    assert.equal(await spare.signIn(new TestBrowser(installation)), 400);
    const { passkeys } = await ada.browser.must('GET /api/v1/account');
    assert.deepEqual(
      passkeys.map(({ id }) => id),
      [idOf(ada)],
    );
    await refused(installation.database, () => ada.browser.call(remove, { params }), {
      status: 404,
      error: 'not_found',
      code: 'passkey.not_yours',
      type: 'passkey.removal_refused',
    });
    assert.equal((await addPasskey(ada, 'Spare again')).id.length > 0, true);
  });

  test('removing the passkey of this session signs this browser out', async () => {
    const installation = await open();
    const ada = await seedSignedIn(installation, { username: 'ada' });
    await addPasskey(ada, 'Spare');
    const told = await ada.browser.call(remove, { params: { credentialId: idOf(ada) } });
    assert.equal(told.body['signedOut'], true);
    assert.match(told.setCookie.join(), /Max-Age=0/);
    assert.equal((await ada.browser.must('GET /api/v1/context')).signedIn, null);
  });

  test('removing needs a fresh assertion, and it must be one’s own', async () => {
    const installation = await open();
    const ada = await seedSignedIn(installation, { username: 'ada' });
    const spare = await addPasskey(ada, 'Spare');
    const grace = await seedSignedIn(installation, { username: 'grace' });
    const params = { credentialId: spare.id };
    await refused(installation.database, () => grace.browser.call(remove, { params }), {
      status: 404,
      error: 'not_found',
      code: 'passkey.not_yours',
    });
    installation.clock.advance(5 * MINUTE_MS + 1);
    await refused(installation.database, () => ada.browser.call(remove, { params }), {
      status: 403,
      error: 'fresh_assertion_needed',
      code: 'session.assertion_stale',
    });
  });

  test('the last way in stays: what counts is what today’s policy lets in', async () => {
    const installation = await open();
    const ada = await seedSignedIn(installation, { username: 'ada' });
    const expected = {
      status: 409,
      error: 'last_way_in',
      code: 'passkey.last_way_in',
      type: 'passkey.removal_refused',
    };
    const own = { params: { credentialId: idOf(ada) } };
    await refused(installation.database, () => ada.browser.call(remove, own), expected);
    const spare = await addPasskey(ada, 'Spare');
    const { queries } = installation.database;
    const set = (status: 'active' | 'quarantined') =>
      queries.updateTable('credential').set({ status }).where('id', '=', spare.id).execute();
    await set('quarantined');
    await refused(installation.database, () => ada.browser.call(remove, own), expected);
    await set('active');
    installation.setStanding({
      policySource: 'passkey_policy:\n  general_workforce:\n    allowed_credential_types: [platform_authenticator]\n',
    });
    await refused(installation.database, () => ada.browser.call(remove, own), expected);
    await set('quarantined');
    assert.equal((await ada.browser.call(remove, { params: { credentialId: spare.id } })).status, 200);
  });

  test('two tabs that remove the last two passkeys leave one', async () => {
    const installation = await open();
    const ada = await seedSignedIn(installation, { username: 'ada' });
    const spare = await addPasskey(ada, 'Spare');
    const other = new TestBrowser(installation);
    assert.equal(await spare.signIn(other), 200);
    // Each removes the passkey of the other session, so that neither loses its own before it is heard.
    const told = await Promise.all([
      ada.browser.call(remove, { params: { credentialId: spare.id } }),
      other.call(remove, { params: { credentialId: idOf(ada) } }),
    ]);
    assert.equal(told.filter(({ status }) => status === 200).length, 1);
    const active = await installation.database.queries
      .selectFrom('credential')
      .select('id')
      .where('status', '=', 'active')
      .execute();
    assert.equal(active.length, 1);
  });

  test('sessions are listed and ended, one’s own only', async () => {
    const installation = await open();
    const ada = await seedSignedIn(installation, { username: 'ada' });
    const grace = await seedSignedIn(installation, { username: 'grace' });
    const [second, third] = [new TestBrowser(installation, '2001:db8::7'), new TestBrowser(installation)];
    for (const browser of [second, third]) assert.equal((await trySignIn(browser, ada.authenticator)).status, 200);
    const { sessions } = await ada.browser.must('GET /api/v1/account/sessions');
    assert.equal(sessions.length, 3);
    assert.equal(sessions.filter(({ current }) => current).length, 1);
    const away = sessions.find(({ address }) => address === '2001:db8::7');
    assert.equal(away?.browser, 'Chrome on Windows');
    assert.equal(away.passkeyName, 'Passkey on Windows');
    const end = 'DELETE /api/v1/account/sessions/:sessionId';
    const params = { sessionId: away.id };
    const notFound = { status: 404, error: 'not_found', code: 'session.not_found' };
    await refused(installation.database, () => grace.browser.call(end, { params }), notFound);
    assert.equal((await ada.browser.call(end, { params })).status, 204);
    assert.equal((await second.call('GET /api/v1/account')).status, 401);
    await refused(installation.database, () => ada.browser.call(end, { params }), notFound);
    const { ended } = await ada.browser.must('POST /api/v1/account/sessions/end-others');
    assert.equal(ended, 1);
    assert.equal((await third.call('GET /api/v1/account')).status, 401);
    assert.equal((await grace.browser.call('GET /api/v1/account')).status, 200);
    const own = (await ada.browser.must('GET /api/v1/account/sessions')).sessions[0]?.id ?? '';
    const last = await ada.browser.call(end, { params: { sessionId: own } });
    assert.match(last.setCookie.join(), /Max-Age=0/);
    const types = (await eventsOf(installation.database)).map(({ type }) => type);
    assert.equal(types.filter((type) => type === 'session.ended').length, 2);
    assert.equal(types.filter((type) => type === 'session.others_ended').length, 1);
  });

  test('activity is one’s own, newest first, page by page', async () => {
    const installation = await open();
    const ada = await seedSignedIn(installation, { username: 'ada' });
    await seedSignedIn(installation, { username: 'grace' });
    await trySignIn(new TestBrowser(installation), ada.authenticator, { misbehaviours: ['garbage-signature'] });
    const texts: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = cursor === null ? { limit: '1' } : { limit: '1', cursor };
      const page = await ada.browser.must('GET /api/v1/account/activity', { query });
      assert.equal(page.total, 4);
      texts.push(...page.items.map(({ text, outcome }) => `${outcome}: ${text}`));
      cursor = page.next;
    } while (cursor !== null);
    assert.deepEqual(texts, [
      'refused: An attempt to sign in was refused.',
      'success: Signed in with the passkey “Passkey on Windows”.',
      'success: The passkey “Passkey on Windows” was added.',
      'success: An invitation was used to enrol the first passkey.',
    ]);
    for (const bad of ['AAAA', 'MA', 'LTE', 'MWUz']) {
      await refused(
        installation.database,
        () => ada.browser.call('GET /api/v1/account/activity', { query: { cursor: bad } }),
        { status: 400, error: 'malformed_request', code: 'list.cursor_invalid' },
      );
    }
  });

  test('activity shows from where others tried, and not from where a colleague did their work', async () => {
    const installation = await open();
    const ada = await seedSignedIn(installation, { username: 'ada' });
    const { browser } = await seedSignedIn(installation, {
      username: 'owner',
      roles: ['owner'],
      address: '192.0.2.99',
    });
    const body = { displayName: 'Ada L.' };
    await browser.must('PATCH /api/v1/people/:personId', { params: { personId: ada.id }, body });
    const thief = new TestBrowser(installation, '198.51.100.66');
    await trySignIn(thief, ada.authenticator, { misbehaviours: ['garbage-signature'] });
    const { items } = await ada.browser.must('GET /api/v1/account/activity');
    const seen = items.slice(0, 3).map(({ type, address, browser: from }) => ({ type, address, from }));
    assert.deepEqual(seen, [
      { type: 'sign_in.refused', address: '198.51.100.66', from: 'Chrome on Windows' },
      { type: 'person.changed', address: null, from: '' },
      { type: 'sign_in.succeeded', address: '192.0.2.1', from: 'Chrome on Windows' },
    ]);
    assert.ok(!JSON.stringify(items).includes('192.0.2.99'));
  });

  test('well-known documents name where passkeys are made and which origins share them', async () => {
    const { server } = await open();
    const related = await server.inject({ url: '/.well-known/webauthn' });
    assert.deepEqual(related.json(), { origins: ['https://holdfast.test'] });
    assert.match(String(related.headers['content-type']), /^application\/json/);
    const endpoints = await server.inject({ url: '/.well-known/passkey-endpoints' });
    const account = 'https://holdfast.test/account';
    assert.deepEqual(endpoints.json(), { enroll: account, manage: account });
  });

  test('what has run out is removed, and nothing else', async () => {
    const installation = await open();
    const { ports, database, clock } = installation;
    const ada = await seedSignedIn(installation, { username: 'ada' });
    await trySignIn(new TestBrowser(installation), ada.authenticator, { misbehaviours: ['garbage-signature'] });
    const before = await contentsOf(database);
    await purgeExpired(ports);
    assert.deepEqual(await contentsOf(database), before);
    clock.advance(5 * MINUTE_MS);
    await purgeExpired(ports);
    assert.deepEqual(await contentsOf(database), before, 'a spent challenge is kept while another node may be slow');
    clock.advance(6 * MINUTE_MS);
    await purgeExpired(ports);
    const { spent_challenge: spent, session, ...rest } = await contentsOf(database);
    assert.deepEqual([spent?.length, session?.length], [0, 1]);
    clock.advance(DAY_MS);
    await purgeExpired(ports);
    const after = await contentsOf(database);
    assert.deepEqual(after['session'], []);
    for (const [table, rows] of Object.entries(rest)) assert.deepEqual(after[table], rows);
    const windows = await database.queries.selectFrom('rate_limit').selectAll().execute();
    assert.deepEqual(windows, []);
  });
});
