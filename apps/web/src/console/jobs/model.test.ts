import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { resultLines, resultNumber } from './model.ts';

describe('what came of judging again', () => {
  const result = {
    quarantined: 1200,
    restored: 0,
    sessionsEnded: 3,
    monitored: 1,
    judgementsChanged: 2,
    factsJudged: 9,
  };
  test('stands in the order of weight, and what was set aside can be looked at', () => {
    const lines = resultLines({ result });
    assert.deepEqual(
      lines.map(({ key, value }) => `${key} ${value}`),
      ['quarantined 1,200', 'restored 0', 'sessionsEnded 3', 'monitored 1', 'judgementsChanged 2', 'factsJudged 9'],
    );
    assert.deepEqual(lines[0]?.link, { to: '/console/credentials/quarantine', q: 'cause:judged' });
  });
  test('nothing leads to an empty list', () => {
    assert.equal(resultLines({ result: { ...result, quarantined: 0 } })[0]?.link, undefined);
  });
  test('what a release does not write, or writes otherwise, is left out', () => {
    assert.deepEqual(resultLines({ result: { quarantined: 'many' } }), []);
    assert.equal(resultNumber({ result: {} }, 'restored'), '–');
    assert.equal(resultNumber({ result }, 'quarantined'), '1,200');
  });
});
