import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { breakLine, columnsOf, indent, lineCount, outdent, rangeOfLine, type TextEdit } from './text-model.ts';

const done = (source: string, { from, to, text }: TextEdit): string => source.slice(0, from) + text + source.slice(to);
const selected = (source: string, edit: TextEdit): string => done(source, edit).slice(...edit.selection);

describe('writing a policy', () => {
  test('Enter keeps the indentation of the line, up to the caret', () => {
    assert.equal(done('  a: 1', breakLine('  a: 1', 6, 6)), '  a: 1\n  ');
    assert.equal(done('  a: 1', breakLine('  a: 1', 1, 1)), ' \n  a: 1');
    assert.equal(done('a\n  b', breakLine('a\n  b', 2, 5)), 'a\n\n');
    assert.deepEqual(breakLine('  a', 3, 3).selection, [6, 6]);
  });
  test('Tab indents at the caret, and every line that is selected', () => {
    assert.equal(done('ab', indent('ab', 1, 1)), 'a  b');
    const source = 'a\n\n b\nc';
    assert.equal(done(source, indent(source, 0, 5)), '  a\n\n   b\nc');
    assert.equal(done(source, indent(source, 0, 2)), '  a\n\n b\nc', 'not the line at whose beginning it ends');
    assert.equal(selected(source, indent(source, 3, 7)), '   b\n  c');
  });
  test('Shift and Tab take back as much as there is', () => {
    assert.equal(done('   a\n b\nc', outdent('   a\n b\nc', 0, 9)), ' a\nb\nc');
    assert.deepEqual(outdent('    a', 5, 5).selection, [3, 3]);
    assert.deepEqual(outdent('a\n  b', 2, 2).selection, [2, 2]);
  });
  test('in and out again is the same text, wherever it is selected', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', ' ', '\n', ':') });
    fc.assert(
      fc.property(texts, fc.nat(40), fc.nat(40), (source, one, other) => {
        const [from, to] = [Math.min(one, other, source.length), Math.min(Math.max(one, other), source.length)];
        if (from === to) return;
        const further = indent(source, from, to);
        const [start, end] = further.selection;
        const text = done(source, further);
        assert.equal(done(text, outdent(text, start, end)), source);
      }),
    );
  });
  test('an empty first line is a line', () => {
    assert.equal(done('\n', outdent('\n', 0, 0)), '\n');
    assert.equal(done('\n', breakLine('\n', 0, 0)), '\n\n');
  });

  test('lines and columns', () => {
    assert.equal(lineCount('a\nb\n'), 3);
    assert.equal(columnsOf('a\nabc\n'), 3);
    assert.equal(columnsOf('名前'), 4);
    assert.deepEqual(rangeOfLine('ab\ncd', 2), [3, 5]);
    assert.deepEqual(rangeOfLine('ab\ncd', 99), [3, 5]);
    assert.deepEqual(rangeOfLine('ab\ncd', 0), [0, 2]);
  });
});
