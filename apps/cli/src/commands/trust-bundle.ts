import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorEntry, readMetadataInThread, signBundle, systemClock, trustSigners } from '@holdfast/server/commands';
import type { Command, Terminal } from '../command.ts';
import { configFor } from '../with-installation.ts';

const FRESHNESS_DAYS = 45;

export const trustBundle: Command = {
  name: 'trust bundle',
  summary: 'Signs files of trust data into one bundle for installations without internet',
  usage: '--key KEY.pem --out BUNDLE [--freshness-days N] FILE...',
  help: `Every FILE is read first as it will be read there: a metadata BLOB has to lead to the FIDO Alliance's roots (or to those of\nHOLDFAST_MDS_ANCHORS_FILE), a status list has to be whole. Needs no database. Without --freshness-days the bundle counts as\nfresh for ${FRESHNESS_DAYS} days. See docs/trust.md.`,
  options: {
    key: { type: 'string', help: 'Private key (PEM), Ed25519 or P-256; see trust keygen.' },
    out: { type: 'string', help: 'Where the bundle is written. A file that is there is not overwritten.' },
    'freshness-days': { type: 'string', help: 'How long it counts as fresh.' },
  },
  positionalsMax: 5,
  run: async (terminal, options, files) => {
    const { key, out } = options;
    const days = typeof options['freshness-days'] === 'string' ? options['freshness-days'] : String(FRESHNESS_DAYS);
    if (typeof key !== 'string' || typeof out !== 'string' || files.length === 0) {
      return wrong(terminal, 'needs --key, --out and at least one FILE');
    }
    if (!/^\d{1,4}$/.test(days) || Number(days) < 1 || Number(days) > 3650) {
      return wrong(terminal, 'takes --freshness-days from 1 to 3650');
    }
    const config = configFor(terminal);
    if (config === null) return 2;
    const signed = await signBundle(
      files.map((name) => ({ name, text: readFileSync(name, 'utf8') })),
      { privateKey: readFileSync(key, 'utf8'), at: systemClock(), freshnessDays: Number(days) },
      { signers: trustSigners({ ...config, trustBundleKeyFile: null }), readMetadata: readMetadataInThread },
    );
    if (!signed.ok) {
      const { file, refusal } = signed.error;
      for (const problem of refusal.problems ?? []) terminal.err(`  ${problem}\n`);
      const where = file === null ? '' : `${file}: `;
      terminal.err(`holdfast: ${where}${errorEntry(refusal.code).operator} (${refusal.code})\n`);
      return 1;
    }
    writeFileSync(out, `${signed.value.bundle}\n`, { flag: 'wx' });
    terminal.out(`${path.basename(out)}: ${signed.value.kinds.join(', ')}; fresh for ${days} days.\n`);
    return 0;
  },
};

function wrong({ err }: Terminal, what: string): 2 {
  err(`holdfast: trust bundle ${what}\n`);
  return 2;
}
