import { comparePolicies, lineDiff, type PolicyChange, unifiedDiff } from '@holdfast/policy';
import { type Command, type ExitCode, jsonOption, printJson, type Terminal } from '../command.ts';
import { inForceOption, type NamedText, policyOf, withTwoTexts } from '../policy-files.ts';

export const policyDiff: Command = {
  name: 'policy diff',
  summary: 'Tells what a policy changes of another, and what becomes stricter',
  usage: 'OLD NEW | --in-force NEW [--json]',
  help: 'What differs in meaning, one matter a line: tightens, loosens, none (nothing is enforced differently) or unclear (stricter for\nsome, less strict for others). Then the lines that differ, as diff -u prints them. OLD or NEW may be - for standard input. Exits\nwith 0 whether or not they differ, with 1 when one of them has errors.',
  options: { ...inForceOption, ...jsonOption },
  positionalsMax: 2,
  run: (terminal, { 'in-force': inForce, json }, files) =>
    withTwoTexts(
      terminal,
      { inForce: inForce === true, files, misuse: 'policy diff needs two files, or --in-force and one' },
      (before, after) => compare(terminal, { before, after, isJson: json === true }),
    ),
};

type Two = { readonly before: NamedText; readonly after: NamedText; readonly isJson: boolean };

function compare(terminal: Terminal, { before, after, isJson }: Two): ExitCode {
  const [old, now] = [policyOf(terminal, before), policyOf(terminal, after)];
  if (old === null || now === null) return 1;
  const changes = comparePolicies(old, now);
  if (isJson) {
    const lines = lineDiff(before.source, after.source).filter(({ kind }) => kind !== 'same');
    printJson(terminal, { before: before.name, after: after.name, changes, lines });
    return 0;
  }
  const names = { before: before.name, after: after.name };
  const text = unifiedDiff(before.source, after.source, names);
  terminal.out(diffText(changes, text));
  return 0;
}

const effectWidth = 'tightens'.length;

/** What differs in meaning, one matter a line, and then the lines themselves. */
export function diffText(changes: readonly PolicyChange[], text: string): string {
  if (text === '') return 'The two are the same.\n';
  const told = changes.map(({ effect, words }) => `${effect.padEnd(effectWidth)}  ${words}`);
  return `${(told.length === 0 ? ['The two mean the same.'] : told).join('\n')}\n\n${text}`;
}
