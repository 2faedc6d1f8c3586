import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { dayChart, ticksUpTo } from './day-chart-model.ts';

describe('a chart of days', () => {
  test('a day is named in UTC', () =>
    assert.equal(dayChart('', [{ day: '2026-11-01', succeeded: 0, refused: 0 }]).bars[0]?.label, 'Nov 1'));
  test('an empty answer has an axis all the same', () => assert.deepEqual(dayChart('', []).ticks, [0, 1]));
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
