import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newAuthenticator, tryRegistration, trySignIn } from '../testing/browser.ts';
import { eventsOf } from '../testing/contents.ts';
import { eachDatabase, type TestInstallation } from '../testing/harness.ts';
import { type Enrolled, seedSignedIn } from '../testing/people.ts';
import { refuses, withOwner } from '../testing/refuses.ts';

const LIST = 'GET /api/v1/credentials';
const READ = 'GET /api/v1/credentials/:credentialId';
const REVOKE = 'POST /api/v1/credentials/:credentialId/revoke';

async function idOf({ database }: TestInstallation, { id }: Enrolled): Promise<string> {
  const row = await database.queries
    .selectFrom('credential')
    .where('person_id', '=', id)
    .select('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

eachDatabase('credentials', (open) => {
  test('the list is newest first, searched, filtered and paged', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    for (const username of ['ana', 'ben']) {
      installation.clock.advance(1000);
      await seedSignedIn(installation, { username });
    }
    const all = await browser.must(LIST, {});
    assert.deepEqual(
      all.items.map((row) => row.person.username),
      ['ben', 'ana', 'owner'],
    );
    const first = await browser.must(LIST, { query: { limit: '2' } });
    const rest = await browser.must(LIST, { query: { limit: '2', cursor: first.next ?? '' } });
    assert.deepEqual([...first.items, ...rest.items], all.items);
    const found = async (q: string) =>
      (await browser.must(LIST, { query: { q } })).items.map((row) => row.person.username);
    assert.deepEqual(await found('person:ANA'), ['ana']);
    assert.deepEqual(await found('class:synced'), []);
    assert.equal((await found('status:active evidence:claimed')).length, 3);
    assert.deepEqual(await found(all.items[1]?.id ?? ''), ['ana']);
    assert.deepEqual(await found('model:nothing'), []);
    await refuses(installation, 'list.filter_unknown', 400, () => browser.call(LIST, { query: { q: 'class:magic' } }));
  });

  test('the detail has facts, assessment, a verdict of this moment, and what a revocation would do', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    const ana = await seedSignedIn(installation, { username: 'ana' });
    const params = { credentialId: await idOf(installation, ana) };
    const detail = await browser.must(READ, { params });
    assert.equal(detail.facts['format'], 'none');
    assert.equal(detail.assessment['evidence'], 'claimed');
    assert.equal(detail.verdict.outcome, 'accepted');
    assert.match(detail.evidence.attestationObject, /^[0-9a-f]{64}$/);
    assert.equal(detail.mayRevoke, true);
    assert.match(detail.revocationEffect, /last passkey with which The person ana can sign in.*1 session ends at once/);
    await tryRegistration(ana.browser, newAuthenticator());
    assert.match((await browser.must(READ, { params })).revocationEffect, /keeps 1 other passkey/);
    installation.setStanding({
      policySource: 'passkey_policy:\n  general_workforce:\n    allowed_credential_types: [synced_passkey]\n',
    });
    const judgedAgain = await browser.must(READ, { params });
    assert.equal(judgedAgain.verdict.outcome, 'refused');
    assert.match(judgedAgain.revocationEffect, /last passkey/);
    await refuses(installation, 'credential.not_found', 404, () =>
      browser.call(READ, { params: { credentialId: 'AAAA' } }),
    );
  });

  test('a revocation is effective at once: sessions end and the passkey opens nothing any more', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    const ana = await seedSignedIn(installation, { username: 'ana' });
    const credentialId = await idOf(installation, ana);
    const sent = { params: { credentialId }, body: { reason: 'stolen laptop' } };
    const { credential, endedSessions, signal } = await browser.must(REVOKE, sent);
    assert.deepEqual([credential.status, credential.statusReason, endedSessions], ['revoked', 'stolen laptop', 1]);
    assert.deepEqual(signal.allAcceptedCredentialIds, []);
    const event = (await eventsOf(installation.database)).at(-1);
    assert.deepEqual(
      [event?.type, event?.subjectId, event?.credentialId],
      ['credential.revoked', ana.id, credentialId],
    );
    assert.equal((await ana.browser.call('GET /api/v1/account')).status, 401);
    assert.equal((await trySignIn(ana.browser, ana.authenticator)).status, 400);
    await refuses(installation, 'credential.already_revoked', 409, () => browser.call(REVOKE, sent));
    const after = await browser.must(READ, { params: { credentialId } });
    assert.deepEqual([after.mayRevoke, after.verdict.outcome], [false, 'accepted']);
  });

  test('nobody takes the last way in of the owners, nor an administrator any of theirs', async () => {
    const installation = await withOwner(open);
    const params = { credentialId: await idOf(installation, installation.owner) };
    const sent = { params, body: { reason: 'x' } };
    await refuses(installation, 'credential.last_of_owners', 409, () => installation.owner.browser.call(REVOKE, sent));
    const admin = await seedSignedIn(installation, { username: 'admin', roles: ['administrator'] });
    await refuses(installation, 'person.protected', 403, () => admin.browser.call(REVOKE, sent));
    assert.equal((await admin.browser.must(READ, { params })).mayRevoke, false);
    const second = await seedSignedIn(installation, { username: 'second', roles: ['owner'] });
    await second.browser.must(REVOKE, sent);
    assert.equal((await installation.owner.browser.call('GET /api/v1/account')).status, 401);
  });
});
