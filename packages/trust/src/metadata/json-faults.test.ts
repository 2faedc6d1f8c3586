import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { findJsonFaults, JSON_FAULTS_MAX, type JsonFault } from './json-faults.ts';

const DEPTH_MAX = 8;
const faultsOf = (text: string) => findJsonFaults(text, DEPTH_MAX);
const twice = (name: string, inMember: string, inElement: number | null): JsonFault => ({
  kind: 'member-twice',
  name,
  inMember,
  inElement,
});
const deep = (inMember: string, inElement: number | null): JsonFault => ({
  kind: 'too-deep',
  name: '',
  inMember,
  inElement,
});
const brackets = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('what a JSON parser passes over in silence', () => {
  for (const [what, text, faults] of [
    ['nothing', '', []],
    ['different members', '{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}', []],
    ['a member twice', '{"a":1,"a":2}', [twice('a', 'a', null)]],
    ['a member three times', '{"a":1,"a":2,"a":3}', [twice('a', 'a', null), twice('a', 'a', null)]],
    ['a member in two spellings', '{"no":1,"n\\u006f":2}', [twice('no', 'no', null)]],
    ['names of prototypes', '{"__proto__":1,"constructor":2,"__proto__":3}', [twice('__proto__', '__proto__', null)]],
    ['a member twice within a member', '{"x":{"a":1,"a":2}}', [twice('a', 'x', null)]],
    ['a member twice within an element', '{"x":[0,{"b":[{"a":1,"a":2}]},{}]}', [twice('a', 'x', 1)]],
    ['members of different elements', '{"x":[{"a":1},{"a":2}]}', []],
    ['commas, braces and quotes in texts', '{"a":"{\\"a\\":1,[","b":"\\\\","c":",\\"a\\":"}', []],
    ['a text that is like the name before it', '{"a":"a","b":["a","a"]}', []],
    ['the deepest that is allowed', brackets(DEPTH_MAX), []],
    ['one too deep', brackets(DEPTH_MAX + 1), [deep('', 0)]],
    ['too deep within an element', `{"x":[0,${brackets(20)}]}`, [deep('x', 1)]],
    [
      'a member twice after what is too deep',
      `{"x":[${brackets(20)},{"a":1,"a":2}]}`,
      [deep('x', 0), twice('a', 'x', 1)],
    ],
    ['a text that does not end', '{"a', []],
    ['more closed than opened', ']]}}{"a":1,"a":2}', [twice('a', 'a', null)]],
  ] as const) {
    test(`sees ${what}`, () => {
      assert.deepEqual(faultsOf(text), faults);
    });
  }

  test('any value that was written as JSON is in order', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, depthSize: 'max' }), (value) => {
        assert.deepEqual(findJsonFaults(JSON.stringify(value), 64), []);
      }),
    );
  });

  test('a member that is written again is found wherever it is', () => {
    const member = fc.tuple(fc.string(), fc.jsonValue({ maxDepth: 1 }));
    fc.assert(
      fc.property(fc.uniqueArray(member, { minLength: 1, selector: ([name]) => name }), fc.nat(), (members, at) => {
        const [name = ''] = members[at % members.length] ?? [];
        const written = [...members, [name, null] as const].map(
          ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
        );
        assert.deepEqual(faultsOf(`{"x":[{${written.join()}}]}`), [twice(name, 'x', 0)]);
      }),
    );
  });

  test('text that is not JSON never throws', () => {
    const unit = fc.constantFrom('{', '}', '[', ']', '"', '\\', ':', ',', 'a', '\\u006f');
    fc.assert(fc.property(fc.string({ unit }), (text) => void faultsOf(text)));
  });

  test('megabytes of one character are one pass, and no list grows without end', () => {
    const million = 1_000_000;
    assert.deepEqual(faultsOf('['.repeat(3 * million)), [deep('', 0)]);
    assert.deepEqual(faultsOf('{"a":'.repeat(million)), [deep('a', null)]);
    assert.deepEqual(faultsOf(`"${'\\'.repeat(3 * million)}`), []);
    assert.deepEqual(faultsOf('\\"'.repeat(million)), []);
    assert.equal(faultsOf(`{${'"a":1,'.repeat(million)}`).length, JSON_FAULTS_MAX);
  });
});
