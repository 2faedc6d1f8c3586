import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bytesMember, isRecord, member } from './untrusted-json.ts';

describe('JSON of which nothing is known', () => {
  test('only own members count', () => {
    assert.equal(member({ a: 1 }, 'a'), 1);
    for (const name of ['toString', 'constructor', '__proto__', 'hasOwnProperty'])
      assert.equal(member({}, name), undefined);
    assert.equal(member(JSON.parse('{"__proto__":7}'), '__proto__'), 7);
    assert.equal(member(Object.create({ a: 1 }), 'a'), undefined);
  });

  for (const value of [undefined, null, 7, true, 'text']) {
    test(`${String(value)} has no members`, () => assert.equal(member(value, 'length'), undefined));
  }

  test('a record is an object and no list', () => {
    assert.deepEqual([{}, { a: 1 }].map(isRecord), [true, true]);
    assert.deepEqual([[], null, undefined, 'x', 7].map(isRecord), [false, false, false, false, false]);
  });

  for (const [sizeBytes, length] of [
    [1, 2],
    [2, 3],
    [3, 4],
    [4, 6],
    [64, 86],
  ] as const) {
    test(`${sizeBytes} bytes are ${length} characters at most`, () => {
      const text = Buffer.alloc(sizeBytes).toString('base64url');
      assert.equal(text.length, length);
      assert.equal(bytesMember({ a: text }, 'a', sizeBytes)?.length, sizeBytes);
      assert.equal(bytesMember({ a: Buffer.alloc(sizeBytes + 1).toString('base64url') }, 'a', sizeBytes), undefined);
    });
  }

  test('what is no text, or no base64url, is missing', () => {
    assert.equal(bytesMember({ a: 7 }, 'a', 9), undefined);
    assert.equal(bytesMember({}, 'a', 9), undefined);
    assert.equal(bytesMember({ a: '!' }, 'a', 9), undefined);
  });
});
