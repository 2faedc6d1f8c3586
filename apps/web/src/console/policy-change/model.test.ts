import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Change, DiffLine } from './api.ts';
import { byPopulation, kindOfDiff, lineCounts, pieces, summaryOf } from './model.ts';

const line = (kind: DiffLine['kind'], text = ''): DiffLine => ({ kind, before: null, after: null, text });
const change = (effect: Change['effect'], population: string | null = 'finance'): Change => ({
  population,
  key: 'k',
  before: 'a',
  after: 'b',
  effect,
  words: 'w',
});
const problem = (severity: 'error' | 'warning') => ({ code: 'c', severity, line: 1, column: 1, message: 'm' });

describe('what a text changes', () => {
  test('lines far from every difference fold; those beside one stay', () => {
    const lines = [...Array.from({ length: 10 }, () => line('same')), line('added'), line('removed')];
    assert.deepEqual(
      pieces(lines).map(({ at, lines: held }) => [at, held.length]),
      [
        ['folded', 7],
        ['shown', 5],
      ],
    );
  });
  test('a single line between two shown parts is not worth folding', () => {
    const same = Array.from({ length: 7 }, () => line('same'));
    const [first, middle, last] = pieces([line('added'), ...same, line('removed')]);
    assert.deepEqual([first?.at, middle?.at, last?.at], ['shown', 'shown', 'shown']);
  });
  test('no line is lost or moved, and no difference is ever folded', () => {
    const anyLine = fc.record({
      kind: fc.constantFrom('same' as const, 'added' as const, 'removed' as const),
      before: fc.constant(null),
      after: fc.constant(null),
      text: fc.string(),
    });
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 80 }), (lines) => {
        const found = pieces(lines);
        assert.deepEqual(
          found.flatMap((piece) => piece.lines),
          lines,
        );
        const folded = found.filter(({ at }) => at === 'folded').flatMap((piece) => piece.lines);
        assert.ok(folded.every(({ kind }) => kind === 'same'));
      }),
    );
  });
  test('a text with errors, the one in force, other words for the same, and a change are four things', () => {
    const [same, added] = [line('same'), line('added')];
    assert.equal(kindOfDiff({ problems: [problem('error')], changes: [], lines: [added] }), 'unusable');
    assert.equal(kindOfDiff({ problems: [problem('warning')], changes: [], lines: [same] }), 'identical');
    assert.equal(kindOfDiff({ problems: [], changes: [], lines: [same, added] }), 'same-meaning');
    assert.equal(kindOfDiff({ problems: [], changes: [change('none')], lines: [added] }), 'changes');
  });
  test('the summary counts each effect, what tightens first', () => {
    const said = summaryOf([change('loosens'), change('tightens'), change('tightens')]);
    assert.equal(said, '3 changes: 2 stricter, 1 less strict');
    assert.equal(summaryOf([change('unclear')]), '1 change: 1 that depends on the person');
  });
  test('changes stand with the population that they are about', () => {
    const groups = byPopulation([
      change('none', null),
      change('none', 'b'),
      change('loosens', 'a'),
      change('none', 'b'),
    ]);
    assert.deepEqual(
      groups.map(({ population, changes }) => [population, changes.length]),
      [
        [null, 1],
        ['b', 2],
        ['a', 1],
      ],
    );
  });
  test('lines that come and go are counted', () => {
    assert.deepEqual(lineCounts([line('added'), line('same'), line('removed'), line('added')]), {
      added: 2,
      removed: 1,
    });
  });
});
