import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { annotate, type Problem, settingsByOrigin } from './model.ts';
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
  test('settings that were written are told from defaults', () => {
    const setting = (key: string, isDefault: boolean) => ({ key, value: '', isDefault, line: null });
    const { written, defaults } = settingsByOrigin({ settings: [setting('a', true), setting('b', false)] });
    assert.deepEqual([written.map(({ key }) => key), defaults.map(({ key }) => key)], [['b'], ['a']]);
  });
  test('an address that was mistyped shows what is in force', () => {
    assert.deepEqual(readPolicySearch({ tab: 'nope', person: {}, line: 'x', show: 'some' }), {});
    assert.deepEqual(readPolicySearch({ tab: 'explain', person: 'abc', line: 7 }), {
      tab: 'explain',
      person: 'abc',
      line: 7,
    });
  });
  test('an address says which proposals to show, and which page of them', () => {
    const search = { tab: 'approvals', show: 'all', cursor: 'c', page: 2 };
    assert.deepEqual(readPolicySearch(search), search);
  });
});
