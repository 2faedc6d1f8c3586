import { readFileSync } from 'node:fs';
import path from 'node:path';
import { errorEntry, type ImportedDocument, importDocument } from '@holdfast/server/commands';
import { type Command, jsonOption, printJson, printRefusal, type Terminal } from '../command.ts';
import { withInstallation } from '../with-installation.ts';

export const trustImport: Command = {
  name: 'trust import',
  summary: 'Takes trust data from a file: metadata, status list, certificates, models or a bundle',
  usage: 'FILE [--dry-run] [--even-if-emptier] [--json]',
  help: 'Finds out by itself what FILE is, believes it or not, and puts it into use unless it is older or far emptier than what is.\nRunning nodes follow within two seconds and judge every passkey again. With --dry-run it only says what would change.',
  options: {
    'dry-run': { type: 'boolean', help: 'Change nothing.' },
    'even-if-emptier': { type: 'boolean', help: 'Take it although it lists far less than what is in use.' },
    ...jsonOption,
  },
  positionalsMax: 1,
  run: async (terminal, options, [file]) => {
    if (file === undefined) {
      terminal.err('holdfast: trust import needs a FILE\n');
      return 2;
    }
    const text = readFileSync(file === '-' ? 0 : file, 'utf8');
    return withInstallation(terminal, async (installation) => {
      const isDryRun = options['dry-run'] === true;
      const imported = await importDocument(
        installation,
        { by: 'cli', at: installation.now() },
        {
          text,
          name: file === '-' ? null : path.basename(file),
          isDryRun,
          evenIfEmptier: options['even-if-emptier'] === true,
        },
      );
      if (!imported.ok) {
        for (const { message } of imported.error.fields ?? []) terminal.err(`  ${message}\n`);
        return printRefusal(terminal, imported.error);
      }
      if (options['json'] === true) printJson(terminal, { dryRun: isDryRun, documents: imported.value });
      else for (const document of imported.value) print(terminal, document, isDryRun);
      return 0;
    });
  },
};

const CHANGES_SHOWN = 40;

function print({ out }: Terminal, document: ImportedDocument, isDryRun: boolean): void {
  const { kind, outcome, code, number, entries, problems, problemsTotal, changes, changesTotal } = document;
  const verb = {
    replaced: isDryRun ? 'would come into use' : 'is in use',
    unchanged: 'is in use already',
    refused: 'was passed over',
  }[outcome];
  out(`${kind}${number === null ? '' : ` no. ${number}`} (${entries} entries) ${verb}.\n`);
  if (code !== null) out(`  ${errorEntry(code).operator} (${code})\n`);
  for (const { text } of changes.slice(0, CHANGES_SHOWN)) out(`  ${text}\n`);
  if (changesTotal > CHANGES_SHOWN) out(`  … and ${changesTotal - CHANGES_SHOWN} more changes\n`);
  if (outcome === 'replaced') for (const problem of problems) out(`  ${problem}\n`);
  if (problemsTotal > problems.length) out(`  … and ${problemsTotal - problems.length} more problems\n`);
}
