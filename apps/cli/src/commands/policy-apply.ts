import { comparePolicies, unifiedDiff } from '@holdfast/policy';
import { newestPolicy, type OpenInstallation, type Proposed, proposePolicy } from '@holdfast/server/commands';
import { type Command, type ExitCode, printRefusal, type Terminal } from '../command.ts';
import { firstNames, impactText, weigh } from '../impact-text.ts';
import { type NamedText, policyOf, readText } from '../policy-files.ts';
import { withInstallation } from '../with-installation.ts';
import { diffText } from './policy-diff.ts';

export const policyApply: Command = {
  name: 'policy apply',
  summary: 'Puts a policy file into force, or proposes it where a second person is needed',
  usage: 'FILE [--note TEXT] [--yes] [--force]',
  help: 'Shows what would change and whom it would concern, then asks. Where the policy in force demands a second person, it becomes\na proposal that somebody approves in the console. Nodes follow within two seconds. A policy under which no owner could sign\nin is refused; with --force it becomes a proposal too. FILE may be - for standard input, with --yes.',
  options: {
    note: { type: 'string', help: 'Why, for the history and for whoever approves.' },
    yes: { type: 'boolean', help: 'Do not ask.' },
    force: { type: 'boolean', help: 'Propose it although no owner could sign in any more.' },
  },
  positionalsMax: 1,
  run: async (terminal, { note, yes, force }, [file]) => {
    if (file === undefined || (file === '-' && yes !== true)) {
      terminal.err(`holdfast: policy apply needs ${file === undefined ? 'a file' : '--yes with standard input'}\n`);
      return 2;
    }
    const text = readText(terminal, file);
    if (text === null) return 2;
    const wish = { note: typeof note === 'string' ? note : '', isAsked: yes !== true, force: force === true };
    return await withInstallation(terminal, (installation) => apply(terminal, installation, text, wish));
  },
};

type Wish = { readonly note: string; readonly isAsked: boolean; readonly force: boolean };

async function apply(
  terminal: Terminal,
  installation: OpenInstallation,
  text: NamedText,
  { note, isAsked, force }: Wish,
): Promise<ExitCode> {
  const inForce = await newestPolicy(installation.database.queries);
  if (inForce === null) {
    terminal.err('holdfast: no policy was applied yet; the server applies one when it starts\n');
    return 1;
  }
  const before = { name: `policy version ${inForce.version}`, source: inForce.source };
  const [old, now] = [policyOf(terminal, before), policyOf(terminal, text)];
  if (old === null || now === null) return 1;
  const names = { before: before.name, after: text.name };
  terminal.out(`${diffText(comparePolicies(old, now), unifiedDiff(before.source, text.source, names))}\n`);
  const weighed = await weigh(terminal, installation, text.source);
  if (!weighed.ok) return printRefusal(terminal, weighed.error);
  const { result, named } = weighed.value;
  terminal.out(impactText(result, await firstNames(installation, named)));
  if (isAsked && !(await isAgreed(terminal))) {
    terminal.out('Nothing was changed.\n');
    return 1;
  }
  // What was shown is what is applied: whatever somebody else put into force meanwhile refuses it.
  const doer = { by: 'cli', at: installation.now() } as const;
  const wanted = { source: text.source, note, baseVersion: inForce.version, force };
  const proposed = await proposePolicy(installation, doer, wanted);
  if (!proposed.ok) return printRefusal(terminal, proposed.error);
  terminal.out(told(proposed.value));
  return 0;
}

function told(proposed: Proposed): string {
  if (proposed.at === 'applied') return `Version ${proposed.version} is in force.\n`;
  const because =
    proposed.because === 'policy' ? 'the policy in force demands a second person' : '--force needs a second person';
  return `Proposed as ${proposed.proposalId}: ${because}. Somebody approves it in the console, within seven days.\n`;
}

/** Only the word itself: an answer that was typed ahead, or an end of input, is no consent. */
async function isAgreed(terminal: Terminal): Promise<boolean> {
  terminal.out('Put it into force? Type yes: ');
  let answer = '';
  for await (const chunk of terminal.input) {
    answer += Buffer.from(chunk).toString('utf8');
    if (answer.includes('\n') || answer.length > 100) break;
  }
  terminal.out('\n');
  return answer.trim().toLowerCase() === 'yes';
}
