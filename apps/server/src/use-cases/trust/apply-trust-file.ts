import { readFileSync } from 'node:fs';
import type { Ports } from '../../ports.ts';
import { readDocument } from './read-document.ts';
import { storeDocument } from './store-document.ts';

type ApplyPorts = Pick<Ports, 'database' | 'now' | 'newId' | 'trustSigners' | 'readMetadata'>;

/** Settings that name a file of trust data, and what it holds. What a file says wins over what was imported. */
export const trustFiles = { local_models: 'trustFile', managed_anchors: 'managedCaFile' } as const;

/** Brings local models and managed authorities to what the configured files say. Without a file, what is stored stays. */
export async function applyTrustFiles(ports: ApplyPorts & Pick<Ports, 'config'>): Promise<void> {
  const { trustFile, managedCaFile } = ports.config;
  if (trustFile !== null) await applyTrustFile(ports, 'local_models', readFileSync(trustFile, 'utf8'), trustFile);
  if (managedCaFile !== null)
    await applyTrustFile(ports, 'managed_anchors', readFileSync(managedCaFile, 'utf8'), managedCaFile);
}

/**
 * Stores what a file says when it differs from what is in use. Several nodes with one file may do it at once.
 *
 * @param text as in docs/trust.md; the empty text takes everything of the kind back
 * @throws with every problem, one a line, when the text is not usable: nothing is then stored
 */
export async function applyTrustFile(
  ports: ApplyPorts,
  kind: keyof typeof trustFiles,
  text: string,
  file: string | null = null,
): Promise<'applied' | 'unchanged'> {
  const { database, now, trustSigners, readMetadata } = ports;
  const at = now();
  const given = text.trim() === '' && kind === 'local_models' ? 'models: []\n' : text;
  const read = await readDocument(kind, given, { ...trustSigners, readMetadata, at });
  if (!read.ok) {
    const problems = (read.error.problems ?? [read.error.code]).map((problem) => `\n  ${problem}`);
    throw new Error(`The trust file${file === null ? '' : ` ${file}`} is not usable:${problems.join('')}`);
  }
  const stored = await database.inTransaction((tx) =>
    storeDocument(ports, tx, { by: 'system', at }, read.value, {
      origin: 'file',
      source: file,
      madeAt: null,
      evenIfEmptier: true,
    }),
  );
  return stored.ok && stored.value.at === 'replaced' ? 'applied' : 'unchanged';
}
