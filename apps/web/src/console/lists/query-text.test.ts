import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { filterValue, formatQuery, parseQuery, withFilter, withoutFilter } from './query-text.ts';

const keys = ['status', 'group', 'model'];

describe('search text of a list', () => {
  test('splits filters from words, in any order', () => {
    assert.deepEqual(parseQuery('ana status:disabled  lopez', keys), {
      words: 'ana lopez',
      filters: [{ key: 'status', value: 'disabled' }],
    });
  });
  test('a value with spaces stands in quotes', () => {
    const text = formatQuery({ words: '', filters: [{ key: 'model', value: 'Key 5 NFC' }] });
    assert.equal(text, 'model:"Key 5 NFC"');
    assert.equal(filterValue(text, keys, 'model'), 'Key 5 NFC');
  });
  test('unknown keys, empty values and inherited names stay words', () => {
    for (const text of ['urn:x', 'status:', 'constructor:1', '__proto__:1']) {
      assert.deepEqual(parseQuery(text, keys), { words: text, filters: [] });
    }
  });
  test('a filter replaces the one of the same key and can be taken out', () => {
    const set = withFilter('status:active ana', keys, 'status', 'disabled');
    assert.equal(set, 'status:disabled ana');
    assert.equal(withFilter(set, keys, 'status', undefined), 'ana');
  });
  test('one of several values of a key can be taken out', () => {
    const text = withoutFilter('status:active status:invited "a b"', keys, { key: 'status', value: 'active' });
    assert.equal(text, 'status:invited "a b"');
  });
  test('what is written is read back', () => {
    const value = fc.string({ minLength: 1, maxLength: 12 }).filter((v) => !/["\s]/.test(v));
    fc.assert(
      fc.property(fc.constantFrom(...keys), value, (key, v) => {
        assert.equal(filterValue(withFilter('some words', keys, key, v), keys, key), v);
      }),
    );
  });
});
