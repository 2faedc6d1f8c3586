import { describe, test } from 'node:test';
import { enumerate } from './testing/enumerate.ts';
import { attacks } from './testing/scenarios.ts';

/**
 * Goal: no way through recovery lets anybody in but the owner, and the owner always gets back. Method: every state that
 * can be reached is visited, every move of everybody is tried in each of them, every step is held against the invariants.
 */
describe('every reachable state: one stolen channel or one corrupt person, in every tier', () => {
  enumerate(attacks);
  test('there are worlds to explore', (t) => t.assert.ok(attacks.length > 10));
});
