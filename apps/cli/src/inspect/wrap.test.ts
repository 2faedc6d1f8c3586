import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { wrap } from './wrap.ts';

describe('wrapping', () => {
  test('breaks between words', () => {
    assert.deepEqual(wrap('one two three', 8), ['one two', 'three']);
    assert.deepEqual(wrap('', 8), ['']);
  });

  test('breaks a word that is longer than a line behind its name, where there is room', () => {
    const key = 'k'.repeat(30);
    assert.deepEqual(wrap(`x: ${key}`, 20), [`x: ${'k'.repeat(17)}`, 'k'.repeat(13)]);
    assert.deepEqual(wrap(`a-long-name: ${key}`, 20), ['a-long-name:', 'k'.repeat(20), 'k'.repeat(10)]);
  });

  test('never makes a line too wide, and loses nothing but spaces', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 40 }), (text, width) => {
        const lines = wrap(text, width);
        for (const line of lines) assert.ok(line.length <= width, line);
        assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
      }),
    );
  });
});
