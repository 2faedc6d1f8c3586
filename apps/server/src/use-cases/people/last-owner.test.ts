import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SESSION_COOKIE } from '../../http/cookies.ts';
import { hashToken } from '../../http/router.ts';
import { findActor } from '../../store/sessions.ts';
import { contentsOf } from '../../testing/contents.ts';
import { eachDatabase, type TestInstallation } from '../../testing/harness.ts';
import { type Enrolled, seedSignedIn } from '../../testing/people.ts';
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
      const actor = await findActor(database.queries, hashToken(token), clock.at);
      assert.ok(actor !== null);
      await first.browser.must(endpoint, { params: { personId: slow.id }, body });
      const before = await contentsOf(database);
      const caller = { address: '192.0.2.1', origin: null, userAgent: '', requestId: 'late' };
      const late = await disablePerson(ports, { at: clock.at, caller, actor }, ana.id, 'too late');
      assert.equal(late.ok ? 'done' : late.error.code, code);
      assert.deepEqual(await contentsOf(database), before);
    });
  }
});
