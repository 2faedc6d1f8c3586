import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newAuthenticator, tryRegistration } from '../testing/browser.ts';
import { eachDatabase, type TestInstallation } from '../testing/harness.ts';
import { seedSignedIn } from '../testing/people.ts';
import { refuses, withOwner } from '../testing/refuses.ts';

const READ = 'GET /api/v1/quarantine';
const LIST = 'GET /api/v1/quarantine/credentials';

type SetAside = {
  readonly username: string;
  readonly more?: number;
  readonly isDisabled?: boolean;
  readonly cause?: 'judged' | 'alarm';
};

/** A person whose first passkey is set aside; `more` of theirs go on working. */
async function setAside(
  installation: TestInstallation,
  { username, more = 0, isDisabled, cause = 'judged' }: SetAside,
) {
  const { database, clock } = installation;
  clock.advance(1000);
  const { id, browser } = await seedSignedIn(installation, { username });
  const { queries } = database;
  for (let each = 0; each < more; each += 1) {
    clock.advance(1000);
    assert.equal((await tryRegistration(browser, newAuthenticator())).status, 200);
  }
  const first = queries
    .selectFrom('credential')
    .where('person_id', '=', id)
    .select('id')
    .orderBy('created_at')
    .limit(1);
  await queries
    .updateTable('credential')
    .set({ status: 'quarantined', status_cause: cause, status_reason: `reason: ${cause}` })
    .where('id', 'in', first)
    .execute();
  if (isDisabled) await queries.updateTable('person').set({ status: 'disabled' }).where('id', '=', id).execute();
}

eachDatabase('the quarantine', (open) => {
  test('is empty while nothing is set aside', async () => {
    const { owner } = await withOwner(open);
    const none = { credentials: 0, people: 0, withoutWayIn: 0, isExact: true, groups: [] };
    assert.deepEqual(await owner.browser.must(READ, {}), none);
    assert.deepEqual(await owner.browser.must(LIST, {}), { items: [], next: null, total: 0, totalIsExact: true });
  });

  test('tells first who cannot get in, and groups by cause and model', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    await setAside(installation, { username: 'locked' });
    await setAside(installation, { username: 'gone', isDisabled: true });
    await setAside(installation, { username: 'fine', more: 1 });
    await setAside(installation, { username: 'copied', more: 2, cause: 'alarm' });
    const { items } = await browser.must(LIST, {});
    assert.deepEqual(
      items.map(({ person, wayIn, cause }) => [person.username, wayIn, cause]),
      [
        ['locked', 'none', 'judged'],
        ['copied', 'other', 'alarm'],
        ['fine', 'other', 'judged'],
        ['gone', 'disabled', 'judged'],
      ],
    );
    const { groups, ...totals } = await browser.must(READ, {});
    assert.deepEqual(totals, { credentials: 4, people: 4, withoutWayIn: 1, isExact: true });
    assert.deepEqual(
      groups.map(({ cause, reason, rule, credentials, people, withoutWayIn }) => ({
        ...{ cause, reason, rule, credentials, people, withoutWayIn },
      })),
      [
        { cause: 'judged', reason: 'reason: judged', rule: null, credentials: 3, people: 3, withoutWayIn: 1 },
        { cause: 'alarm', reason: 'reason: alarm', rule: null, credentials: 1, people: 1, withoutWayIn: 0 },
      ],
    );
  });

  test('is searched, filtered and paged without losing or repeating anybody', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    for (const username of ['a', 'b', 'c']) await setAside(installation, { username, more: username === 'b' ? 1 : 0 });
    const names = async (query: Record<string, string>) =>
      (await browser.must(LIST, { query })).items.map(({ person }) => person.username);
    assert.deepEqual(await names({ q: 'way_in:other' }), ['b']);
    assert.deepEqual(await names({ q: 'way_in:none' }), ['c', 'a']);
    assert.deepEqual(await names({ q: 'cause:alarm' }), []);
    assert.deepEqual(await names({ q: '"person a"' }), ['a']);
    assert.deepEqual(await names({ q: 'model:nothing' }), []);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: { person: { username: string } }[]; next: string | null; total: number } =
        await browser.must(LIST, { query: { limit: '1', ...(cursor !== '' && { cursor }) } });
      assert.equal(page.total, 3);
      seen.push(...page.items.map(({ person }) => person.username));
      cursor = page.next;
    }
    assert.deepEqual(seen, ['c', 'a', 'b']);
  });

  test('the page of a passkey says since when it is set aside, and of any other nothing', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    await seedSignedIn(installation, { username: 'ana' });
    const { items } = await browser.must('GET /api/v1/credentials', { query: { q: 'person:ana' } });
    const params = { credentialId: items[0]?.id ?? '' };
    const since = async () => (await browser.must('GET /api/v1/credentials/:credentialId', { params })).setAsideAt;
    const body = { reason: 'Her bag was stolen.' };
    const times: (number | null)[] = [await since()];
    for (const act of ['quarantine', 'release', 'quarantine'] as const) {
      installation.clock.advance(1000);
      await browser.must(`POST /api/v1/credentials/:credentialId/${act}`, { params, body });
      times.push(await since());
    }
    const at = installation.clock.at;
    assert.deepEqual(times, [null, at - 2000, null, at]);
  });

  test('refuses a filter that it does not have', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    await refuses(installation, 'list.filter_unknown', 400, () =>
      browser.call(LIST, { query: { q: 'way_in:window' } }),
    );
  });
});
