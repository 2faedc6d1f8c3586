import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eachDatabase } from '../testing/harness.ts';
import { addressKeys, REFUSAL_LIMITS, RefusalLimits, strayKeys } from './refusal-limits.ts';

describe('address keys', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['192.0.2.1', ['address:192.0.2.1']],
    ['::ffff:192.0.2.1', ['address:192.0.2.1']],
    ['2001:db8:1:2:3:4:5:6', ['address:2001:db8:1:2::/64', 'network:2001:db8:1::/48']],
    ['2001:0db8:1:2::9', ['address:2001:db8:1:2::/64', 'network:2001:db8:1::/48']],
    ['2001:db8::1', ['address:2001:db8:0:0::/64', 'network:2001:db8:0::/48']],
    ['::1', ['address:0:0:0:0::/64', 'network:0:0:0::/48']],
    ['fe80::1%eth0', ['address:fe80:0:0:0::/64', 'network:fe80:0:0::/48']],
  ];
  for (const [address, keys] of cases) test(address, () => assert.deepEqual(addressKeys(address), keys));
  test('strays of one place count together', () => {
    assert.deepEqual(strayKeys('2001:db8::1'), strayKeys('2001:db8::2'));
  });
});

eachDatabase('refusal limits', (open) => {
  test('one node goes over, another learns it at its own next refusal, and the window ends', async () => {
    const { database, clock } = await open();
    const [one, two] = [new RefusalLimits(), new RefusalLimits()];
    const key = 'credential:abc';
    const limit = REFUSAL_LIMITS.credential;
    const count = (node: RefusalLimits) => database.inTransaction((tx) => node.count(tx, [key], clock.at));
    for (let refusal = 0; refusal < limit.count; refusal += 1) assert.equal(await count(one), 'count');
    assert.equal(one.isBlocked([key], clock.at), false);
    assert.equal(await count(one), 'reached');
    assert.equal(one.isBlocked([key], clock.at), true);
    assert.equal(two.isBlocked([key], clock.at), false);
    assert.equal(await count(two), 'over');
    assert.equal(two.isBlocked([key], clock.at), true);
    clock.advance(limit.windowMs);
    assert.equal(two.isBlocked([key], clock.at), false);
    assert.equal(await count(two), 'count');
  });

  test('keys are counted apart, and one over its limit is enough', async () => {
    const { database, clock } = await open();
    const limits = new RefusalLimits();
    const { count: most } = REFUSAL_LIMITS.credential;
    for (let refusal = 0; refusal <= most; refusal += 1) {
      await database.inTransaction((tx) => limits.count(tx, ['credential:a'], clock.at));
    }
    const both = await database.inTransaction((tx) =>
      limits.count(tx, ['address:192.0.2.1', 'credential:a'], clock.at),
    );
    assert.equal(both, 'over');
    assert.equal(limits.isBlocked(['address:192.0.2.1'], clock.at), false);
  });

  test('refusals that arrive together are all counted', async () => {
    const { database, clock } = await open();
    const limits = new RefusalLimits();
    const outcomes = await Promise.all(
      Array.from({ length: REFUSAL_LIMITS.person.count + 5 }, () =>
        database.inTransaction((tx) => limits.count(tx, ['person:p'], clock.at)),
      ),
    );
    assert.equal(outcomes.filter((outcome) => outcome === 'count').length, REFUSAL_LIMITS.person.count);
    assert.equal(outcomes.filter((outcome) => outcome === 'reached').length, 1);
    assert.equal(outcomes.filter((outcome) => outcome === 'over').length, 4);
  });
});
