import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fuzzTarget } from './fuzz-target.ts';
import { promise, target } from './target.ts';
import { targets } from './targets.ts';

/** Together a few seconds; the long run is `npm run fuzz`. */
const BUDGET_MS = 100;
const ATTEMPTS_MAX = 2000;
const ATTEMPTS_MIN = 20;

describe('damaged input', () => {
  for (const each of targets) {
    test(`${each.name}: ${each.about}: nothing throws and no promise is broken`, () => {
      // A new seed each time; the message says how to see a failure again.
      const seed = String(Date.now());
      let startedMs = 0;
      const { findings, runs } = fuzzTarget(each, { seed, from: 0, count: ATTEMPTS_MAX }, (done) => {
        if (done === 0) startedMs = performance.now();
        return done < ATTEMPTS_MIN || performance.now() - startedMs < BUDGET_MS;
      });
      const again = `npm run fuzz -- --target ${each.name} --seed ${seed} --from ${findings[0]?.number} --count 1`;
      assert.deepEqual(findings, [], again);
      assert.ok(runs >= ATTEMPTS_MIN);
    });
  }
});

describe('the fuzzer itself', () => {
  const range = { seed: 'itself', from: 0, count: 100 };
  const throwing = target('throwing', 'throws now and then', () => ({
    make: (chance) => chance.below(10),
    check: (digit) => {
      promise(digit !== 7, 'never a seven');
      return digit > 7;
    },
  }));

  test('finds what throws, and the same again by its number', () => {
    const { findings, accepted } = fuzzTarget(throwing, range, () => true);
    const [first] = findings;
    assert.ok(first !== undefined && accepted > 0);
    assert.match(first.problem, /broken promise: never a seven/);
    const again = fuzzTarget(throwing, { ...range, from: first.number, count: 1 }, () => true);
    assert.deepEqual(
      again.findings.map(({ number, input }) => [number, input]),
      [[first.number, '7']],
    );
  });

  test('every target has a name of its own', () => {
    assert.equal(new Set(targets.map(({ name }) => name)).size, targets.length);
  });
});
