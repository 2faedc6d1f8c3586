import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { annotate, checkable, checkResult, type Problem, settingsInOrder } from './model.ts';
import { readPolicySearch } from './policy-search.ts';

const problem = (line: number, severity: Problem['severity'] = 'warning'): Problem => ({
  code: 'policy.x',
  severity,
  line,
  column: 1,
  message: 'm',
});

describe('policy', () => {
  test('problems stand at their lines, those beyond the end at the last one', () => {
    const lines = annotate('a:\r\n  b: 1\n', [problem(2), problem(99), problem(0)]);
    assert.deepEqual(
      lines.map((line) => [line.number, line.text, line.problems.length]),
      [
        [1, 'a:', 1],
        [2, '  b: 1', 2],
      ],
    );
  });
  test('no problem is ever lost', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.integer({ min: 0, max: 50 })), (source, at) => {
        const lines = annotate(
          source,
          at.map((line) => problem(line)),
        );
        assert.equal(lines.flatMap((line) => line.problems).length, at.length);
      }),
    );
  });
  test('a check says how bad it is', () => {
    assert.equal(checkResult([]).kind, 'good');
    assert.deepEqual(checkResult([problem(1)]).kind, 'attention');
    const both = checkResult([problem(1, 'error'), problem(2), problem(3)]);
    assert.equal(both.kind, 'bad');
    assert.equal(both.title, '1 error and 2 warnings');
  });
  test('nothing and too much are not sent', () => {
    assert.ok(checkable(' '));
    assert.ok(checkable('x'.repeat(262_145)));
    assert.equal(checkable('passkey_policy:'), undefined);
  });
  test('settings that were written come before defaults', () => {
    const setting = (key: string, isDefault: boolean) => ({ key, value: '', isDefault, line: null });
    const population = { name: 'p', appliesTo: null, people: 0, settings: [setting('a', true), setting('b', false)] };
    assert.deepEqual(
      settingsInOrder(population).map(({ key }) => key),
      ['b', 'a'],
    );
  });
  test('an address that was mistyped shows what is in force', () => {
    assert.deepEqual(readPolicySearch({ tab: 'nope', person: {}, line: 'x' }), {});
    assert.deepEqual(readPolicySearch({ tab: 'explain', person: 'abc', line: 7 }), {
      tab: 'explain',
      person: 'abc',
      line: 7,
    });
  });
});
