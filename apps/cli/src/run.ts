import { parseArgs } from 'node:util';
import { VERSION } from '@holdfast/server/commands';
import type { Command, ExitCode, Options, Terminal } from './command.ts';
import { adminInvite } from './commands/admin-invite.ts';
import { adminList } from './commands/admin-list.ts';
import { inspect } from './commands/inspect.ts';
import { migrate } from './commands/migrate.ts';
import { policyApply } from './commands/policy-apply.ts';
import { policyCheck } from './commands/policy-check.ts';
import { policyDefault } from './commands/policy-default.ts';
import { policyDiff } from './commands/policy-diff.ts';
import { policyExplain } from './commands/policy-explain.ts';
import { policyImpact } from './commands/policy-impact.ts';
import { policyProposals } from './commands/policy-proposals.ts';
import { policyTest } from './commands/policy-test.ts';
import { serve } from './commands/serve.ts';
import { trustBundle } from './commands/trust-bundle.ts';
import { trustImport } from './commands/trust-import.ts';
import { trustKeygen } from './commands/trust-keygen.ts';
import { trustStatus } from './commands/trust-status.ts';
import { helpOf, helpText } from './help.ts';

export const commands: readonly Command[] = [
  serve,
  migrate,
  adminInvite,
  adminList,
  policyCheck,
  policyTest,
  policyDiff,
  policyImpact,
  policyApply,
  policyProposals,
  policyExplain,
  policyDefault,
  trustStatus,
  trustImport,
  trustBundle,
  trustKeygen,
  inspect,
];

/** Runs one command line. Every failure is a sentence with what to do, never a stack. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [first] = args;
  if (first === '--version' || first === '-v') return print(terminal, `${VERSION}\n`);
  if (first === undefined || first === 'help' || first === '--help' || first === '-h')
    return help(args.slice(1), terminal);
  const command = findCommand(args);
  if (command === undefined) return unknown(args, terminal);
  const given = readArguments(command, args.slice(command.name.split(' ').length));
  if (typeof given === 'string') {
    terminal.err(`holdfast: ${given}\nUsage: ${`holdfast ${command.name} ${command.usage}`.trim()}\n`);
    return 2;
  }
  if (given.options['help'] === true) return print(terminal, helpOf(command));
  try {
    return await command.run(terminal, given.options, given.positionals);
  } catch (error) {
    terminal.err(`holdfast: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

function print({ out }: Terminal, text: string): ExitCode {
  out(text);
  return 0;
}

/** The command whose words begin the line. */
function findCommand(args: readonly string[]): Command | undefined {
  return commands.find(({ name }) => name.split(' ').every((word, index) => args[index] === word));
}

function help(args: readonly string[], terminal: Terminal): ExitCode {
  if (args.length === 0) return print(terminal, helpText(commands));
  const command = findCommand(args);
  return command === undefined ? unknown(args, terminal) : print(terminal, helpOf(command));
}

function unknown(args: readonly string[], terminal: Terminal): ExitCode {
  const [first = ''] = args;
  const family = commands.filter(({ name }) => name.startsWith(`${first} `));
  const known = family.length > 0 ? family : commands;
  terminal.err(
    `holdfast: there is no command ${args.slice(0, 2).join(' ')}\nKnown: ${known.map(({ name }) => name).join(', ')}\n`,
  );
  return 2;
}

type Given = { readonly options: Options; readonly positionals: readonly string[] };

/** @returns a sentence where the arguments are not those of the command */
function readArguments(command: Command, args: readonly string[]): Given | string {
  const declared = Object.entries(command.options).map(([name, { type }]) => [name, { type }] as const);
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...Object.fromEntries(declared), help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
      strict: true,
    });
    const extra = positionals[command.positionalsMax];
    if (extra !== undefined) return `${command.name} does not take ${JSON.stringify(extra)}`;
    return { options: values as Options, positionals };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
