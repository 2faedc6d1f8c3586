import type { Api } from '@holdfast/server/contract';
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

/** What a person wrote in the file, and what is left to its default. */
export function settingsByOrigin({ settings }: Pick<Population, 'settings'>): {
  readonly written: Population['settings'];
  readonly defaults: Population['settings'];
} {
  return {
    written: settings.filter((setting) => !setting.isDefault),
    defaults: settings.filter((setting) => setting.isDefault),
  };
}

export function appliesToText({ appliesTo }: Population): string {
  return appliesTo === null
    ? words('policy.everybody')
    : words('policy.appliesTo', { count: appliesTo.length, groups: appliesTo.join(', ') });
}
