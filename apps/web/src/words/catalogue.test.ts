import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { catalogue } from './catalogue.ts';

const english = {
  plain: 'Nothing was changed.',
  greeting: 'Hello {name}, {name}.',
  passkeys: { one: '{count} passkey', other: '{count} passkeys' },
} as const;

describe('the catalogue of texts', () => {
  test('gives a text and fills its placeholders, every time they occur', () => {
    const words = catalogue(english);
    assert.equal(words('plain'), 'Nothing was changed.');
    assert.equal(words('greeting', { name: 'Ada' }), 'Hello Ada, Ada.');
  });

  test('chooses the form by number', () => {
    const words = catalogue(english);
    assert.deepEqual(
      [0, 1, 2].map((count) => words('passkeys', { count })),
      ['0 passkeys', '1 passkey', '2 passkeys'],
    );
  });

  test('a value is text: braces in it are not filled again', () => {
    assert.equal(catalogue(english)('greeting', { name: '{name}' }), 'Hello {name}, {name}.');
  });

  test('reads a translation where there is one, else English', () => {
    const words = catalogue(english, { de: { plain: 'Nichts wurde geändert.' } }, 'de');
    assert.equal(words('plain'), 'Nichts wurde geändert.');
    assert.equal(words('passkeys', { count: 2 }), '2 passkeys');
  });
});
