import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GroupId, PersonId } from '@holdfast/kernel';
import { parseGroups, refreshAudience } from '../../store/audiences.ts';
import { insertMember } from '../../store/groups.ts';
import { nextUnsettled, unsettledAmong } from '../../store/named-groups.ts';
import { TestBrowser, trySignIn } from '../../testing/browser.ts';
import { eventsOf } from '../../testing/contents.ts';
import { eachDatabase, type TestInstallation } from '../../testing/harness.ts';
import { workOnce } from '../../testing/jobs.ts';
import { copyPerson } from '../../testing/many-passkeys.ts';
import { seedSignedIn } from '../../testing/people.ts';
import { LEASE_MS } from '../jobs/run-jobs.ts';
import { requestRejudging } from './request-rejudging.ts';

const everybody = `passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
`;
const withSales = `${everybody}  sales:\n    allowed_credential_types: [synced_passkey]\n`;

/** More members than one short step takes. */
const COPIES = 45;

async function populated(installation: TestInstallation) {
  const { queries } = installation.database;
  const ada = await seedSignedIn(installation, { username: 'ada', groups: ['sales', 'department-1'] });
  const bob = await seedSignedIn(installation, { username: 'bob', groups: ['department-1'] });
  await copyPerson(installation, ada.id, COPIES);
  const { id: sales } = await queries
    .selectFrom('group')
    .where('name', '=', 'sales')
    .select('id')
    .executeTakeFirstOrThrow();
  const copies = await queries
    .selectFrom('person')
    .where('username', 'like', 'ada-%')
    .select('id')
    .orderBy('id')
    .execute();
  for (const { id } of copies) {
    await insertMember(queries, sales as GroupId, id as PersonId, installation.clock.at);
    await refreshAudience(queries, id as PersonId);
  }
  return { ada, bob };
}

async function audiencesOf({ database }: TestInstallation): Promise<ReadonlyMap<string, number>> {
  const rows = await database.queries
    .selectFrom('person')
    .innerJoin('audience', 'audience.id', 'person.audience_id')
    .select('audience.groups')
    .execute();
  const byGroups = Map.groupBy(rows, ({ groups }) => parseGroups(groups).join(' '));
  return new Map([...byGroups].map(([groups, each]) => [groups, each.length]));
}

async function statusesOf({ database }: TestInstallation): Promise<readonly string[]> {
  const rows = await database.queries
    .selectFrom('credential')
    .innerJoin('person', 'person.id', 'credential.person_id')
    .innerJoin('judgement', 'judgement.id', 'credential.judgement_id')
    .whereRef('judgement.audience_id', '=', 'person.audience_id')
    .select('credential.status')
    .execute();
  return rows.map(({ status }) => status);
}

async function putIntoForce(installation: TestInstallation, policySource: string): Promise<void> {
  const { ports, database, clock } = installation;
  installation.setStanding({ policySource });
  await ports.standing();
  await database.inTransaction((tx) =>
    requestRejudging(ports, tx, { at: clock.at, cause: 'the policy changed', requestedBy: null }),
  );
}

eachDatabase('a group', (open) => {
  test('that no policy names tells no audiences apart', async () => {
    const installation = await open(everybody);
    await populated(installation);
    assert.deepEqual(await audiencesOf(installation), new Map([['', COPIES + 2]]));
    const judgements = await installation.database.queries.selectFrom('judgement').select('id').execute();
    assert.equal(judgements.length, 1);
  });

  test('that a policy names decides at the next sign-in, and for everybody once all was judged again', async () => {
    const installation = await open(everybody);
    const { ada, bob } = await populated(installation);
    await putIntoForce(installation, withSales);
    assert.deepEqual(await audiencesOf(installation), new Map([['', COPIES + 2]]));
    const signIn = (of: typeof ada) => trySignIn(new TestBrowser(installation), of.authenticator);
    assert.equal((await signIn(ada)).status, 422);
    assert.equal((await signIn(bob)).status, 200);
    assert.equal(await workOnce(installation), 1);
    assert.deepEqual(
      await audiencesOf(installation),
      new Map([
        ['sales', COPIES + 1],
        ['', 1],
      ]),
    );
    const statuses = await statusesOf(installation);
    assert.equal(statuses.length, COPIES + 2);
    assert.equal(statuses.filter((status) => status === 'quarantined').length, COPIES + 1);
    const told = (await eventsOf(installation.database)).filter(({ type }) => type === 'passkey.quarantined');
    assert.equal(new Set(told.map(({ credentialId }) => credentialId)).size, COPIES + 1);
    assert.equal(await nextUnsettled(installation.database.queries), null);
    // It stays named: nobody has to be sorted again when a policy names it again.
    await putIntoForce(installation, everybody);
    assert.equal(await workOnce(installation), 1);
    assert.deepEqual(await unsettledAmong(installation.database.queries, ['sales', 'other']), ['other']);
    assert.ok((await statusesOf(installation)).every((status) => status === 'active'));
  });

  test('is told apart to the end by another node when one stops in the middle, or another policy comes', async () => {
    const installation = await open(everybody);
    await populated(installation);
    await putIntoForce(installation, withSales);
    // Begins, then one step of members.
    assert.equal(await workOnce(installation, { owner: 'one', asks: 3 }), 0);
    const halfway = (await audiencesOf(installation)).get('sales') ?? 0;
    assert.ok(halfway > 0 && halfway < COPIES + 1, `${halfway} were sorted`);
    installation.clock.advance(LEASE_MS);
    assert.equal(await workOnce(installation, { owner: 'two', asks: 3 }), 0);
    await putIntoForce(installation, everybody);
    installation.clock.advance(LEASE_MS);
    assert.equal(await workOnce(installation, { owner: 'three' }), 1);
    assert.equal((await audiencesOf(installation)).get('sales'), COPIES + 1);
    const statuses = await statusesOf(installation);
    assert.deepEqual([statuses.length, new Set(statuses)], [COPIES + 2, new Set(['active'])]);
  });
});
