import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nextPage, range, readListSearch, searchFor } from './list-search.ts';

describe('address of a list', () => {
  test('keeps what is meant and drops the rest', () => {
    assert.deepEqual(readListSearch({ q: 'status:active', cursor: 'abc', page: 3, other: 'x' }), {
      q: 'status:active',
      cursor: 'abc',
      page: 3,
    });
  });
  test('a number that somebody searches for is text', () => assert.deepEqual(readListSearch({ q: 42 }), { q: '42' }));
  test('refuses odd values without failing', () => {
    assert.deepEqual(readListSearch({ q: ['a'], cursor: {}, page: -1 }), {});
    assert.deepEqual(readListSearch({ q: '   ', page: 7 }), {}, 'a page without a cursor is the first one');
    assert.equal(readListSearch({ q: 'x'.repeat(900) }).q?.length, 200);
  });
  test('a new search starts on the first page', () => assert.deepEqual(searchFor(' ana '), { q: 'ana' }));
  test('the next page keeps the search and counts on', () => {
    const second = nextPage({ q: 'ana' }, 'c1');
    assert.deepEqual(second, { q: 'ana', cursor: 'c1', page: 2 });
    assert.deepEqual(range(second, 7), { from: 51, to: 57 });
  });
});
