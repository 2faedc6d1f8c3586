import type { Instant } from '@holdfast/kernel';
import type { EntryProblem, MetadataEntry, VerifiedBlob } from '@holdfast/trust';

/** Raised whenever entries are read in another way, so that what an earlier release stored is read again. */
const SHAPE = 1;
const PROBLEMS_KEPT = 100;

/** What a metadata BLOB comes to, ready to be stored: entries without pictures, which are most of its bytes. */
export type MetadataReading = {
  readonly digest: string;
  readonly number: number;
  readonly progress: VerifiedBlob['progress'];
  readonly nextUpdateAt: Instant;
  readonly legalHeader: string | null;
  readonly signer: {
    readonly subject: string;
    readonly anchor: string;
    readonly validUntil: Instant;
    readonly path: readonly string[];
  };
  readonly entriesTotal: number;
  readonly skippedTotal: number;
  readonly problems: readonly string[];
  readonly problemsTotal: number;
  /** JSON for `entriesOf`. */
  readonly text: string;
  readonly icons: readonly (readonly [key: string, icon: string])[];
};

export function readingOf(blob: VerifiedBlob): MetadataReading {
  const { digest, number, progress, nextUpdateAt, legalHeader, entries, problems } = blob;
  const { subject, anchor, validUntil, path } = blob.signer;
  return {
    digest,
    number,
    progress,
    nextUpdateAt,
    legalHeader,
    signer: { subject, anchor, validUntil, path },
    entriesTotal: entries.length,
    skippedTotal: problems.filter(({ isSkipped }) => isSkipped).length,
    problems: problems.slice(0, PROBLEMS_KEPT).map(problemText),
    problemsTotal: problems.length,
    text: JSON.stringify({ shape: SHAPE, entries: entries.map(withoutIcon) }),
    icons: entries.flatMap((entry) => {
      const key = modelKey(entry);
      const icon = entry.statement?.icon ?? null;
      return key === null || icon === null ? [] : [[key, icon] as const];
    }),
  };
}

/** @returns null where another release wrote it */
export function entriesOf(text: string): readonly MetadataEntry[] | null {
  const read = JSON.parse(text) as { readonly shape: number; readonly entries: readonly MetadataEntry[] };
  return read.shape === SHAPE ? read.entries : null;
}

/** One short word for a model in addresses: its AAGUID, or of a U2F key its first key identifier. UAF has neither. */
export function modelKey({ aaguid, keyIdentifiers }: MetadataEntry): string | null {
  return aaguid ?? keyIdentifiers[0] ?? null;
}

function withoutIcon(entry: MetadataEntry): MetadataEntry {
  return entry.statement === null ? entry : { ...entry, statement: { ...entry.statement, icon: null } };
}

function problemText({ index, entry, isSkipped, path, why }: EntryProblem): string {
  const where = `entry ${index}${entry === null ? '' : ` (${entry})`}${path === '' ? '' : ` ${path}`}`;
  return `${where} ${why}${isSkipped ? '; it was left out' : ''}.`;
}
