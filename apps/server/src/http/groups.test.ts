import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newAuthenticator, TestBrowser, tryRegistration, trySignIn } from '../testing/browser.ts';
import { eventsOf } from '../testing/contents.ts';
import { eachDatabase } from '../testing/harness.ts';
import { seedPerson, seedSignedIn } from '../testing/people.ts';
import { refuses, withOwner } from '../testing/refuses.ts';

const LIST = 'GET /api/v1/groups';
const CREATE = 'POST /api/v1/groups';
const READ = 'GET /api/v1/groups/:groupId';
const UPDATE = 'PATCH /api/v1/groups/:groupId';
const REMOVE = 'DELETE /api/v1/groups/:groupId';
const JOIN = 'PUT /api/v1/groups/:groupId/members/:personId';
const LEAVE = 'DELETE /api/v1/groups/:groupId/members/:personId';
const NOBODY = '00000000-0000-7000-8000-000000000000';

/** Two populations besides everybody: one that takes passkeys of this test, one that refuses all of them. */
const policy = `passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
    minimum_credentials: 1
  mild:
    allowed_credential_types: [platform_authenticator, security_key]
  strict:
    allowed_credential_types: [security_key]
    attestation_required: true
`;

eachDatabase('groups', (open) => {
  test('a group is added, described, listed with its populations, and removed when empty', async () => {
    const installation = await withOwner(() => open(policy));
    const { browser } = installation.owner;
    const { group } = await browser.must(CREATE, { body: { name: 'strict', description: 'the strict ones' } });
    assert.deepEqual([group.populations, group.members], [['strict'], 0]);
    await browser.must(CREATE, { body: { name: 'sales' } });
    await refuses(installation, 'group.name_taken', 409, () => browser.call(CREATE, { body: { name: 'sales' } }));
    const params = { groupId: group.id };
    await browser.must(UPDATE, { params, body: { description: 'changed' } });
    const first = await browser.must(LIST, { query: { limit: '1' } });
    assert.deepEqual([first.total, first.items.map((row) => row.name)], [2, ['sales']]);
    const second = await browser.must(LIST, { query: { limit: '1', cursor: first.next ?? '' } });
    assert.deepEqual([second.next, second.items[0]?.description], [null, 'changed']);
    assert.deepEqual(
      (await browser.must(LIST, { query: { q: 'CHANG' } })).items.map((row) => row.name),
      ['strict'],
    );
    const ana = await seedPerson(installation, { username: 'ana', groups: ['strict'] });
    assert.deepEqual(
      (await browser.must(READ, { params })).members.map((member) => member.username),
      ['ana'],
    );
    await refuses(installation, 'group.has_members', 409, () => browser.call(REMOVE, { params }));
    await browser.must(LEAVE, { params: { ...params, personId: ana.id } });
    await browser.must(REMOVE, { params });
    await refuses(installation, 'group.not_found', 404, () => browser.call(READ, { params }));
    const types = (await eventsOf(installation.database)).map((event) => event.type);
    assert.deepEqual(types.slice(-3, -1), ['group.member_removed', 'group.removed']);
  });

  test('joining twice and leaving twice change nothing the second time', async () => {
    const installation = await withOwner(() => open(policy));
    const { browser } = installation.owner;
    const { group } = await browser.must(CREATE, { body: { name: 'sales' } });
    const ana = await seedPerson(installation, { username: 'ana' });
    const params = { groupId: group.id, personId: ana.id };
    const count = async () => (await eventsOf(installation.database)).length;
    for (const endpoint of [JOIN, LEAVE] as const) {
      await browser.must(endpoint, { params });
      const events = await count();
      await browser.must(endpoint, { params });
      assert.equal(await count(), events);
    }
    await refuses(installation, 'group.not_found', 404, () =>
      browser.call(JOIN, { params: { ...params, groupId: NOBODY } }),
    );
    await refuses(installation, 'person.not_found', 404, () =>
      browser.call(JOIN, { params: { ...params, personId: NOBODY } }),
    );
  });

  test('nobody loosens the policy that applies to themselves, neither here nor by the list of a person', async () => {
    const installation = await withOwner(() => open(policy));
    const { browser, id: personId } = installation.owner;
    const { group } = await browser.must(CREATE, { body: { name: 'mild' } });
    const params = { groupId: group.id, personId };
    await browser.must(JOIN, { params });
    await refuses(installation, 'group.changes_own_policy', 403, () => browser.call(LEAVE, { params }));
    await refuses(installation, 'group.changes_own_policy', 403, () =>
      browser.call('PATCH /api/v1/people/:personId', { params: { personId }, body: { groups: [] } }),
    );
    const { group: plain } = await browser.must(CREATE, { body: { name: 'no-population' } });
    await browser.must(JOIN, { params: { groupId: plain.id, personId } });
    await browser.must(LEAVE, { params: { groupId: plain.id, personId } });
  });

  test('a stricter policy judges passkeys again at once, and shuts out neither owners nor anybody else', async () => {
    const installation = await withOwner(() => open(policy));
    const { browser, id } = installation.owner;
    const { group: strict } = await browser.must(CREATE, { body: { name: 'strict' } });
    const { group: mild } = await browser.must(CREATE, { body: { name: 'mild' } });
    await refuses(installation, 'group.locks_out_owners', 409, () =>
      browser.call(JOIN, { params: { groupId: strict.id, personId: id } }),
    );
    const ana = await seedSignedIn(installation, { username: 'ana' });
    await refuses(installation, 'group.locks_person_out', 409, () =>
      browser.call(JOIN, { params: { groupId: strict.id, personId: ana.id } }),
    );
    const populations = async () => {
      const { verdict } = await installation.database.queries
        .selectFrom('credential')
        .innerJoin('judgement', 'judgement.id', 'credential.judgement_id')
        .where('person_id', '=', ana.id)
        .select('judgement.verdict')
        .executeTakeFirstOrThrow();
      const { rules } = JSON.parse(verdict) as { rules: { population: string }[] };
      return [...new Set(rules.map(({ population }) => population))];
    };
    assert.deepEqual(await populations(), ['general_workforce']);
    await browser.must(JOIN, { params: { groupId: mild.id, personId: ana.id } });
    assert.deepEqual(await populations(), ['general_workforce', 'mild']);
  });

  test('sessions that rest on a passkey which the new rules refuse end at once; the others go on', async () => {
    const installation = await withOwner(() => open(policy));
    const { browser } = installation.owner;
    const { group } = await browser.must(CREATE, { body: { name: 'mild' } });
    const ana = await seedSignedIn(installation, { username: 'ana' });
    const synced = newAuthenticator({ backupEligible: true, backedUp: true });
    assert.equal((await tryRegistration(ana.browser, synced)).status, 200);
    const other = new TestBrowser(installation);
    assert.equal((await trySignIn(other, synced)).status, 200);
    await browser.must(JOIN, { params: { groupId: group.id, personId: ana.id } });
    assert.equal((await other.call('GET /api/v1/account')).status, 401);
    assert.equal((await ana.browser.call('GET /api/v1/account')).status, 200);
    const aside = (await eventsOf(installation.database)).filter(({ type }) => type === 'passkey.quarantined');
    assert.deepEqual(
      aside.map(({ subjectId, detail }) => [subjectId, detail['cause'], detail['endedSessions'], detail['rules']]),
      [[ana.id, 'judged', 1, ['allowed_credential_types', 'sync_allowed']]],
    );
    const statuses = async () => {
      const rows = await installation.database.queries
        .selectFrom('credential')
        .where('person_id', '=', ana.id)
        .select(['status', 'status_cause'])
        .execute();
      return rows.map(({ status, status_cause }) => `${status} ${status_cause}`).sort();
    };
    assert.deepEqual(await statuses(), ['active registered', 'quarantined judged']);

    // Out of the group again, it comes back by itself.
    await browser.must(LEAVE, { params: { groupId: group.id, personId: ana.id } });
    assert.deepEqual(await statuses(), ['active judged', 'active registered']);
    assert.equal((await eventsOf(installation.database)).at(-1)?.type, 'passkey.restored');
    assert.equal((await trySignIn(other, synced)).status, 200);
  });

  test('whoever cannot sign in anyway is moved freely: not enrolled yet, or disabled', async () => {
    const installation = await withOwner(() => open(policy));
    const { browser } = installation.owner;
    const { group } = await browser.must(CREATE, { body: { name: 'strict' } });
    const invited = await seedPerson(installation, { username: 'ivy' });
    await browser.must(JOIN, { params: { groupId: group.id, personId: invited.id } });
    const disabled = await seedSignedIn(installation, { username: 'dora' });
    await browser.must('POST /api/v1/people/:personId/disable', {
      params: { personId: disabled.id },
      body: { reason: 'left' },
    });
    await browser.must(JOIN, { params: { groupId: group.id, personId: disabled.id } });
  });

  test('an administrator moves neither owners nor administrators', async () => {
    const installation = await withOwner(() => open(policy));
    const { group } = await installation.owner.browser.must(CREATE, { body: { name: 'mild' } });
    const admin = await seedSignedIn(installation, { username: 'admin', roles: ['administrator'] });
    for (const personId of [installation.owner.id, admin.id]) {
      const params = { groupId: group.id, personId };
      await refuses(installation, 'person.protected', 403, () => admin.browser.call(JOIN, { params }));
    }
  });
});
