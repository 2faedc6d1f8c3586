import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readEventSearch, startOfDay, timeRange } from './event-search.ts';

const dayMs = 24 * 60 * 60 * 1000;

describe('events between two days', () => {
  test('a range holds the whole of its last day', () => {
    const { from, to } = timeRange({ from: '2026-01-10', to: '2026-01-10' });
    assert.ok(from !== undefined && to !== undefined);
    assert.equal(to - from, dayMs - 1);
    assert.equal(from, new Date(2026, 0, 10).getTime());
  });
  test('days that do not exist are dropped', () => {
    for (const value of ['2026-02-30', '2026-13-01', 'yesterday', '', 7]) {
      assert.deepEqual(readEventSearch({ from: value }), {}, String(value));
    }
  });
  test('keeps the search beside the days', () => {
    assert.deepEqual(readEventSearch({ q: 'outcome:refused', to: '2026-01-10' }), {
      q: 'outcome:refused',
      to: '2026-01-10',
    });
  });
  test('the day after the last of a year is in the next', () => {
    assert.equal(startOfDay('2026-12-31', 1), new Date(2027, 0, 1).getTime());
  });
});
