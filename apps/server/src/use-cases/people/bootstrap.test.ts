import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR_MS } from '@holdfast/kernel';
import { newAuthenticator, TestBrowser, tryRegistration, trySignIn } from '../../testing/browser.ts';
import { contentsOf, eventsOf } from '../../testing/contents.ts';
import { eachDatabase } from '../../testing/harness.ts';
import { seedSignedIn } from '../../testing/people.ts';
import { ensureFirstOwnerInvitation } from './bootstrap.ts';
import { inviteNewOwner } from './new-owner.ts';

const tokenOf = (link: string | undefined) => link?.slice(link.lastIndexOf('/') + 1) ?? '';

eachDatabase('the first owner', (open) => {
  test('is made once, however many nodes start at once, and the newest link is the one that works', async () => {
    const installation = await open();
    const links = await Promise.all(
      [1, 2, 3].map(() => ensureFirstOwnerInvitation(installation.ports, { reissue: true })),
    );
    const contents = await contentsOf(installation.database);
    assert.equal(contents['person']?.length, 1);
    assert.equal(contents['invitation']?.length, 3);
    const browser = new TestBrowser(installation);
    const told = await Promise.all(
      links.map((made) => browser.call('POST /api/v1/enrolment/open', { body: { token: tokenOf(made?.link) } })),
    );
    assert.equal(told.filter(({ status }) => status === 200).length, 1);
  });

  test('enrols with the link within an hour, is an owner, and then there is no link any more', async () => {
    const installation = await open();
    const { ports, clock } = installation;
    const late = await ensureFirstOwnerInvitation(ports, { reissue: true });
    assert.equal(late?.expiresAt, clock.at + HOUR_MS);
    clock.advance(HOUR_MS);
    const browser = new TestBrowser(installation);
    assert.equal(
      (await browser.call('POST /api/v1/enrolment/open', { body: { token: tokenOf(late?.link) } })).status,
      404,
    );
    const fresh = await ensureFirstOwnerInvitation(ports, { reissue: false });
    assert.ok(fresh !== null, 'one that ran out is replaced');
    assert.equal(await ensureFirstOwnerInvitation(ports, { reissue: false }), null);
    const authenticator = newAuthenticator();
    assert.equal((await tryRegistration(browser, authenticator, { token: tokenOf(fresh.link) })).status, 200);
    const signedIn = await trySignIn(browser, authenticator);
    assert.deepEqual([signedIn.status, signedIn.body['next']], [200, '/console']);
    assert.equal(await ensureFirstOwnerInvitation(ports, { reissue: true }), null);
  });
});

eachDatabase('a new owner from the command line', (open) => {
  test('gets in when nobody else can, with an event that says so', async () => {
    const installation = await open();
    await seedSignedIn(installation, { username: 'locked-out', roles: ['owner'] });
    const made = await inviteNewOwner(installation.ports, 'rescue');
    assert.ok(made.ok);
    const events = (await eventsOf(installation.database)).slice(-3).map(({ type }) => type);
    assert.deepEqual(events, ['person.created', 'owner.created_from_cli', 'invitation.created']);
    const browser = new TestBrowser(installation);
    const authenticator = newAuthenticator();
    assert.equal((await tryRegistration(browser, authenticator, { token: tokenOf(made.value.link) })).status, 200);
    assert.equal((await trySignIn(browser, authenticator)).body['next'], '/console');
  });

  test('is nobody who enrolled before, is disabled, or has no possible name', async () => {
    const installation = await open();
    await seedSignedIn(installation, { username: 'enrolled' });
    const before = await contentsOf(installation.database);
    for (const [username, code] of [
      ['enrolled', 'invitation.person_enrolled'],
      ['No Name', 'request.malformed'],
      ['', 'request.malformed'],
    ] as const) {
      const refused = await inviteNewOwner(installation.ports, username);
      assert.equal(refused.ok ? 'made' : refused.error.code, code);
    }
    assert.deepEqual(await contentsOf(installation.database), before);
  });
});
