import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sessionKey } from '../../access/session-token.ts';
import { SESSION_COOKIE } from '../../http/cookies.ts';
import { findActor } from '../../store/sessions.ts';
import { contentsOf } from '../../testing/contents.ts';
import { eachDatabase, type TestInstallation } from '../../testing/harness.ts';
import { type Enrolled, seedSignedIn } from '../../testing/people.ts';
import { createGroup, describeGroup, removeGroup } from '../groups/manage-groups.ts';
import { createPerson } from './create-person.ts';
import { disablePerson } from './disable-person.ts';
import { someOwnerCanSignIn } from './protection.ts';

const OWNERS = 5;

async function owners(installation: TestInstallation): Promise<readonly Enrolled[]> {
  const all: Enrolled[] = [];
  for (let index = 0; index < OWNERS; index += 1) {
    all.push(await seedSignedIn(installation, { username: `owner-${index}`, roles: ['owner'] }));
  }
  return all;
}

async function passkeyOf({ database }: TestInstallation, { id }: Enrolled): Promise<string> {
  const row = await database.queries
    .selectFrom('credential')
    .where('person_id', '=', id)
    .select('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Everybody acts on the next one, all at the same time: by their own rule each would be left, together nobody. */
const attacks = [
  [
    'disable each other',
    async (_: TestInstallation, { browser }: Enrolled, target: Enrolled) =>
      await browser.call('POST /api/v1/people/:personId/disable', {
        params: { personId: target.id },
        body: { reason: 'x' },
      }),
  ],
  [
    'take the role from each other',
    async (_: TestInstallation, { browser }: Enrolled, target: Enrolled) =>
      await browser.call('PUT /api/v1/people/:personId/roles', {
        params: { personId: target.id },
        body: { roles: [] },
      }),
  ],
  [
    'revoke the passkeys of each other',
    async (installation: TestInstallation, { browser }: Enrolled, target: Enrolled) =>
      await browser.call('POST /api/v1/credentials/:credentialId/revoke', {
        params: { credentialId: await passkeyOf(installation, target) },
        body: { reason: 'x' },
      }),
  ],
] as const;

eachDatabase('the last owner', (open) => {
  for (const [what, attack] of attacks) {
    test(`is left when all owners ${what} at once`, async () => {
      const installation = await open();
      const all = await owners(installation);
      const told = await Promise.all(
        all.map((owner, index) => attack(installation, owner, all[(index + 1) % OWNERS] ?? owner)),
      );
      assert.deepEqual(installation.errorsLogged, []);
      assert.ok(told.some(({ status }) => status === 200));
      assert.ok(told.some(({ status }) => status !== 200));
      const { policy } = await installation.ports.standing();
      assert.ok(await someOwnerCanSignIn(installation.database.queries, policy), 'nobody is left');
    });
  }
});

/** Their request was admitted; then, before it got the lock, something happened to them. */
const overtaken = [
  ['was disabled', 'session.required', 'POST /api/v1/people/:personId/disable', { reason: 'x' }],
  ['lost the role', 'session.permission_missing', 'PUT /api/v1/people/:personId/roles', { roles: ['auditor'] }],
] as const;

eachDatabase('an owner whose request waits', (open) => {
  for (const [what, code, endpoint, body] of overtaken) {
    test(`does nothing any more when they ${what} meanwhile`, async () => {
      const installation = await open();
      const { database, ports, clock } = installation;
      const first = await seedSignedIn(installation, { username: 'first', roles: ['owner'] });
      const slow = await seedSignedIn(installation, { username: 'slow', roles: ['owner'] });
      const ana = await seedSignedIn(installation, { username: 'ana' });
      const token = slow.browser.cookies.get(SESSION_COOKIE) ?? '';
      const actor = await findActor(database.queries, sessionKey(token), clock.at);
      assert.ok(actor !== null);
      const { group: staff } = await first.browser.must('POST /api/v1/groups', { body: { name: 'staff' } });
      await first.browser.must(endpoint, { params: { personId: slow.id }, body });
      const before = await contentsOf(database);
      const caller = { address: '192.0.2.1', origin: null, userAgent: '', requestId: 'late' };
      const acting = { at: clock.at, caller, actor };
      const acts = [
        disablePerson(ports, acting, ana.id, 'too late'),
        createPerson(ports, acting, { username: 'late', displayName: 'Late', invite: true }),
        createGroup(ports, acting, { name: 'late' }),
        describeGroup(ports, acting, staff.id, 'too late'),
        removeGroup(ports, acting, staff.id),
      ];
      for (const late of await Promise.all(acts)) assert.equal(late.ok ? 'done' : late.error.code, code);
      assert.deepEqual(await contentsOf(database), before);
    });
  }
});
