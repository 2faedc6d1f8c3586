import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { chartModel, ticksUpTo } from './chart-model.ts';

const days = (refused: readonly number[], succeeded = 10) =>
  refused.map((n, index) => ({ day: `2026-11-${String(index + 1).padStart(2, '0')}`, succeeded, refused: n }));

describe('sign-in chart', () => {
  test('the title is the finding', () => {
    assert.equal(chartModel(days([0, 0, 0], 0)).title, 'Nobody signed in during the last 14 days');
    assert.equal(chartModel(days([0, 0, 0, 0])).title, '40 sign-ins in 14 days, none refused');
    assert.equal(chartModel(days([1, 2, 1, 0])).title, '40 sign-ins in 14 days, 4 refused');
    assert.equal(chartModel(days([0, 1, 0, 1, 4, 3])).title, 'More refusals than usual: 8 in the last 3 days');
  });
  test('a day is named in UTC', () => assert.equal(chartModel(days([0])).bars[0]?.label, 'Nov 1'));
  test('an empty answer has an axis all the same', () => assert.deepEqual(chartModel([]).ticks, [0, 1]));
  test('the axis reaches the highest bar in at most five whole steps', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (highest) => {
        const ticks = ticksUpTo(highest);
        assert.ok((ticks.at(-1) ?? 0) >= highest);
        assert.ok(ticks.length >= 2 && ticks.length <= 6);
        assert.ok(ticks.every(Number.isInteger));
      }),
    );
  });
});
