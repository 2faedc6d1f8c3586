import { describe, test } from 'node:test';
import { enumerate } from './testing/enumerate.ts';
import { circumstances } from './testing/scenarios.ts';

/**
 * Goal: what holds for every attack holds also when the organisation is not as it should be. Method: every state that
 * can be reached is visited, every move of everybody is tried in each of them, every step is held against the invariants.
 */
describe('every reachable state: who opens, several channels, people who leave midway, people who are two things', () => {
  enumerate(circumstances);
  test('there are worlds to explore', (t) => t.assert.ok(circumstances.length > 10));
});
