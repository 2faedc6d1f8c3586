import { count } from '../count.ts';
import type { Diff } from '../policy-change/api.ts';
import { words } from '../words.ts';
import type { Problem } from './api.ts';

/** As much as the server reads. */
export const SOURCE_LENGTH_MAX = 262_144;

/** Why a text is not worth sending; undefined where it is. */
export function sourceProblem(source: string): string | undefined {
  if (source.trim() === '') return words('policy.edit.missing');
  return source.length > SOURCE_LENGTH_MAX ? words('policy.edit.tooLong') : undefined;
}

export type CheckSummary = { readonly kind: 'done' | 'attention' | 'bad'; readonly text: string };

export function checkSummary(problems: readonly Problem[]): CheckSummary {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const warnings = problems.length - errors;
  if (problems.length === 0) return { kind: 'done', text: words('policy.edit.clean') };
  const said = {
    errors: words('policy.errors', { count: count(errors) }),
    warnings: words('policy.warnings', { count: count(warnings) }),
  };
  const text = warnings === 0 ? said.errors : errors === 0 ? said.warnings : words('policy.edit.found', said);
  return { kind: errors > 0 ? 'bad' : 'attention', text };
}

export type LineMark = {
  readonly line: number;
  readonly severity: Problem['severity'] | 'other';
  /** What stands behind the line; null at the other culprit of a problem. */
  readonly message: string | null;
};

/** One mark a line: the first error of it, else its first warning, else that another problem points at it. */
export function marksOf(problems: readonly Problem[], lines: number): readonly LineMark[] {
  const within = (line: number): number => Math.min(Math.max(line, 1), lines);
  const all: readonly LineMark[] = [
    ...problems.map(({ line, severity, message }) => ({ line: within(line), severity, message })),
    ...problems.flatMap(({ other }) =>
      other === undefined ? [] : [{ line: within(other.line), severity: 'other' as const, message: null }],
    ),
  ];
  const rank = { error: 0, warning: 1, other: 2 } as const;
  const best = new Map<number, LineMark>();
  for (const mark of all) {
    const known = best.get(mark.line);
    if (known === undefined || rank[mark.severity] < rank[known.severity]) best.set(mark.line, mark);
  }
  return [...best.values()].sort((a, b) => a.line - b.line);
}

/** What pressing the button would do. `force`: no owner could sign in, so it is refused unless somebody insists. */
export type Prospect = {
  readonly at: 'apply' | 'propose' | 'force';
  readonly version: number;
  /** A second person is needed and there is none. */
  readonly nobodyApproves: boolean;
};

export function prospectOf({ inForce, secondPerson, approvers, locksOut }: Diff): Prospect {
  const at = locksOut.owners ? 'force' : secondPerson ? 'propose' : 'apply';
  return { at, version: inForce + 1, nobodyApproves: at !== 'apply' && approvers === 0 };
}

export type Wish = { readonly note: string; readonly isForced: boolean };
export type WishErrors = { readonly note?: string; readonly force?: string };

export function wishErrors({ at }: Prospect, { note, isForced }: Wish): WishErrors {
  return {
    ...(at === 'force' && !isForced && { force: words('policy.apply.forceMissing') }),
    ...(note.trim() === '' && { note: words('policy.apply.noteMissing') }),
  };
}
