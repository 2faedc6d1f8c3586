import { readTrust } from '@holdfast/server/commands';
import { type Command, type ExitCode, jsonOption, printJson, type Terminal } from '../command.ts';
import { withInstallation } from '../with-installation.ts';

export const trustStatus: Command = {
  name: 'trust status',
  summary: 'Where trust data comes from, what is in use and how old it is',
  usage: '[--json]',
  help: 'Sources with their last attempt, and the documents in use. Exits with 1 when something that arrived was not believed or\nwhen something in use is out of date; for monitoring.',
  options: jsonOption,
  positionalsMax: 0,
  run: (terminal, { json }) =>
    withInstallation(terminal, async (installation) => {
      const view = await readTrust(installation, installation.now());
      if (json === true) printJson(terminal, view);
      else print(terminal, view);
      return exitCodeOf(view);
    }),
};

type View = Awaited<ReturnType<typeof readTrust>>;

function exitCodeOf({ sources, documents }: View): ExitCode {
  const isUntrusted = sources.some(({ state }) => state === 'untrusted');
  return isUntrusted || documents.some(({ freshness }) => freshness.state === 'stale') ? 1 : 0;
}

function print({ out }: Terminal, { sources, documents, models }: View): void {
  out('Sources\n');
  for (const { name, state, url, lastSuccessAt, problem, seen, nextAttemptAt } of sources) {
    out(`  ${name.padEnd(20)} ${state.padEnd(12)} ${url ?? ''}\n`);
    if (lastSuccessAt !== null) out(`  ${' '.repeat(20)} last read ${time(lastSuccessAt)}\n`);
    if (problem !== null) out(`  ${' '.repeat(20)} ${problem}${seen === null ? '' : ` (${seen})`}\n`);
    if (problem !== null && nextAttemptAt !== null) out(`  ${' '.repeat(20)} next attempt ${time(nextAttemptAt)}\n`);
  }
  out('\nIn use\n');
  if (documents.length === 0) out('  nothing: every passkey is claimed but those that platforms sign for\n');
  for (const { heading, freshness } of documents) {
    const { kind, number, entries, arrivedAt, origin, notes } = heading;
    const which = number === null ? '' : ` no. ${number}`;
    const until = freshness.until === null ? '' : `, until ${time(freshness.until)}`;
    out(`  ${kind.padEnd(20)} ${freshness.state}${until}\n`);
    out(`  ${' '.repeat(20)} ${entries} entries${which}, ${origin} ${time(arrivedAt)}\n`);
    if (notes.revocationNote !== undefined) {
      out(`  ${' '.repeat(20)} whether its signer was revoked is not known: ${notes.revocationNote}\n`);
    }
  }
  out(`\n${models} models are known.\n`);
}

function time(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
