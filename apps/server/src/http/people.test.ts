import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR_MS } from '@holdfast/kernel';
import { TestBrowser, type Told } from '../testing/browser.ts';
import { contentsOf, eventsOf } from '../testing/contents.ts';
import { eachDatabase } from '../testing/harness.ts';
import { seedPerson, seedSignedIn } from '../testing/people.ts';
import { refuses, withOwner } from '../testing/refuses.ts';

const LIST = 'GET /api/v1/people';
const READ = 'GET /api/v1/people/:personId';
const CREATE = 'POST /api/v1/people';
const UPDATE = 'PATCH /api/v1/people/:personId';
const ROLES = 'PUT /api/v1/people/:personId/roles';
const DISABLE = 'POST /api/v1/people/:personId/disable';
const ENABLE = 'POST /api/v1/people/:personId/enable';
const END = 'POST /api/v1/people/:personId/sessions/end';
const INVITE = 'POST /api/v1/people/:personId/invitations';

eachDatabase('people', (open) => {
  test('a person is added with groups and an invitation that enrols them', async () => {
    const installation = await withOwner(open);
    const { owner } = installation;
    await owner.browser.must('POST /api/v1/groups', { body: { name: 'sales' } });
    const body = {
      username: 'ana@example.org',
      displayName: 'Ana Li',
      email: 'ana@example.org',
      groups: ['sales'],
      invite: true,
    };
    const { person, invitation } = await owner.browser.must(CREATE, { body });
    assert.deepEqual([person.status, person.groups, person.roles, person.passkeys], ['invited', ['sales'], [], 0]);
    assert.equal(invitation?.expiresAt, installation.clock.at + 72 * HOUR_MS);
    const token = /^https:\/\/holdfast\.test\/enrol\/([A-Za-z0-9_-]{43})$/.exec(invitation?.link ?? '')?.[1] ?? '';
    const opened = await new TestBrowser(installation).must('POST /api/v1/enrolment/open', { body: { token } });
    assert.equal(opened.person.username, 'ana@example.org');
    const stored = JSON.stringify(await contentsOf(installation.database));
    assert.ok(!stored.includes(token), 'the token is stored');
    const events = await eventsOf(installation.database);
    assert.deepEqual(
      events.slice(-2).map((event) => [event.type, event.subjectId]),
      [
        ['person.created', person.id],
        ['invitation.created', person.id],
      ],
    );
    assert.ok(!JSON.stringify(events).includes(token), 'the token stands in an event');
  });

  test('a taken username and an unknown group are refused', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    const body = { username: 'owner', displayName: 'Another', invite: true };
    const taken = await refuses(installation, 'person.username_taken', 409, () => browser.call(CREATE, { body }));
    assert.deepEqual(taken['fields'], [{ field: 'body/username', message: 'is taken' }]);
    const lost = { username: 'new', displayName: 'New', groups: ['nowhere'], invite: true };
    await refuses(installation, 'group.not_found', 404, () => browser.call(CREATE, { body: lost }));
  });

  test('the list is paged by name, counted, searched and filtered', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    for (let index = 0; index < 5; index += 1)
      await seedPerson(installation, { username: `p${index}`, groups: ['staff'] });
    await seedPerson(installation, { username: 'odd_100%', roles: ['auditor'] });
    const first = await browser.must(LIST, { query: { limit: '3' } });
    assert.equal(first.total, 7);
    const second = await browser.must(LIST, { query: { limit: '3', cursor: first.next ?? '' } });
    const third = await browser.must(LIST, { query: { limit: '3', cursor: second.next ?? '' } });
    assert.equal(third.next, null);
    const all = [...first.items, ...second.items, ...third.items].map((row) => row.username);
    assert.deepEqual(all.toSorted(), ['odd_100%', 'owner', 'p0', 'p1', 'p2', 'p3', 'p4']);
    const found = async (q: string) => (await browser.must(LIST, { query: { q } })).items.map((row) => row.username);
    assert.deepEqual(await found('PERSON P3'), ['p3']);
    assert.deepEqual(await found('odd_1'), ['odd_100%']);
    assert.deepEqual(await found('100%'), ['odd_100%']);
    assert.deepEqual(await found('dd'), []);
    assert.deepEqual(await found('%'), []);
    assert.deepEqual(await found('pers odd'), ['odd_100%']);
    assert.deepEqual(await found('status:active'), ['owner']);
    assert.deepEqual(await found('role:auditor role:owner'), ['odd_100%', 'owner']);
    assert.deepEqual(await found('group:staff p4'), ['p4']);
    assert.deepEqual(await found('passkeys:1'), ['owner']);
    assert.equal((await found('passkeys:0')).length, 6);
    assert.deepEqual(await found('passkeys:2'), []);
    assert.deepEqual(await found(installation.owner.id), ['owner']);
  });

  test('a filter that there is not and a foreign cursor are refused', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    await refuses(installation, 'list.filter_unknown', 400, () =>
      browser.call(LIST, { query: { q: 'statsu:active' } }),
    );
    await refuses(installation, 'list.cursor_invalid', 400, () => browser.call(LIST, { query: { cursor: 'WzFd' } }));
  });

  test('a change is kept with what was before, and no change leaves no event', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    const ana = await seedPerson(installation, { username: 'ana', groups: ['one'] });
    await seedPerson(installation, { username: 'ben', groups: ['two'] });
    const params = { personId: ana.id };
    const body = { displayName: 'Ana Li', email: 'ana@example.org', groups: ['two'] };
    const { person } = await browser.must(UPDATE, { params, body });
    assert.deepEqual([person.displayName, person.email, person.groups], ['Ana Li', 'ana@example.org', ['two']]);
    const events = await eventsOf(installation.database);
    assert.deepEqual(
      events.slice(-3).map((event) => event.type),
      ['group.member_added', 'group.member_removed', 'person.changed'],
    );
    await browser.must(UPDATE, { params, body });
    assert.equal((await eventsOf(installation.database)).length, events.length);
    await refuses(installation, 'group.not_found', 404, () =>
      browser.call(UPDATE, { params, body: { groups: ['two', 'three'] } }),
    );
  });

  test('roles are set by owners, on others, and never leave the installation without an owner', async () => {
    const installation = await withOwner(open);
    const { owner } = installation;
    const other = await seedSignedIn(installation, { username: 'other' });
    const params = { personId: other.id };
    const { person } = await owner.browser.must(ROLES, { params, body: { roles: ['owner', 'auditor', 'owner'] } });
    assert.deepEqual(person.roles, ['owner', 'auditor']);
    const changed = (await eventsOf(installation.database)).at(-1);
    assert.deepEqual(
      [changed?.type, changed?.detail['before'], changed?.detail['after']],
      ['roles.changed', 'none', 'owner, auditor'],
    );
    const own = { params: { personId: owner.id }, body: { roles: [] } };
    await refuses(installation, 'person.self', 409, () => owner.browser.call(ROLES, own));
    await other.browser.must(ROLES, own);
    assert.equal((await owner.browser.call(LIST)).status, 403);
  });

  test('disabling ends sessions and invitations at once, and enabling gives back the passkeys', async () => {
    const installation = await withOwner(open);
    const { owner } = installation;
    const ana = await seedSignedIn(installation, { username: 'ana' });
    const params = { personId: ana.id };
    const { endedSessions, person } = await owner.browser.must(DISABLE, { params, body: { reason: 'left' } });
    assert.deepEqual([endedSessions, person.status], [1, 'disabled']);
    assert.equal((await ana.browser.call('GET /api/v1/account')).status, 401);
    assert.equal(
      (await eventsOf(installation.database)).find((event) => event.type === 'person.disabled')?.detail['reason'],
      'left',
    );
    await refuses(installation, 'person.self', 409, () =>
      owner.browser.call(DISABLE, { params: { personId: owner.id }, body: { reason: 'x' } }),
    );
    assert.equal((await owner.browser.must(ENABLE, { params })).person.status, 'active');
    const ben = await seedPerson(installation, { username: 'ben' });
    await owner.browser.must(DISABLE, { params: { personId: ben.id }, body: { reason: 'mistake' } });
    await refuses(installation, 'invitation.unusable', 404, () =>
      new TestBrowser(installation).call('POST /api/v1/enrolment/open', { body: { token: ben.token } }),
    );
    await refuses(installation, 'invitation.person_disabled', 409, () =>
      owner.browser.call(INVITE, { params: { personId: ben.id } }),
    );
    assert.equal((await owner.browser.must(ENABLE, { params: { personId: ben.id } })).person.status, 'invited');
  });

  test('sessions of a person end together', async () => {
    const installation = await withOwner(open);
    const ana = await seedSignedIn(installation, { username: 'ana' });
    const params = { personId: ana.id };
    assert.equal((await installation.owner.browser.must(END, { params })).ended, 1);
    assert.equal((await ana.browser.call('GET /api/v1/account')).status, 401);
    assert.equal((await installation.owner.browser.must(END, { params })).ended, 0);
  });
});

eachDatabase('separation of duties', (open) => {
  test('an administrator does nothing to owners and administrators, themselves included', async () => {
    const installation = await withOwner(open);
    const admin = await seedSignedIn(installation, { username: 'admin', roles: ['administrator'] });
    const invited = await seedPerson(installation, { username: 'owner-to-be', roles: ['owner'], groups: ['g'] });
    for (const { id: personId } of [installation.owner, invited, admin]) {
      const params = { personId };
      const reason = { reason: 'x' };
      const refused = (call: () => Promise<Told>) => refuses(installation, 'person.protected', 403, call);
      await refused(() => admin.browser.call(UPDATE, { params, body: { displayName: 'X' } }));
      await refused(() => admin.browser.call(DISABLE, { params, body: reason }));
      await refused(() => admin.browser.call(ENABLE, { params }));
      await refused(() => admin.browser.call(END, { params }));
      await refused(() => admin.browser.call(INVITE, { params }));
      const { may } = await admin.browser.must(READ, { params });
      assert.deepEqual(may, { invite: false, disable: false, changeRoles: false, edit: false });
    }
    assert.equal(
      (await admin.browser.call(ROLES, { params: { personId: admin.id }, body: { roles: ['owner'] } })).status,
      403,
    );
  });

  test('what the page says one may do is what the server lets one do', async () => {
    const installation = await withOwner(open);
    const { owner } = installation;
    const ana = await seedSignedIn(installation, { username: 'ana' });
    const ben = await seedPerson(installation, { username: 'ben' });
    const view = async (personId: string) => await owner.browser.must(READ, { params: { personId } });
    assert.deepEqual((await view(ana.id)).may, { invite: false, disable: true, changeRoles: true, edit: true });
    assert.match((await view(ana.id)).inviteBlockedBecause ?? '', /enrolled a passkey before/);
    assert.deepEqual((await view(ben.id)).may, { invite: true, disable: true, changeRoles: true, edit: true });
    assert.deepEqual((await view(owner.id)).may, { invite: false, disable: false, changeRoles: false, edit: true });
    const { wanted, populations, sessions } = await view(ana.id);
    assert.deepEqual([wanted.have, wanted.minimum, populations, sessions], [1, 2, ['general_workforce'], 1]);
    await refuses(installation, 'person.not_found', 404, () =>
      owner.browser.call(READ, { params: { personId: '00000000-0000-7000-8000-000000000000' } }),
    );
  });
});
