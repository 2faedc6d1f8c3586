import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { exactTime, relativeTime } from './times.ts';

const now = Date.UTC(2026, 10, 20, 12, 0, 0);
const minute = 60_000;

describe('times for readers', () => {
  const rows: [number, string][] = [
    [0, 'now'],
    [-59_999, 'now'],
    [-minute, '1 minute ago'],
    [-59 * minute, '59 minutes ago'],
    [-61 * minute, '1 hour ago'],
    [-36 * 60 * minute, 'yesterday'],
    [2 * 60 * minute, 'in 2 hours'],
    [-8 * 24 * 60 * minute, 'last week'],
    [-400 * 24 * 60 * minute, 'last year'],
  ];
  for (const [difference, text] of rows) {
    test(`${difference / minute} minutes from now is "${text}"`, () => {
      assert.equal(relativeTime(now + difference, now, 'en'), text);
    });
  }

  test('the exact time names seconds and zone', () => {
    assert.equal(exactTime(now, 'en-GB', 'UTC'), '20 November 2026 at 12:00:00 UTC');
  });
});
