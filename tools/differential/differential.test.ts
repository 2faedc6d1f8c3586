import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant } from '@holdfast/kernel';
import { compare, compareMany } from './compare.ts';
import { differences } from './differences.ts';
import { differencesPage } from './differences-page.ts';
import { plainPlan, planOf, possibleMisbehaviours } from './plan.ts';

const now = () => instant(Date.now());
const CEREMONIES_MAX = 2000;
const BUDGET_MS = 12_000;

describe('against @simplewebauthn/server', () => {
  test('random ceremonies agree, or differ for a reason in the list', async () => {
    // A new seed each time: over many runs more is seen than in one. The message says how to see a failure again.
    const seed = String(Date.now());
    const startedMs = performance.now();
    const summary = await compareMany(seed, {
      from: 0,
      count: CEREMONIES_MAX,
      now,
      goesOn: () => performance.now() - startedMs < BUDGET_MS,
    });
    const [first] = summary.unexplained;
    const again = `npm run differential -- --seed ${seed} --from ${first?.number} --count 1`;
    assert.deepEqual(summary.unexplained, [], again);
    assert.ok(summary.agreed.accepted > 10 && summary.agreed.refused > 50, JSON.stringify(summary.agreed));
  });

  for (const { id, who, provoke } of differences) {
    test(`${id}: ${who === 'we_refuse' ? 'we refuse, it accepts' : 'we accept, it refuses'}`, async () => {
      const comparison = await compare({ ...plainPlan, ...provoke }, `provoke ${id}`, now);
      assert.deepEqual(comparison, { at: 'explained', difference: id });
    });
  }

  for (const ceremony of ['registration', 'authentication'] as const) {
    test(`${ceremony}: both accept what conforms`, async () => {
      const comparison = await compare({ ...plainPlan, ceremony }, 'conforming', now);
      assert.deepEqual(comparison, { at: 'agreed', accepted: true });
    });
  }

  test('every misbehaviour is performed, where it shows', () => {
    const planned = new Set(
      Array.from({ length: 20_000 }, (_, number) => planOf('coverage', number)).flatMap(
        ({ ceremony, kind, misbehaviours }) => misbehaviours.map((name) => `${ceremony} ${kind} ${name}`),
      ),
    );
    const possible = ['packed-basic', 'tpm', 'android-key', 'compound'] as const;
    const missing = possible.flatMap((kind) =>
      possibleMisbehaviours('registration', kind)
        .map((name) => `registration ${kind} ${name}`)
        .filter((name) => !planned.has(name)),
    );
    assert.deepEqual(missing, []);
  });

  test('the page has a row for each entry', () => {
    const page = differencesPage();
    for (const { id } of differences) assert.ok(page.includes(`| \`${id}\` |`), id);
    assert.equal(new Set(differences.map(({ id }) => id)).size, differences.length);
  });
});
