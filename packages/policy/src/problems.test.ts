import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemCollector, problemsMax } from './problems.ts';

test('of a file with more problems than are told, the words of those beyond are never looked for', () => {
  const { report, sorted } = problemCollector('f');
  let said = 0;
  for (let line = 1; line <= 20_000; line += 1) {
    report('policy.unknown_key', { line, column: 1 }, () => {
      said += 1;
      return `problem ${said}`;
    });
  }
  assert.equal(said, problemsMax);
  assert.equal(sorted().length, problemsMax + 1);
  assert.equal(sorted().at(problemsMax - 1)?.message, `problem ${problemsMax}`);
});
