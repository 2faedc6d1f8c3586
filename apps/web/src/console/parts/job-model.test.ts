import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { askAgainMs, phaseName, progressText } from './job-model.ts';

describe('long work', () => {
  test('says what is done and what is left', () => {
    assert.equal(progressText({ done: 1200, total: 2_200_000 }), '1,200 of 2,200,000 · 2,198,800 left');
  });
  test('more done than was counted is all of it', () => {
    assert.equal(progressText({ done: 7, total: 5 }), '5 of 5 · 0 left');
  });
  test('nothing is said of how much before it was counted', () =>
    assert.equal(progressText({ done: 0, total: 0 }), null));
  test('is asked about only while it goes on', () => {
    assert.deepEqual(
      (['waiting', 'running', 'done', 'failed', 'cancelled', 'superseded'] as const).map(
        (state) => askAgainMs({ state }) !== false,
      ),
      [true, true, false, false, false, false],
    );
    assert.equal(askAgainMs(null), false);
  });
  test('an unknown phase is called by its kind, an unknown kind by itself', () => {
    assert.equal(phaseName({ kind: 'rejudge', phase: 'constructor' }), 'Judging every passkey again');
    assert.equal(phaseName({ kind: 'nothing', phase: '' }), 'nothing');
  });
});
