import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sessionKey } from '../../access/session-token.ts';
import { findActor } from '../../store/sessions.ts';
import { newAuthenticator, tryRegistration } from '../../testing/browser.ts';
import { eachDatabase } from '../../testing/harness.ts';
import { seedSignedIn } from '../../testing/people.ts';
import { removePasskey } from './remove-passkey.ts';

const PASSKEYS = 6;

eachDatabase('removing every passkey at once', (open) => {
  test('leaves one', async () => {
    const installation = await open();
    const { ports, database, clock } = installation;
    const { browser, authenticator } = await seedSignedIn(installation, { username: 'ada' });
    const ids = [...authenticator.credentialIds()];
    while (ids.length < PASSKEYS) {
      const added = newAuthenticator();
      assert.equal((await tryRegistration(browser, added)).status, 200);
      ids.push(...added.credentialIds());
    }
    const token = browser.cookies.get('__Host-holdfast_session') ?? '';
    const actor = await findActor(database.queries, sessionKey(token), clock.at);
    assert.ok(actor !== null);
    const caller = { address: '192.0.2.1', origin: null, userAgent: '', requestId: 'a test' };
    const acting = { at: clock.at, caller, actor };
    const results = await Promise.all(ids.map((id) => removePasskey(ports, acting, id)));
    const codes = results.map((result) => (result.ok ? 'removed' : result.error.code)).sort();
    assert.deepEqual(codes, ['passkey.last_way_in', ...new Array(PASSKEYS - 1).fill('removed')]);
  });
});
