import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentence } from './sentence.ts';

test('a clause begins with a capital letter where it stands alone', () => {
  assert.deepEqual(
    ['a list came', 'FIDO metadata came', 'émigré', '', '142'].map((clause) => sentence(clause)),
    ['A list came', 'FIDO metadata came', 'Émigré', '', '142'],
  );
});
