import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultPolicySource } from '@holdfast/policy';
import { newestPolicy, policyHistory } from '../../store/policy-versions.ts';
import { eventsOf } from '../../testing/contents.ts';
import { eachDatabase } from '../../testing/harness.ts';
import { applyPolicyAtStart } from './apply-at-start.ts';

const own = `${defaultPolicySource}\n# ours\n`;

eachDatabase('applying a policy', (open) => {
  test('stores a version when it differs, and only then', async () => {
    const { ports, database } = await open();
    assert.equal(await applyPolicyAtStart(ports, { source: defaultPolicySource, origin: 'shipped' }), 'applied');
    assert.equal(await applyPolicyAtStart(ports, { source: defaultPolicySource, origin: 'shipped' }), 'unchanged');
    assert.equal(await applyPolicyAtStart(ports, { source: own, origin: 'file' }), 'applied');
    const newest = await newestPolicy(database.queries);
    assert.deepEqual([newest?.version, newest?.origin, newest?.source], [2, 'file', own]);
    const applied = (await eventsOf(database)).filter(({ type }) => type === 'policy.applied');
    assert.deepEqual(
      applied.map(({ detail }) => detail['version']),
      [1, 2],
    );
  });

  test('the shipped one never takes the place of one from a file', async () => {
    const { ports, database } = await open();
    await applyPolicyAtStart(ports, { source: own, origin: 'file' });
    assert.equal(await applyPolicyAtStart(ports, { source: defaultPolicySource, origin: 'shipped' }), 'unchanged');
    assert.equal((await newestPolicy(database.queries))?.origin, 'file');
  });

  test('several nodes at once store it once', async () => {
    const { ports, database } = await open();
    const done = await Promise.all(
      Array.from({ length: 8 }, () => applyPolicyAtStart(ports, { source: own, origin: 'file' })),
    );
    assert.equal(done.filter((outcome) => outcome === 'applied').length, 1);
    assert.equal((await policyHistory(database.queries, 10)).length, 1);
  });

  test('one with errors is told with every place and stores nothing', async () => {
    const { ports, database } = await open();
    const source = 'passkey_policy:\n  a:\n    minimum_credentials: 0\n';
    await assert.rejects(
      applyPolicyAtStart(ports, { source, origin: 'file', file: 'p.yaml' }),
      /p\.yaml:2:3.*\n.*p\.yaml:3:/s,
    );
    assert.equal(await newestPolicy(database.queries), null);
  });
});
