import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestBrowser } from '../testing/browser.ts';
import { eachDatabase } from '../testing/harness.ts';
import { seedSignedIn } from '../testing/people.ts';
import { refuses, withOwner } from '../testing/refuses.ts';

import { SESSION_COOKIE } from './cookies.ts';

const LIST = 'GET /api/v1/events';
const READ = 'GET /api/v1/events/:eventId';

eachDatabase('events', (open) => {
  test('are listed newest first with sentences and names, filtered and paged', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    const ana = await seedSignedIn(installation, { username: 'ana', address: '192.0.2.77' });
    installation.clock.advance(1000);
    await browser.must('POST /api/v1/people/:personId/sessions/end', { params: { personId: ana.id } });
    const forger = new TestBrowser(installation);
    forger.cookies.set(SESSION_COOKIE, 'A'.repeat(43));
    await forger.call('GET /api/v1/people');
    const all = await browser.must(LIST, {});
    const [refused, ended] = all.items;
    assert.deepEqual([refused?.type, refused?.code, refused?.actor], ['request.refused', 'session.required', null]);
    assert.equal(ended?.text, 'An administrator ended every session of the person (1).');
    assert.deepEqual([ended?.actor?.name, ended?.subject?.name], ['The person owner', 'The person ana']);
    const first = await browser.must(LIST, { query: { limit: '3' } });
    const rest = await browser.must(LIST, { query: { limit: '200', cursor: first.next ?? '' } });
    assert.deepEqual([...first.items, ...rest.items], all.items);
    assert.equal(all.total, all.items.length);
    const found = async (query: Record<string, string>) => (await browser.must(LIST, { query })).items;
    assert.deepEqual(await found({ q: 'outcome:refused' }), [refused]);
    assert.deepEqual(await found({ q: 'code:session.required' }), [refused]);
    assert.deepEqual(await found({ q: 'type:sessions.ended' }), [ended]);
    assert.equal((await found({ q: 'type:sign_in' })).length, 2);
    assert.deepEqual(await found({ q: 'type:sign' }), []);
    assert.deepEqual(await found({ q: 'person:ana type:sessions' }), [ended]);
    assert.ok((await found({ q: `person:${ana.id}` })).length >= 4);
    assert.deepEqual(await found({ q: 'person:nobody' }), []);
    assert.ok((await found({ q: 'address:192.0.2.77' })).every((event) => event.address === '192.0.2.77'));
    assert.deepEqual(await found({ from: String(installation.clock.at) }), [refused, ended]);
    assert.equal((await found({ to: String(installation.clock.at - 1) })).length, all.total - 2);
    await refuses(installation, 'list.filter_unknown', 400, () =>
      browser.call(LIST, { query: { q: 'outcome:maybe' } }),
    );
  });

  test('one is read with everything recorded and what its code means', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    const stranger = new TestBrowser(installation);
    const told = await stranger.call('POST /api/v1/enrolment/open', { body: { token: 'A'.repeat(43) } });
    const [event] = (await browser.must(LIST, { query: { q: String(told.body['requestId']) } })).items;
    assert.ok(event !== undefined);
    const detail = await browser.must(READ, { params: { eventId: event.id } });
    assert.deepEqual(detail.event, event);
    assert.equal(detail.requestId, told.body['requestId']);
    assert.equal(detail.meaning, 'No open invitation has this token.');
    assert.equal(detail.detail['endpoint'], 'POST /api/v1/enrolment/open');
    await refuses(installation, 'event.not_found', 404, () =>
      browser.call(READ, { params: { eventId: '00000000-0000-7000-8000-000000000000' } }),
    );
  });
});
