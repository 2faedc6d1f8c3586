import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eachDatabase, type TestInstallation } from '../../testing/harness.ts';
import { type Enrolled, seedSignedIn } from '../../testing/people.ts';
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
      const { policy } = await installation.services.standing();
      assert.ok(await someOwnerCanSignIn(installation.database.queries, policy), 'nobody is left');
    });
  }
});
