import { isKnownEquivalent } from './equivalent.ts';
import type { Mutant } from './mutants.ts';
import type { Results } from './results.ts';

type Row = { mutants: number; killed: number; equivalent: number; survived: number; unjudged: number };
const columns = ['mutants', 'killed', 'equivalent', 'survived', 'unjudged'] as const;

export function describe({ file, line, before, after }: Mutant): string {
  const short = (text: string) => text.replaceAll(/\s+/g, ' ').slice(0, 60);
  return `${file}:${line}: ${short(before)} → ${short(after)}`;
}

/** A table by file, then every survivor that is not known to be the same program. */
export function report(mutants: readonly Mutant[], results: Results): readonly string[] {
  const total: Row = { mutants: 0, killed: 0, equivalent: 0, survived: 0, unjudged: 0 };
  const lines = [`| file | ${columns.join(' | ')} |`, `| --- |${' ---: |'.repeat(columns.length)}`];
  for (const [file, own] of Map.groupBy(mutants, (mutant) => mutant.file)) {
    const row = rowOf(own, results);
    for (const column of columns) total[column] += row[column];
    lines.push(lineOf(file, row));
  }
  lines.push(lineOf('all', total));
  const alive = mutants.filter((mutant) => results.outcome(mutant) === 'survived' && !isKnownEquivalent(mutant));
  return [...lines, ...alive.map((mutant) => `survived: ${describe(mutant)}`)];
}

function rowOf(mutants: readonly Mutant[], results: Results): Row {
  const row: Row = { mutants: mutants.length, killed: 0, equivalent: 0, survived: 0, unjudged: 0 };
  for (const mutant of mutants) {
    const outcome = results.outcome(mutant);
    row[outcome === 'survived' && isKnownEquivalent(mutant) ? 'equivalent' : outcome] += 1;
  }
  return row;
}

function lineOf(name: string, row: Row): string {
  return `| ${name} | ${columns.map((column) => row[column]).join(' | ')} |`;
}
