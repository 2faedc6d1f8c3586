import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Impact } from './api.ts';
import { impactLists, readImpactSearch } from './impact-search.ts';
import { affected, findingOf, populationChart, signInChart, tilesOf } from './model.ts';

const none = {
  people: 40,
  locked_out: 0,
  below_minimum: 0,
  loses_passkey: 0,
  gains_passkey: 0,
  let_in: 0,
  locked_out_if_enforced: 0,
};
const signIns = (days: Impact['signIns']['days']): Impact['signIns'] => ({
  days,
  replayed: days.reduce((sum, day) => sum + day.succeeded, 0),
  refused: days.reduce((sum, day) => sum + day.refused, 0),
  people: 0,
  isComplete: true,
});
const impact = (all: Partial<typeof none>): Impact => ({
  baseVersion: 1,
  digest: '',
  all: { ...none, ...all },
  populations: [],
  models: [],
  monitored: [],
  signIns: signIns([]),
  namesMax: 10_000,
});

describe('whom a change concerns', () => {
  test('the finding says the worst', () => {
    assert.equal(
      findingOf(impact({ locked_out: 3, loses_passkey: 9 })),
      '3 of 40 people would have no way in any more',
    );
    assert.equal(
      findingOf(impact({ loses_passkey: 1 })),
      '1 of 40 people would lose a passkey, and nobody their way in',
    );
    assert.equal(findingOf(impact({ gains_passkey: 2 })), '2 of 40 people would gain a passkey, and nobody lose one');
    assert.equal(findingOf(impact({})), 'Nothing would change for any of 40 people');
    assert.equal(findingOf(impact({ people: 0 })), 'Nobody has a passkey yet, so nobody is concerned');
  });
  test('four numbers always stand there; others only when they are not nothing', () => {
    const four = ['locked_out', 'below_minimum', 'loses_passkey', 'gains_passkey'];
    assert.deepEqual(
      tilesOf(impact({})).map(({ list }) => list),
      four,
    );
    assert.ok(tilesOf(impact({})).every(({ weight }) => weight === 'plain'));
    const tiles = tilesOf(impact({ let_in: 1, locked_out: 1 }));
    assert.deepEqual(
      tiles.map(({ list }) => list),
      [...four, 'let_in'],
    );
    assert.equal(tiles[0]?.weight, 'bad');
  });
  test('populations come by how many lose something, and the title names the first', () => {
    const model = populationChart({
      populations: [
        { ...none, name: 'staff', loses_passkey: 2 },
        { ...none, name: 'finance', people: 5, loses_passkey: 4, locked_out: 3 },
        { ...none, name: 'quiet' },
        { ...none, name: '', loses_passkey: 1 },
      ],
    });
    assert.equal(model.title, 'finance is concerned most: 4 of 5 people lose a passkey');
    assert.deepEqual(
      model.bars.map(({ name, lockedOut, loses }) => [name, lockedOut, loses]),
      [
        ['finance', 3, 1],
        ['staff', 0, 2],
        ['No population', 0, 1],
      ],
    );
    assert.equal(populationChart({ populations: [] }).title, 'Nobody loses a passkey in any population');
  });
  test('no bar is longer than its axis', () => {
    const counts = fc.record({ locked_out: fc.nat(1e6), loses_passkey: fc.nat(1e6), name: fc.string() });
    fc.assert(
      fc.property(fc.array(counts), (populations) => {
        const model = populationChart({ populations: populations.map((each) => ({ ...none, ...each })) });
        assert.ok(model.bars.every((bar) => affected(bar) > 0 && affected(bar) <= model.top));
      }),
    );
  });
  test('sign-ins are split into what goes on to work and what would be refused', () => {
    const days = [
      { day: '2026-11-19', succeeded: 10, refused: 4, refusedToday: 1 },
      { day: '2026-11-20', succeeded: 2, refused: 0, refusedToday: 0 },
    ];
    const model = signInChart({ signIns: signIns(days) });
    assert.equal(model.title, '4 of 12 sign-ins of the last 30 days would have been refused');
    assert.deepEqual(
      model.bars.map(({ succeeded, refused, total }) => [succeeded, refused, total]),
      [
        [6, 4, 10],
        [2, 0, 2],
      ],
    );
    assert.equal(signInChart({ signIns: signIns([]) }).title, 'Nobody signed in during the last 30 days');
  });
  test('an address that was mistyped shows who is left outside', () => {
    assert.deepEqual(readImpactSearch({ list: 'everybody', page: 2 }), {});
    for (const list of impactLists) assert.deepEqual(readImpactSearch({ list, cursor: 'c' }), { list, cursor: 'c' });
  });
});
