import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { StatementNames } from './postgres-pool.ts';

describe('names of statements', () => {
  test('the fifth time brings one, and it stays', () => {
    const names = new StatementNames();
    const given = Array.from({ length: 7 }, () => names.nameOf('select 1'));
    assert.deepEqual(given, [undefined, undefined, undefined, undefined, 'holdfast_0', 'holdfast_0', 'holdfast_0']);
  });

  test('there are 64, for the first texts that are frequent', () => {
    const names = new StatementNames();
    for (let text = 0; text < 80; text += 1) {
      for (let time = 0; time < 6; time += 1) names.nameOf(`select ${text}`);
    }
    const given = Array.from({ length: 80 }, (_, text) => names.nameOf(`select ${text}`));
    assert.equal(new Set(given.slice(0, 64)).size, 64);
    assert.deepEqual(new Set(given.slice(64)), new Set([undefined]));
  });

  test('texts without end are forgotten, and one that is frequent among them is not', () => {
    const names = new StatementNames();
    for (let text = 0; text < 5000; text += 1) {
      names.nameOf(`select ${text}`);
      if (text % 100 === 0) names.nameOf('select now()');
    }
    assert.equal(names.nameOf('select now()'), 'holdfast_0');
  });

  test('no two texts ever have one name', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 2000 }), (texts) => {
        const names = new StatementNames();
        const textOf = new Map<string, number>();
        for (const text of texts) {
          const name = names.nameOf(`select ${text}`);
          if (name === undefined) continue;
          assert.equal(textOf.get(name) ?? text, text);
          textOf.set(name, text);
        }
      }),
    );
  });
});
