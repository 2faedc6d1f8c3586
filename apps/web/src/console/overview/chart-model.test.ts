import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chartModel } from './chart-model.ts';

const days = (refused: readonly number[], succeeded = 10) =>
  refused.map((n, index) => ({ day: `2026-11-${String(index + 1).padStart(2, '0')}`, succeeded, refused: n }));

describe('sign-in chart', () => {
  test('the title is the finding', () => {
    assert.equal(chartModel(days([0, 0, 0], 0)).title, 'Nobody signed in during the last 14 days');
    assert.equal(chartModel(days([0, 0, 0, 0])).title, '40 sign-ins in 14 days, none refused');
    assert.equal(chartModel(days([1, 2, 1, 0])).title, '40 sign-ins in 14 days, 4 refused');
    assert.equal(chartModel(days([0, 1, 0, 1, 4, 3])).title, 'More refusals than usual: 8 in the last 3 days');
  });
});
