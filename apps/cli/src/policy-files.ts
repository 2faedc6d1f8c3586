import { readFileSync } from 'node:fs';
import { checkPolicy, type Policy, problemText } from '@holdfast/policy';
import { newestPolicy } from '@holdfast/server/commands';
import type { ExitCode, Terminal } from './command.ts';
import { withInstallation } from './with-installation.ts';

/** A text with the name that problems are told by. */
export type NamedText = { readonly name: string; readonly source: string };

/** `-` is standard input. Null after it was said why it cannot be read. */
export function readText(terminal: Terminal, file: string): NamedText | null {
  try {
    return file === '-'
      ? { name: 'standard input', source: readFileSync(0, 'utf8') }
      : { name: file, source: readFileSync(file, 'utf8') };
  } catch (error) {
    terminal.err(`holdfast: ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}\n`);
    return null;
  }
}

/** The policy of a text, or null after its errors were told. Warnings are for `policy check`. */
export function policyOf(terminal: Terminal, { name, source }: NamedText): Policy | null {
  const { policy, problems } = checkPolicy(source, name);
  if (policy === null) for (const problem of problems) terminal.err(`${problemText(problem)}\n`);
  return policy;
}

/** Opens the installation only for the policy in force; a file needs no database. */
export async function withPolicyInForce(
  terminal: Terminal,
  work: (inForce: NamedText) => Promise<ExitCode>,
): Promise<ExitCode> {
  return await withInstallation(terminal, async ({ database }) => {
    const newest = await newestPolicy(database.queries);
    if (newest === null) {
      terminal.err('holdfast: no policy was applied yet; the server applies one when it starts\n');
      return 1;
    }
    return await work({ name: `policy version ${newest.version}`, source: newest.source });
  });
}

export const inForceOption = {
  'in-force': { type: 'boolean', help: 'Take the policy in force of the installation instead of a first file.' },
} as const;

type TwoTexts = {
  readonly inForce: boolean;
  readonly files: readonly string[];
  /** What to say when it is neither of the two. */
  readonly misuse: string;
};

/** Reads what `FIRST SECOND` or `--in-force SECOND` names; the first is then the policy in force. */
export async function withTwoTexts(
  terminal: Terminal,
  { inForce, files: [first, second], misuse }: TwoTexts,
  work: (one: NamedText, other: NamedText) => ExitCode,
): Promise<ExitCode> {
  if (inForce && first !== undefined && second === undefined) {
    const other = readText(terminal, first);
    return other === null ? 2 : await withPolicyInForce(terminal, async (policy) => work(policy, other));
  }
  if (inForce || first === undefined || second === undefined || (first === '-' && second === '-')) {
    terminal.err(`holdfast: ${misuse}\n`);
    return 2;
  }
  const one = readText(terminal, first);
  const other = one === null ? null : readText(terminal, second);
  return one === null || other === null ? 2 : work(one, other);
}
