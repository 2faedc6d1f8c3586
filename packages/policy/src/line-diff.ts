/** One line of two texts side by side; lines count from 1, null where the text does not have it. */
export type DiffLine = {
  readonly kind: 'same' | 'removed' | 'added';
  readonly before: number | null;
  readonly after: number | null;
  readonly text: string;
};

/** More differences than anybody reads; beyond it the middle is told as replaced, so that time stays bounded. */
const differencesMax = 1500;

/** What lines were removed and added, with those that stayed between them (Myers, "An O(ND) Difference Algorithm", 1986). */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const old = linesOf(before);
  const now = linesOf(after);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  const room = Math.min(old.length, now.length) - head;
  while (tail < room && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const middle = shortestEdit(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  const kinds: readonly DiffLine['kind'][] = [
    ...Array.from({ length: head }, () => 'same' as const),
    ...middle,
    ...Array.from({ length: tail }, () => 'same' as const),
  ];
  let x = 0;
  let y = 0;
  return kinds.map((kind) => {
    const text = (kind === 'added' ? now[y] : old[x]) ?? '';
    if (kind !== 'added') x += 1;
    if (kind !== 'removed') y += 1;
    return { kind, before: kind === 'added' ? null : x, after: kind === 'removed' ? null : y, text };
  });
}

const contextLines = 3;

/** As `diff -u` prints it; empty where nothing differs. */
export function unifiedDiff(before: string, after: string, names: { before: string; after: string }): string {
  const lines = lineDiff(before, after);
  const isNear = (index: number) =>
    lines.slice(Math.max(0, index - contextLines), index + contextLines + 1).some(({ kind }) => kind !== 'same');
  const shown = lines.map((_, index) => isNear(index));
  if (!shown.includes(true)) return '';
  const hunks: DiffLine[][] = [];
  lines.forEach((line, index) => {
    if (shown[index] !== true) return;
    if (shown[index - 1] === true) hunks.at(-1)?.push(line);
    else hunks.push([line]);
  });
  return [
    `--- ${names.before}`,
    `+++ ${names.after}`,
    ...hunks.flatMap((hunk) => [rangeOf(hunk, lines), ...hunk.map(marked)]),
    '',
  ].join('\n');
}

const marks = { same: ' ', removed: '-', added: '+' } as const;

function marked({ kind, text }: DiffLine): string {
  return `${marks[kind]}${text}`;
}

function rangeOf(hunk: readonly DiffLine[], lines: readonly DiffLine[]): string {
  const [first] = hunk;
  const earlier = first === undefined ? [] : lines.slice(0, lines.indexOf(first));
  const side = (of: 'before' | 'after') => {
    const count = hunk.filter((line) => line[of] !== null).length;
    const passed = earlier.filter((line) => line[of] !== null).length;
    // A side without lines names the line before it.
    return `${count === 0 ? passed : passed + 1},${count}`;
  };
  return `@@ -${side('before')} +${side('after')} @@`;
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function replaced(old: readonly string[], now: readonly string[]): DiffLine['kind'][] {
  return [...old.map(() => 'removed' as const), ...now.map(() => 'added' as const)];
}

/** The furthest that each diagonal reached with each number of differences, until the end is reached. */
function shortestEdit(old: readonly string[], now: readonly string[]): readonly DiffLine['kind'][] {
  if (old.length === 0 || now.length === 0) return replaced(old, now);
  const limit = Math.min(old.length + now.length, differencesMax);
  const reached = new Int32Array(2 * limit + 3);
  const middle = limit + 1;
  const trace: Int32Array[] = [];
  const at = (index: number) => reached[index] ?? 0;
  for (let differences = 0; differences <= limit; differences++) {
    trace.push(reached.slice(middle - differences - 1, middle + differences + 2));
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      const down = goesDown(diagonal, differences, at(middle + diagonal - 1), at(middle + diagonal + 1));
      let x = down ? at(middle + diagonal + 1) : at(middle + diagonal - 1) + 1;
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x += 1;
      reached[middle + diagonal] = x;
      if (x >= old.length && x - diagonal >= now.length) return wayBack(trace, old.length, now.length);
    }
  }
  return replaced(old, now);
}

function goesDown(diagonal: number, differences: number, left: number, right: number): boolean {
  return diagonal === -differences || (diagonal !== differences && left < right);
}

/** From the end to the start along the furthest points, each trace holding those of one difference less. */
function wayBack(trace: readonly Int32Array[], oldLength: number, nowLength: number): readonly DiffLine['kind'][] {
  const kinds: DiffLine['kind'][] = [];
  let x = oldLength;
  let y = nowLength;
  for (let differences = trace.length - 1; differences >= 0; differences--) {
    const before = trace[differences];
    const at = (diagonal: number) => before?.[diagonal + differences + 1] ?? 0;
    const diagonal = x - y;
    const down = goesDown(diagonal, differences, at(diagonal - 1), at(diagonal + 1));
    const from = down ? diagonal + 1 : diagonal - 1;
    const startX = differences === 0 ? 0 : at(from);
    const startY = differences === 0 ? 0 : startX - from;
    const afterX = differences === 0 ? 0 : down ? startX : startX + 1;
    for (; x > afterX; x--, y--) kinds.push('same');
    if (differences > 0) kinds.push(down ? 'added' : 'removed');
    x = startX;
    y = startY;
  }
  return kinds.reverse();
}
