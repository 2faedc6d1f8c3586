/** A piece of a text in place of another, and what is selected afterwards. */
export type TextEdit = {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly selection: readonly [from: number, to: number];
};

/** YAML is indented with spaces, and no policy is written with more than two at once. */
const INDENT = '  ';

export function lineCount(source: string): number {
  return source.split('\n').length;
}

/** Columns of the longest line, so that a text is as wide as it is and scrolls with its line numbers. */
export function columnsOf(source: string): number {
  return source.split('\n').reduce((widest, line) => Math.max(widest, columnsOfLine(line)), 0);
}

/** Letters of Chinese, Japanese and Korean are two columns wide in a monospaced font. */
export function columnsOfLine(line: string): number {
  let columns = 0;
  for (const letter of line) columns += (letter.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1;
  return columns;
}

/** Where a line begins and ends in the text, without its line break. Lines count from 1. */
export function rangeOfLine(source: string, line: number): readonly [from: number, to: number] {
  let from = 0;
  for (let passed = 1; passed < line; passed += 1) {
    const next = source.indexOf('\n', from);
    if (next === -1) break;
    from = next + 1;
  }
  const end = source.indexOf('\n', from);
  return [from, end === -1 ? source.length : end];
}

/** A search that begins before the text begins at its first letter, which may be a line break. */
function lineStart(source: string, at: number): number {
  return at === 0 ? 0 : source.lastIndexOf('\n', at - 1) + 1;
}

/** Enter: the new line begins below the first letter of the one before it. */
export function breakLine(source: string, from: number, to: number): TextEdit {
  const start = lineStart(source, from);
  const indent = /^ */.exec(source.slice(start, from))?.[0] ?? '';
  const text = `\n${indent}`;
  return { from, to, text, selection: [from + text.length, from + text.length] };
}

/** Tab: spaces at the caret, or every selected line further in. */
export function indent(source: string, from: number, to: number): TextEdit {
  if (from === to) return { from, to, text: INDENT, selection: [from + INDENT.length, from + INDENT.length] };
  return eachLine(source, from, to, (line) => (line === '' ? line : INDENT + line));
}

/** Shift and Tab: every selected line further out. */
export function outdent(source: string, from: number, to: number): TextEdit {
  return eachLine(source, from, to, (line) => line.replace(/^ {1,2}/, ''));
}

function eachLine(source: string, from: number, to: number, change: (line: string) => string): TextEdit {
  const start = lineStart(source, from);
  // A selection that ends at the very beginning of a line does not mean that line.
  const last = to > from && source[to - 1] === '\n' ? to - 1 : to;
  const next = source.indexOf('\n', last);
  const end = next === -1 ? source.length : next;
  const lines = source.slice(start, end).split('\n');
  const text = lines.map(change).join('\n');
  if (from !== to) return { from: start, to: end, text, selection: [start, start + text.length] };
  const caret = Math.max(start, from + change(lines[0] ?? '').length - (lines[0] ?? '').length);
  return { from: start, to: end, text, selection: [caret, caret] };
}
