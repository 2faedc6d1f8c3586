import type { Api } from '@holdfast/server/contract';
import { count } from '../count.ts';
import { words } from '../words.ts';

export type PolicyAnswer = Api['GET /api/v1/policy']['answer'];
export type Population = PolicyAnswer['populations'][number];
export type Problem = PolicyAnswer['warnings'][number];
export type Explanation = Api['POST /api/v1/policy/explain']['answer'];
export type SourceLine = { readonly number: number; readonly text: string; readonly problems: readonly Problem[] };

/** The source line by line, each with what is wrong with it. A problem beyond the end stands at the last line. */
export function annotate(source: string, problems: readonly Problem[]): readonly SourceLine[] {
  const lines = source.replace(/\r?\n$/, '').split(/\r?\n/);
  return lines.map((line, index) => ({
    number: index + 1,
    text: line,
    problems: problems.filter((problem) => Math.min(Math.max(problem.line, 1), lines.length) === index + 1),
  }));
}

export const SOURCE_LENGTH_MAX = 65_536;

export function checkable(source: string): string | undefined {
  if (source.trim() === '') return words('policy.check.missing');
  return source.length > SOURCE_LENGTH_MAX ? words('policy.check.tooLong') : undefined;
}

export type CheckResult = {
  readonly kind: 'good' | 'attention' | 'bad';
  readonly title: string;
  readonly text: string;
};

export function checkResult(problems: readonly Problem[]): CheckResult {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const warnings = problems.length - errors;
  if (problems.length === 0) {
    return { kind: 'good', title: words('policy.check.clean'), text: words('policy.check.cleanText') };
  }
  const said = {
    errors: words('policy.errors', { count: count(errors) }),
    warnings: words('policy.warnings', { count: count(warnings) }),
  };
  const title = warnings === 0 ? said.errors : errors === 0 ? said.warnings : words('policy.check.found', said);
  return errors > 0
    ? { kind: 'bad', title, text: words('policy.check.refused') }
    : { kind: 'attention', title, text: words('policy.check.wouldPass') };
}

/** What a person writes in the file comes first, what is left to its default after it. */
export function settingsInOrder({ settings }: Population): Population['settings'] {
  return [...settings.filter((setting) => !setting.isDefault), ...settings.filter((setting) => setting.isDefault)];
}

export function appliesToText({ appliesTo }: Population): string {
  return appliesTo === null
    ? words('policy.everybody')
    : words('policy.appliesTo', { count: appliesTo.length, groups: appliesTo.join(', ') });
}
