import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceNames as allDevices } from '@holdfast/emulator';
import { instant } from '@holdfast/kernel';
import { judge } from '@holdfast/policy';
import { type Assessment, assess } from '@holdfast/trust';
import type { CredentialFacts } from '@holdfast/webauthn';
import fc from 'fast-check';
import { tryConfirm } from '../../testing/browser.ts';
import { deviceWorld, type Said } from '../../testing/device-world.ts';
import { eachDatabase, type TestInstallation } from '../../testing/harness.ts';
import { workOnce } from '../../testing/jobs.ts';
import { seedSignedIn } from '../../testing/people.ts';
import { LEASE_MS } from '../jobs/run-jobs.ts';
import { requestRejudging } from './request-rejudging.ts';

/** An old key remembers no accounts, so that it would have to be asked for by name. */
const deviceNames = allDevices.filter((name) => name !== 'u2f-key');

const world = deviceWorld(instant(Date.UTC(2026, 10, 20, 9, 0, 0)));

const entry = (name: string, types: string, more = ''): string =>
  `  ${name}:\n    allowed_credential_types: [${types}]\n${more}`;
const anything = 'synced_passkey, platform_authenticator, security_key, managed_device';
const policies = [
  entry('general_workforce', anything) + entry('strict', 'security_key', '    attestation_required: true\n'),
  entry('general_workforce', anything, '    attestation_required: true\n    monitor: [attestation_required]\n'),
  entry('general_workforce', 'platform_authenticator, security_key', '    sync_allowed: false\n') +
    entry('strict', 'security_key', '    minimum_certification: L2\n    attestation_required: true\n'),
  entry('general_workforce', anything, '    refused_statuses: [RETIRED]\n') + entry('strict', 'platform_authenticator'),
].map((entries) => `passkey_policy:\n${entries}`);
const [first = ''] = policies;

const said: readonly Said[] = [
  {},
  { reported: { 'certified-key': 'REVOKED', 'tpm-laptop': 'UPDATE_AVAILABLE' } },
  { reported: { 'apple-device': 'USER_KEY_REMOTE_COMPROMISE' }, withoutManagement: true },
  { phonesWithdrawn: true },
];

type Happening =
  | { readonly what: 'policy'; readonly policy: number }
  | { readonly what: 'trust'; readonly trust: number }
  | { readonly what: 'move'; readonly person: number }
  | { readonly what: 'work'; readonly steps: number };
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ what: fc.constant('policy' as const), policy: fc.nat(policies.length - 1) }),
  fc.record({ what: fc.constant('trust' as const), trust: fc.nat(said.length - 1) }),
  fc.record({ what: fc.constant('move' as const), person: fc.nat(deviceNames.length - 1) }),
  fc.record({ what: fc.constant('work' as const), steps: fc.integer({ min: 1, max: 6 }) }),
);

/** Everybody with another device, one of each kind, in no group; and an owner who moves them. */
async function populated(open: (policy: string) => Promise<TestInstallation>) {
  const installation = await open(first);
  installation.setStanding({ trust: world.trust() });
  const owner = await seedSignedIn(installation, { username: 'owner', roles: ['owner'] });
  const { group } = await owner.browser.must('POST /api/v1/groups', { body: { name: 'strict' } });
  const people: string[] = [];
  for (const name of deviceNames) {
    const device = world.devices[name].create();
    people.push((await seedSignedIn(installation, { username: name }, device)).id);
  }
  return { installation, owner, groupId: group.id, people };
}

type World = Awaited<ReturnType<typeof populated>>;

async function happen({ installation, owner, groupId, people }: World, event: Happening): Promise<void> {
  const { ports, database, clock } = installation;
  switch (event.what) {
    case 'policy':
    case 'trust': {
      const change =
        event.what === 'policy'
          ? { policySource: policies[event.policy] ?? first }
          : { trust: world.trust(said[event.trust]) };
      installation.setStanding(change);
      await database.inTransaction((tx) =>
        requestRejudging(ports, tx, { at: clock.at, cause: 'a test', requestedBy: null }),
      );
      return;
    }
    case 'move': {
      const params = { groupId, personId: people[event.person] ?? '' };
      const member = database.queries.selectFrom('group_member').where('person_id', '=', params.personId).selectAll();
      const isMember = (await member.execute()).length > 0;
      assert.equal((await tryConfirm(owner.browser, owner.authenticator)).status, 200);
      // Whoever would be locked out stays where they are.
      await owner.browser.call(`${isMember ? 'DELETE' : 'PUT'} /api/v1/groups/:groupId/members/:personId`, { params });
      return;
    }
    case 'work':
      clock.advance(LEASE_MS);
      await workOnce(installation, { owner: ports.newId(clock.at), asks: event.steps });
  }
}

/** What is stored about every passkey, and what judging it from nothing but its facts says. */
async function compare({ installation }: World): Promise<void> {
  const { queries } = installation.database;
  const { policy, trust } = await installation.ports.standing();
  const rows = await queries
    .selectFrom('credential')
    .innerJoin('judgement', 'judgement.id', 'credential.judgement_id')
    .innerJoin('credential_facts', 'credential_facts.digest', 'judgement.facts_digest')
    .selectAll('credential')
    .select(['facts', 'first_seen_at', 'assessment', 'credential_facts.trust_digest', 'policy_digest', 'dirty'])
    .execute();
  for (const row of rows) {
    const members = await queries
      .selectFrom('group_member')
      .innerJoin('group', 'group.id', 'group_member.group_id')
      .where('person_id', '=', row.person_id)
      .select('group.name')
      .execute();
    const facts = JSON.parse(row.facts) as CredentialFacts;
    const assessment: Assessment = assess(facts, trust, instant(row.created_at));
    const verdict = judge(policy, members.map(({ name }) => name).sort(), assessment);
    assert.deepEqual(
      [row.class, row.evidence, row.tier, row.status, JSON.parse(row.assessment)],
      [
        assessment.class,
        assessment.evidence,
        verdict.tier,
        verdict.outcome === 'accepted' ? 'active' : 'quarantined',
        JSON.parse(JSON.stringify(assessment)),
      ],
      row.name,
    );
    assert.deepEqual([row.trust_digest, row.policy_digest, row.dirty], [trust.digest, policy.digest, 0]);
  }
}

eachDatabase('whatever happens', (open) => {
  test('once all is judged, every passkey says what judging it from nothing but its facts says', async () => {
    const people = await populated(open);
    const { installation } = people;
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 8 }), async (events) => {
        for (const event of events) await happen(people, event);
        installation.clock.advance(LEASE_MS);
        await workOnce(installation);
        await compare(people);
        assert.equal(await workOnce(installation), 0);
        // The owner goes on moving people: their own session may have ended with their passkey.
        installation.setStanding({ policySource: first, trust: world.trust() });
        await workOnce(installation);
      }),
      { numRuns: 12, endOnFailure: true },
    );
    assert.deepEqual(installation.errorsLogged, []);
  });
});
