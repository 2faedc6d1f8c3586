import type { Brand, Instant } from '@holdfast/kernel';
import { DAY_MS } from '@holdfast/kernel';
import type { EntryProblem, MetadataEntry } from './entry.ts';

/** Who signed a BLOB, and under which anchor. */
export type BlobSigner = {
  readonly subject: string;
  readonly anchor: string;
  readonly algorithm: string;
  /** Leaf first, anchor last; base64url of DER. For asking about revocation. */
  readonly path: readonly string[];
  /** The first end of a certificate of the path: nothing signed like this will be believed after it. */
  readonly validUntil: Instant;
  /** An address in the header where a chain can be fetched. Nothing was fetched from it. */
  readonly x5u: string | null;
};

/** A metadata BLOB whose signer led to a pinned anchor. Only `verifyBlob` can make one. */
export type VerifiedBlob = Brand<
  {
    /** Digest of the document as it came, SHA-256 in hex. */
    readonly digest: string;
    readonly number: number;
    /** Compared with the number that the caller has: nothing is to be replaced where it is `unchanged`. */
    readonly progress: 'first' | 'newer' | 'unchanged';
    /** As written, for people. */
    readonly nextUpdate: string;
    /** Midnight, UTC, at the start of that day. */
    readonly nextUpdateAt: Instant;
    readonly legalHeader: string | null;
    readonly signer: BlobSigner;
    /** Sorted by identity; the order of the document means nothing. */
    readonly entries: readonly MetadataEntry[];
    /** Everything that was left out or read with care, in the order of the document. */
    readonly problems: readonly EntryProblem[];
  },
  'VerifiedBlob'
>;

export type BlobLimits = { readonly sizeBytesMax: number; readonly depthMax: number; readonly entriesMax: number };

/** Several times what was ever published. */
export const blobLimits: BlobLimits = { sizeBytesMax: 32 * 1024 * 1024, depthMax: 32, entriesMax: 20_000 };

/**
 * *Stale* is not *untrusted*: what was signed still holds, but the publisher promised something newer, and reports may be missing.
 *
 * @param budgetMs how long after the day of the promised update a BLOB still counts as fresh.
 */
export function freshness({ nextUpdateAt }: VerifiedBlob, at: Instant, budgetMs: number): 'fresh' | 'stale' {
  return at < nextUpdateAt + DAY_MS + budgetMs ? 'fresh' : 'stale';
}
