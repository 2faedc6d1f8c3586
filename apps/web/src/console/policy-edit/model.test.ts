import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Diff } from '../policy-change/api.ts';
import type { Problem } from './api.ts';
import { readEditSearch } from './edit-search.ts';
import { checkSummary, marksOf, prospectOf, sourceProblem, wishErrors } from './model.ts';

const problem = (line: number, severity: Problem['severity'] = 'warning', other?: number): Problem => ({
  code: 'policy.x',
  severity,
  line,
  column: 1,
  message: `line ${line}`,
  ...(other !== undefined && { other: { line: other, column: 1 } }),
});
const diff = (over: Partial<Diff>): Diff => ({
  inForce: 4,
  problems: [],
  changes: [],
  lines: [],
  secondPerson: false,
  approvers: 1,
  locksOut: { owners: false, yourself: false },
  ...over,
});

describe('changing the policy', () => {
  test('a check says how bad it is', () => {
    assert.equal(checkSummary([]).kind, 'done');
    assert.equal(checkSummary([problem(1)]).kind, 'attention');
    const both = checkSummary([problem(1, 'error'), problem(2), problem(3)]);
    assert.deepEqual([both.kind, both.text], ['bad', '1 error and 2 warnings']);
  });
  test('nothing and too much are not sent', () => {
    assert.ok(sourceProblem(' '));
    assert.ok(sourceProblem('x'.repeat(262_145)));
    assert.equal(sourceProblem('passkey_policy:'), undefined);
  });
  test('a line has one mark, the worst; the other culprit is marked too', () => {
    const marks = marksOf([problem(2), problem(2, 'error', 1), problem(9)], 5);
    assert.deepEqual(
      marks.map(({ line, severity }) => [line, severity]),
      [
        [1, 'other'],
        [2, 'error'],
        [5, 'warning'],
      ],
    );
  });
  test('every problem has a mark on its line, wherever the parser saw it', () => {
    const anyProblem = fc.tuple(
      fc.integer({ min: -2, max: 30 }),
      fc.constantFrom('error' as const, 'warning' as const),
    );
    fc.assert(
      fc.property(fc.array(anyProblem), fc.integer({ min: 1, max: 20 }), (all, lines) => {
        const marks = marksOf(
          all.map(([line, severity]) => problem(line, severity)),
          lines,
        );
        const marked = new Map(marks.map((mark) => [mark.line, mark.severity]));
        for (const [line, severity] of all) {
          const found = marked.get(Math.min(Math.max(line, 1), lines));
          assert.ok(found === severity || found === 'error');
        }
      }),
    );
  });
  test('what pressing the button would do', () => {
    assert.deepEqual(prospectOf(diff({})), { at: 'apply', version: 5, nobodyApproves: false });
    assert.equal(prospectOf(diff({ secondPerson: true })).at, 'propose');
    assert.equal(prospectOf(diff({ secondPerson: true, approvers: 0 })).nobodyApproves, true);
    assert.equal(prospectOf(diff({ approvers: 0 })).nobodyApproves, false);
    assert.equal(prospectOf(diff({ locksOut: { owners: true, yourself: true } })).at, 'force');
  });
  test('a reason is always asked for, and insisting only where it is needed', () => {
    const [apply, force] = [prospectOf(diff({})), prospectOf(diff({ locksOut: { owners: true, yourself: false } }))];
    assert.deepEqual(wishErrors(apply, { note: 'because', isForced: false }), {});
    assert.deepEqual(Object.keys(wishErrors(apply, { note: ' ', isForced: false })), ['note']);
    assert.deepEqual(Object.keys(wishErrors(force, { note: '', isForced: false })), ['force', 'note']);
    assert.deepEqual(wishErrors(force, { note: 'because', isForced: true }), {});
  });
  test('an address says which text to start from', () => {
    assert.deepEqual(readEditSearch({ version: 3 }), { version: 3 });
    assert.deepEqual(readEditSearch({ proposal: 'abc', version: 3 }), { proposal: 'abc' });
    for (const version of ['x', -1, 0, 1.5, {}, 3e10]) assert.deepEqual(readEditSearch({ version }), {});
  });
});
