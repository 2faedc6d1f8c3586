import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { consoleLink, numberTiles, percent } from './model.ts';

const numbers = { people: 3, enough: 2, attested: 0, credentials: 0, signInsLastDay: 1204, refusedLastDay: 1 };

describe('overview', () => {
  test('shows four numbers, each with what it counts', () => {
    const tiles = numberTiles(numbers);
    assert.deepEqual(
      tiles.map(({ id, value }) => [id, value]),
      [
        ['enough', '66 %'],
        ['attested', 'none yet'],
        ['signIns', '1,204'],
        ['refused', '1'],
      ],
    );
    assert.equal(tiles[0]?.text, '2 of 3 people have what the policy asks for');
    assert.equal(tiles[3]?.text, 'of 1,205 attempts to sign in');
  });
  test('does not round up to everybody', () => assert.equal(percent(999, 1000), '99 %'));
  test('follows links of the console only', () => {
    assert.equal(consoleLink('/console/policy?tab=force'), '/console/policy?tab=force');
    for (const elsewhere of ['https://evil.test/console', '//evil.test/console', '/consoles', 'javascript:alert(1)']) {
      assert.equal(consoleLink(elsewhere), undefined);
    }
  });
});
