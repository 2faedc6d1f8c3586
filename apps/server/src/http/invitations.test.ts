import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR_MS } from '@holdfast/kernel';
import { newAuthenticator, TestBrowser, tryRegistration } from '../testing/browser.ts';
import { eventsOf } from '../testing/contents.ts';
import { eachDatabase } from '../testing/harness.ts';
import { seedPerson, seedSignedIn } from '../testing/people.ts';
import { refuses, withOwner } from '../testing/refuses.ts';

const LIST = 'GET /api/v1/invitations';
const INVITE = 'POST /api/v1/people/:personId/invitations';
const WITHDRAW = 'DELETE /api/v1/invitations/:invitationId';
const OPEN = 'POST /api/v1/enrolment/open';

const tokenOf = (link: string) => link.slice(link.lastIndexOf('/') + 1);

eachDatabase('invitations', (open) => {
  test('a new one makes earlier ones useless, and withdrawing makes it useless too', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    const ana = await seedPerson(installation, { username: 'ana' });
    const params = { personId: ana.id };
    const fresh = await browser.must(INVITE, { params });
    assert.equal((await eventsOf(installation.database)).at(-1)?.detail['replaced'], 1);
    const anybody = new TestBrowser(installation);
    assert.equal((await anybody.call(OPEN, { body: { token: ana.token } })).status, 404);
    await anybody.must(OPEN, { body: { token: tokenOf(fresh.link) } });
    await browser.must(WITHDRAW, { params: { invitationId: fresh.invitationId } });
    assert.equal((await anybody.call(OPEN, { body: { token: tokenOf(fresh.link) } })).status, 404);
    await refuses(installation, 'invitation.ended', 409, () =>
      browser.call(WITHDRAW, { params: { invitationId: fresh.invitationId } }),
    );
    await refuses(installation, 'invitation.not_found', 404, () =>
      browser.call(WITHDRAW, { params: { invitationId: '00000000-0000-7000-8000-000000000000' } }),
    );
  });

  test('somebody who enrolled is never invited again, whatever became of their passkeys', async () => {
    const installation = await withOwner(open);
    const ana = await seedSignedIn(installation, { username: 'ana' });
    const { browser } = installation.owner;
    await refuses(installation, 'invitation.person_enrolled', 409, () =>
      browser.call(INVITE, { params: { personId: ana.id } }),
    );
    const [passkey] = (await browser.must('GET /api/v1/credentials', { query: { q: 'person:ana' } })).items;
    const params = { credentialId: passkey?.id ?? '' };
    await browser.must('POST /api/v1/credentials/:credentialId/revoke', { params, body: { reason: 'lost' } });
    await refuses(installation, 'invitation.person_enrolled', 409, () =>
      browser.call(INVITE, { params: { personId: ana.id } }),
    );
  });

  test('two at once leave one open', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    const ana = await seedPerson(installation, { username: 'ana' });
    await Promise.all([1, 2, 3, 4].map(() => browser.must(INVITE, { params: { personId: ana.id } })));
    const { items } = await browser.must(LIST, { query: { q: 'status:open ana' } });
    assert.equal(items.length, 1);
  });

  test('the list tells the state by the time, newest first', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    const { clock } = installation;
    clock.advance(1000);
    const used = await seedPerson(installation, { username: 'used' });
    const enrolled = await tryRegistration(new TestBrowser(installation), newAuthenticator(), { token: used.token });
    assert.equal(enrolled.status, 200);
    clock.advance(1000);
    await seedPerson(installation, { username: 'expired' });
    clock.advance(1000);
    const ana = await seedPerson(installation, { username: 'ana' });
    clock.advance(1000);
    const { invitationId, expiresAt } = await browser.must(INVITE, { params: { personId: ana.id } });
    clock.advance(HOUR_MS);
    // The session of the owner has been idle too long by now, so they sign in again.
    const again = await seedSignedIn(installation, { username: 'second-owner', roles: ['owner'] });
    const { items, total } = await again.browser.must(LIST, {});
    const states = items.map(({ person, status }) => `${person.username} ${status}`);
    assert.equal(total, 6);
    assert.deepEqual(states.slice(1), ['ana open', 'ana withdrawn', 'expired expired', 'used used', 'owner used']);
    const open72 = items.find(({ id }) => id === invitationId);
    assert.deepEqual([open72?.createdBy, open72?.endedAt, open72?.expiresAt], ['The person owner', null, expiresAt]);
    for (const status of ['open', 'used', 'expired', 'withdrawn'] as const) {
      const found = await again.browser.must(LIST, { query: { q: `status:${status}` } });
      assert.equal(found.total, items.filter((row) => row.status === status).length);
      assert.ok(found.items.every((row) => row.status === status));
    }
    const page = await again.browser.must(LIST, { query: { limit: '4' } });
    const rest = await again.browser.must(LIST, { query: { limit: '4', cursor: page.next ?? '' } });
    assert.deepEqual([...page.items, ...rest.items], items);
  });
});
