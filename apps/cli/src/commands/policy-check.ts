import { checkPolicy, defaultPolicySource, type PolicyProblem, problemText } from '@holdfast/policy';
import { type Command, type ExitCode, jsonOption, printJson, type Terminal } from '../command.ts';
import { type NamedText, readText } from '../policy-files.ts';
import { configFor } from '../with-installation.ts';

export const policyCheck: Command = {
  name: 'policy check',
  summary: 'Tells everything that is wrong with a policy file',
  usage: '[FILE] [--json]',
  help: 'One problem a line, as compilers print it: file:line:column. FILE may be - for standard input. Without FILE: the one that\nHOLDFAST_POLICY_FILE names, else the shipped policy. Needs no database. Exits with 1 when there is an error; warnings alone\nare no error.',
  options: jsonOption,
  positionalsMax: 1,
  run: async (terminal, { json }, [file]) => {
    const given = sourceOf(terminal, file);
    if (given === null) return 2;
    const { problems } = checkPolicy(given.source, given.name);
    if (json === true) printJson(terminal, { file: given.name, problems });
    else print(terminal, given.name, problems);
    return exitCodeOf(problems);
  },
};

function exitCodeOf(problems: readonly PolicyProblem[]): ExitCode {
  return problems.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function print(terminal: Terminal, name: string, problems: readonly PolicyProblem[]): void {
  for (const problem of problems) terminal.out(`${problemText(problem)}\n`);
  if (problems.length === 0) terminal.out(`${name}: no problems\n`);
}

function sourceOf(terminal: Terminal, file: string | undefined): NamedText | null {
  if (file !== undefined) return readText(terminal, file);
  const config = configFor(terminal);
  if (config === null) return null;
  return config.policyFile === null
    ? { name: 'the shipped policy', source: defaultPolicySource }
    : readText(terminal, config.policyFile);
}
