import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsOf } from './search-words.ts';

test('words are lower case, without accents, apart at what is no letter and no digit, each once', () => {
  assert.deepEqual(wordsOf('Zoë Müller', 'zoe.muller@example.org'), ['zoe', 'muller', 'example', 'org']);
  assert.deepEqual(wordsOf('Łukasz Ñandú-Ōta', "o'neill"), ['łukasz', 'nandu', 'ota', 'o', 'neill']);
  assert.deepEqual(wordsOf('%_\\ --', ''), []);
  assert.deepEqual(wordsOf('田中 太郎'), ['田中', '太郎']);
});

test('a word is cut, and a name has so many words and no more', () => {
  assert.equal(wordsOf('a'.repeat(300))[0]?.length, 60);
  assert.equal(wordsOf(Array.from({ length: 90 }, (_, index) => `w${index}`).join(' ')).length, 24);
});
