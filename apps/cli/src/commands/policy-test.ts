import { policyTestText, problemText, runPolicyTests } from '@holdfast/policy';
import { type Command, type ExitCode, jsonOption, printJson, type Terminal } from '../command.ts';
import { inForceOption, type NamedText, policyOf, withTwoTexts } from '../policy-files.ts';

export const policyTest: Command = {
  name: 'policy test',
  summary: 'Holds a policy against your own cases: who must be accepted, who refused',
  usage: 'POLICY CASES | --in-force CASES [--json]',
  help: 'CASES is a YAML file: a list below cases, each with name, person, credential and what to expect (docs/policy.md). Tells each case,\nand for those that fail the rules that decided. POLICY or CASES may be - for standard input. Exits with 1 when a case fails or a\nfile has errors.',
  options: { ...inForceOption, ...jsonOption },
  positionalsMax: 2,
  run: (terminal, { 'in-force': inForce, json }, files) =>
    withTwoTexts(
      terminal,
      {
        inForce: inForce === true,
        files,
        misuse: 'policy test needs a policy and a file of cases, or --in-force and a file of cases',
      },
      (policy, cases) => tryCases(terminal, { policy, cases, isJson: json === true }),
    ),
};

type Given = { readonly policy: NamedText; readonly cases: NamedText; readonly isJson: boolean };

function tryCases(terminal: Terminal, { policy, cases, isJson }: Given): ExitCode {
  const parsed = policyOf(terminal, policy);
  if (parsed === null) return 1;
  const report = runPolicyTests(parsed, cases.source, cases.name);
  if (!report.ok) {
    for (const problem of report.error) terminal.err(`${problemText(problem)}\n`);
    return 1;
  }
  if (isJson) printJson(terminal, { policy: policy.name, file: cases.name, ...report.value });
  else terminal.out(policyTestText(report.value, cases.name));
  return report.value.failed === 0 ? 0 : 1;
}
