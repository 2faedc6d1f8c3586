import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type DiffLine, lineDiff, unifiedDiff } from './index.ts';

const letters = (lines: readonly DiffLine[]) =>
  lines.map(({ kind, text }) => `${{ same: ' ', removed: '-', added: '+' }[kind]}${text}`).join('');
const text = (word: string) => word.split('').join('\n');

describe('lines that differ', () => {
  for (const [before, after, wanted] of [
    ['', '', ''],
    ['', 'ab', '+a+b'],
    ['ab', '', '-a-b'],
    ['abc', 'abc', ' a b c'],
    ['abc', 'axc', ' a-b+x c'],
    ['abcabba', 'cbabac', '-a-b c+b a b-b a+c'],
    ['abcd', 'acbd', ' a-b c+b d'],
    ['aaa', 'aa', ' a a-a'],
  ] as const) {
    test(`${before || 'nothing'} → ${after || 'nothing'}`, () => {
      assert.equal(letters(lineDiff(text(before), text(after))), wanted);
    });
  }
  test('each side can be read back, with its line numbers, and no shorter way was missed', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(words, words, (before, after) => {
        const lines = lineDiff(before.join('\n'), after.join('\n'));
        for (const [side, given] of [
          ['before', before],
          ['after', after],
        ] as const) {
          const mine = lines.filter((line) => line[side] !== null);
          assert.deepEqual(
            mine.map((line) => line.text),
            given,
          );
          assert.deepEqual(
            mine.map((line) => line[side]),
            given.map((_, index) => index + 1),
          );
        }
        const kept = lines.filter(({ kind }) => kind === 'same').length;
        assert.equal(kept, longestCommon(before, after));
      }),
      { numRuns: 500 },
    );
  });
  test('texts that have nothing in common are replaced, however long', () => {
    const long = (word: string) => Array.from({ length: 4000 }, (_, index) => `${word}${index}`).join('\n');
    const lines = lineDiff(`x\n${long('a')}`, `x\n${long('b')}\n`);
    assert.deepEqual(
      [lines.length, lines[0]?.kind, lines[1]?.kind, lines.at(-1)?.kind],
      [8001, 'same', 'removed', 'added'],
    );
  });
  test('the end of lines makes no difference', () => {
    assert.ok(lineDiff('a\r\nb\r\n', 'a\nb').every(({ kind }) => kind === 'same'));
  });
});

function longestCommon(a: readonly string[], b: readonly string[]): number {
  const [first, ...rest] = a;
  if (first === undefined) return 0;
  const at = b.indexOf(first);
  const without = longestCommon(rest, b);
  return at === -1 ? without : Math.max(without, 1 + longestCommon(rest, b.slice(at + 1)));
}

describe('unified', () => {
  const names = { before: 'old.yaml', after: 'new.yaml' };
  const numbered = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}\n`).join('');
  test('as diff -u prints it', () => {
    const before = numbered(20);
    const after = before.replace('4\n', 'four\n').replace('18\n', '').replace('20\n', '20\n21\n');
    assert.equal(
      unifiedDiff(before, after, names),
      `--- old.yaml
+++ new.yaml
@@ -1,7 +1,7 @@
 1
 2
 3
-4
+four
 5
 6
 7
@@ -15,6 +15,6 @@
 15
 16
 17
-18
 19
 20
+21
`,
    );
  });
  test('a side without lines names the line before', () => {
    assert.equal(unifiedDiff('', 'a\n', names), '--- old.yaml\n+++ new.yaml\n@@ -0,0 +1,1 @@\n+a\n');
  });
  test('nothing for the same text', () => assert.equal(unifiedDiff('a\n', 'a\n', names), ''));
});
