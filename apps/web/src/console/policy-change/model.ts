import { count } from '../count.ts';
import { words } from '../words.ts';
import type { Change, Diff, DiffLine } from './api.ts';

/** Lines that stay, kept around each difference so that one sees where it is. */
const CONTEXT_LINES = 3;

export type Piece = { readonly at: 'shown' | 'folded'; readonly key: string; readonly lines: readonly DiffLine[] };

/** A line diff in pieces: what changes with a little around it, and what stays, which opens on demand. */
export function pieces(lines: readonly DiffLine[]): readonly Piece[] {
  const near = nearDifferences(lines);
  const found: { at: Piece['at']; lines: DiffLine[] }[] = [];
  lines.forEach((line, index) => {
    const at = near[index] === true ? 'shown' : 'folded';
    const last = found.at(-1);
    if (last?.at === at) last.lines.push(line);
    else found.push({ at, lines: [line] });
  });
  return found.map((piece, index) => {
    // To open a single line costs as much room as the line.
    const at = piece.lines.length === 1 ? 'shown' : piece.at;
    return { at, key: `piece-${index}`, lines: piece.lines };
  });
}

function nearDifferences(lines: readonly DiffLine[]): readonly boolean[] {
  const near = lines.map(() => false);
  lines.forEach((line, index) => {
    if (line.kind === 'same') return;
    const from = Math.max(0, index - CONTEXT_LINES);
    const to = Math.min(lines.length - 1, index + CONTEXT_LINES);
    near.fill(true, from, to + 1);
  });
  return near;
}

export function hasErrors({ problems }: Pick<Diff, 'problems'>): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

/** `identical`: the very text in force. `same-meaning`: other words, nothing that the policy does. */
export type DiffKind = 'unusable' | 'identical' | 'same-meaning' | 'changes';

export function kindOfDiff(diff: Pick<Diff, 'problems' | 'changes' | 'lines'>): DiffKind {
  if (hasErrors(diff)) return 'unusable';
  if (diff.lines.every(({ kind }) => kind === 'same')) return 'identical';
  return diff.changes.length === 0 ? 'same-meaning' : 'changes';
}

const inOrder = ['tightens', 'loosens', 'unclear', 'none'] as const satisfies readonly Change['effect'][];

/** "2 changes: 1 makes it stricter, 1 less strict", so that the title says the finding. */
export function summaryOf(changes: readonly Change[]): string {
  const parts = inOrder.flatMap((effect) => {
    const number = changes.filter((change) => change.effect === effect).length;
    return number === 0 ? [] : [words(`policy.changes.sum.${effect}`, { count: count(number) })];
  });
  return words('policy.changes.summary', { count: count(changes.length), parts: parts.join(', ') });
}

/** Changes by the population that they are about, in the order in which they were told; the policy as a whole first. */
export function byPopulation(
  changes: readonly Change[],
): readonly { readonly population: string | null; readonly changes: readonly Change[] }[] {
  const names = [...new Set(changes.map(({ population }) => population))];
  return names.map((population) => ({
    population,
    changes: changes.filter((change) => change.population === population),
  }));
}

export function lineCounts(lines: readonly DiffLine[]): { readonly added: number; readonly removed: number } {
  const numberOf = (kind: DiffLine['kind']): number => lines.filter((line) => line.kind === kind).length;
  return { added: numberOf('added'), removed: numberOf('removed') };
}
