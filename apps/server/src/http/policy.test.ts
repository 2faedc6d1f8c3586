import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultPolicySource } from '@holdfast/policy';
import { eachDatabase } from '../testing/harness.ts';
import { seedPerson, seedSignedIn } from '../testing/people.ts';
import { refuses, withOwner } from '../testing/refuses.ts';
import { applyPolicyAtStart } from '../use-cases/policy/apply-at-start.ts';

const READ = 'GET /api/v1/policy';
const CHECK = 'POST /api/v1/policy/check';
const EXPLAIN = 'POST /api/v1/policy/explain';

/** As it was before somebody wrote rules for privileged people. */
const lax = `passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
`;

eachDatabase('the policy', (open) => {
  test('is read with every setting, its default or its line, and who it applies to', async () => {
    const installation = await withOwner(open);
    await applyPolicyAtStart(installation.ports, { source: defaultPolicySource, origin: 'shipped' });
    await seedPerson(installation, { username: 'ana', groups: ['privileged_users', 'shared_workstation_users'] });
    const policy = await installation.owner.browser.must(READ, {});
    assert.deepEqual([policy.version, policy.origin, policy.history.length], [1, 'shipped', 1]);
    assert.equal(policy.source, defaultPolicySource);
    const people = policy.populations.map((population) => [population.name, population.appliesTo, population.people]);
    assert.deepEqual(people, [
      ['general_workforce', null, 2],
      ['privileged_users', ['privileged_users'], 1],
      ['shared_workstation_users', ['shared_workstation_users'], 1],
    ]);
    const settings = policy.populations[1]?.settings ?? [];
    const lines = defaultPolicySource.split('\n');
    for (const { key, isDefault, line } of settings) {
      assert.equal(isDefault, line === null, key);
      if (line !== null) assert.match(lines[line - 1] ?? '', new RegExp(`^ +${key}:`));
    }
    assert.equal(settings.find(({ key }) => key === 'session_idle')?.value, '15 minutes');
    assert.equal(settings.find(({ key }) => key === 'maximum_credentials')?.isDefault, true);
  });

  test('is checked without being applied', async () => {
    const installation = await withOwner(open);
    await applyPolicyAtStart(installation.ports, { source: defaultPolicySource, origin: 'shipped' });
    const { browser } = installation.owner;
    const body = { source: 'passkey_policy:\n  staff:\n    allowed_credential_types: [synced_paskey]\n' };
    const { problems } = await browser.must(CHECK, { body });
    assert.deepEqual([problems[0]?.line, problems[0]?.severity], [3, 'error']);
    assert.equal((await browser.must(READ, {})).version, 1);
    assert.deepEqual((await browser.must(CHECK, { body: { source: defaultPolicySource } })).problems, []);
  });

  test('is explained rule by rule for a person and one passkey', async () => {
    const installation = await withOwner(() => open(lax));
    const { browser } = installation.owner;
    const ana = await seedSignedIn(installation, { username: 'ana' });
    const { group } = await browser.must('POST /api/v1/groups', { body: { name: 'privileged_users' } });
    await browser.must('PUT /api/v1/groups/:groupId/members/:personId', {
      params: { groupId: group.id, personId: ana.id },
    });
    installation.setStanding({ policySource: defaultPolicySource });
    const explained = await browser.must(EXPLAIN, { body: { personId: ana.id } });
    assert.deepEqual(explained.populations, ['general_workforce', 'privileged_users']);
    const attestation = explained.effective.find(({ key }) => key === 'attestation_required');
    assert.deepEqual(attestation, { key: 'attestation_required', value: 'yes', decidedBy: 'privileged_users' });
    const [passkey] = explained.credentials;
    assert.equal(passkey?.verdict.outcome, 'refused');
    assert.match(passkey?.text ?? '', /FAIL.*attestation_required of privileged_users \(line \d+\)/);
    const one = await browser.must(EXPLAIN, { body: { personId: ana.id, credentialId: passkey?.id } });
    assert.deepEqual(one.credentials, explained.credentials);
    await refuses(installation, 'credential.not_found', 404, () =>
      browser.call(EXPLAIN, { body: { personId: ana.id, credentialId: 'AAAA' } }),
    );
    await refuses(installation, 'person.not_found', 404, () =>
      browser.call(EXPLAIN, { body: { personId: '00000000-0000-7000-8000-000000000000' } }),
    );
  });
});
