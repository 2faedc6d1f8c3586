import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { rules } from '../decide.ts';
import { explore } from './explore.ts';
import { invariants } from './invariants.ts';
import type { Named } from './scenarios.ts';

/** Explores each world completely, one test a world, and says how large they were together. */
export function enumerate(worlds: readonly Named[]): void {
  const sum = { states: 0, transitions: 0, tries: 0 };
  for (const { name, scenario } of worlds) {
    test(name, (t) => {
      const { states, transitions, tries, counterexample, stranded } = explore(rules, scenario);
      assert.ok(counterexample === undefined, sayTrace(counterexample?.invariant, counterexample?.trace));
      assert.ok(stranded === undefined, sayTrace('I2: the owner can always get back', stranded));
      sum.states += states;
      sum.transitions += transitions;
      sum.tries += tries;
      t.diagnostic(`${states} states, ${transitions} transitions, ${tries} tries`);
    });
  }
  after(() => {
    const { states, transitions, tries } = sum;
    const held = invariants.length + 2;
    console.log(`enumerated: ${states} states, ${transitions} transitions, ${tries} tries, ${held} invariants`);
  });
}

function sayTrace(what = '', trace: readonly string[] = []): string {
  return [what, ...trace].join('\n');
}
