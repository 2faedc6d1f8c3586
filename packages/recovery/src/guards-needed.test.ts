import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Rules, rules } from './decide.ts';
import { type Exploration, explore } from './testing/explore.ts';
import { attacks, circumstances, type Named } from './testing/scenarios.ts';

/**
 * Goal: none of the rules is there for show. Method: one rule is taken away, and the same exploration that finds nothing
 * wrong with all of them must find a sequence of moves that breaks an invariant. (That it
 * finds nothing with all of them is what the enumerations show.)
 */
describe('without any one rule recovery is broken', () => {
  for (const part of ['guards', 'counting', 'enough'] as const) {
    for (const { id, says } of rules[part]) {
      test(`${id}: ${says}`, (t) => {
        const found = counterexample(without(part, id));
        assert.ok(found !== undefined, `nothing goes wrong without ${id}`);
        t.diagnostic([`without ${id}, ${found.name}: breaks ${found.invariant}`, ...found.trace].join('\n    '));
      });
    }
  }
});

function without(part: keyof Rules, id: string): Rules {
  return { ...rules, [part]: rules[part].filter((rule) => rule.id !== id) };
}

const worlds = [...circumstances, ...attacks];

/** Small parts of every world first, so that what is found is short. */
function counterexample(under: Rules): (Named & NonNullable<Exploration['counterexample']>) | undefined {
  for (const statesMax of [50, 300, 2500]) {
    for (const world of worlds) {
      const { counterexample: found } = explore(under, world.scenario, statesMax);
      if (found !== undefined) return { ...world, ...found };
    }
  }
  return undefined;
}
