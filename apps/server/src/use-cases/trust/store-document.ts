import { err, type Instant, ok, type Refusal, type Result, refuse, toIso } from '@holdfast/kernel';
import { type BlobChange, diffBlobs, type MetadataEntry } from '@holdfast/trust';
import type { Ports } from '../../ports.ts';
import type { Queries, Tx } from '../../store/database.ts';
import {
  insertTrustDocument,
  lockCurrentDocument,
  removeOldBodies,
  type TrustDocumentKind,
  type TrustHeading,
  type TrustOrigin,
  trustReading,
} from '../../store/trust-documents.ts';
import { replaceIcons } from '../../store/trust-models.ts';
import { type Doer, record } from '../acting.ts';
import { requestRejudging } from '../judging/request-rejudging.ts';
import { entriesOf } from './metadata-reading.ts';
import type { ReadDocument } from './read-document.ts';

/** Where a document came from. `madeAt` is known only of what came in a bundle. */
export type Arrival = {
  readonly origin: TrustOrigin;
  readonly source: string | null;
  readonly madeAt: Instant | null;
  /** Somebody has seen that it lists far less and wants it all the same. */
  readonly evenIfEmptier: boolean;
};

export type Stored =
  | { readonly at: 'unchanged'; readonly current: TrustHeading }
  | { readonly at: 'replaced'; readonly heading: TrustHeading; readonly changes: readonly BlobChange[] };

/** Bodies that are kept of each kind; headings are kept for ever. What was in a bundle is kept by itself too. */
const bodiesKept: Readonly<Record<TrustDocumentKind, number>> = {
  metadata_blob: 12,
  android_status_list: 12,
  local_models: 50,
  managed_anchors: 50,
  overrides: 50,
  bundle: 2,
};
const CHANGES_KEPT = 300;
/** For people. */
const kindNames: Readonly<Record<TrustDocumentKind, string>> = {
  metadata_blob: 'FIDO metadata',
  android_status_list: 'a list of withdrawn Android certificates',
  local_models: 'a list of own models',
  managed_anchors: 'an authority of managed devices',
  overrides: 'a list of overrides',
  bundle: 'a bundle',
};

/** Below this many entries nothing can be said about having become emptier. */
const ENTRIES_FOR_COMPARISON = 20;

/**
 * Whether a document is worse than the one in use: older, or suspiciously emptier. What is signed may be old, and what is not
 * signed may be anything.
 */
export function worseThan(current: TrustHeading | null, read: ReadDocument, arrival: Arrival): Refusal | null {
  if (current !== null && read.number !== null && current.number !== null && read.number < current.number) {
    return {
      ...refuse('metadata.number_backwards', { received: read.number, previous: current.number }),
      step: 'number',
    };
  }
  const inUseSince = current === null ? null : (current.madeAt ?? current.arrivedAt);
  if (read.number === null && arrival.madeAt !== null && inUseSince !== null && arrival.madeAt < inUseSince) {
    return refuse('trust.document_older', { madeAt: toIso(arrival.madeAt), inUseSince: toIso(inUseSince) });
  }
  // Where there was nothing, anything that was believed is better.
  if (arrival.evenIfEmptier || current === null || !comparedBySize.has(read.kind)) return null;
  const isEmptier = current.entries >= ENTRIES_FOR_COMPARISON && read.entries * 2 < current.entries;
  const isBroken = read.skipped > 1 && read.skipped * 10 > read.entries + read.skipped;
  if (!isEmptier && !isBroken) return null;
  return refuse('trust.document_emptier', {
    entries: read.entries,
    unreadable: read.skipped,
    previous: current.entries,
  });
}

/** Lists of others; what the organisation says by itself may shrink as it likes. */
const comparedBySize: ReadonlySet<TrustDocumentKind> = new Set(['metadata_blob', 'android_status_list']);

/** The same document, or of metadata the same number: a number is given once, and what is in use was believed first. */
export function isSame(current: TrustHeading, read: ReadDocument): boolean {
  return current.digest === read.digest || (read.number !== null && read.number === current.number);
}

/**
 * Puts a document into use unless it is worse than what is, with its event and the order to judge everything again, in the
 * transaction of the caller. Two that arrive at once take turns, so that the later of them is compared with the earlier.
 */
export async function storeDocument(
  ports: Pick<Ports, 'newId'>,
  tx: Tx,
  doer: Doer,
  read: ReadDocument,
  arrival: Arrival,
): Promise<Result<Stored, Refusal>> {
  const current = await lockCurrentDocument(tx, read.kind);
  if (current !== null && isSame(current, read)) return ok({ at: 'unchanged', current });
  const worse = worseThan(current, read, arrival);
  if (worse !== null) return err(worse);
  const changes = await changesTo(tx, current, read, doer.at);
  const heading: TrustHeading = {
    id: ports.newId(doer.at),
    kind: read.kind,
    digest: read.digest,
    arrivedAt: doer.at,
    number: read.number,
    madeAt: arrival.madeAt,
    nextUpdateAt: read.nextUpdateAt,
    sizeBytes: Buffer.byteLength(read.body),
    entries: read.entries,
    origin: arrival.origin,
    source: arrival.source,
    byPersonId: doer.by === 'person' ? doer.actor.personId : null,
    notes: { ...read.notes, changes: changes.slice(0, CHANGES_KEPT), changesTotal: changes.length },
  };
  await insertTrustDocument(tx, heading, read);
  await removeOldBodies(tx, read.kind, bodiesKept[read.kind]);
  if (read.kind === 'metadata_blob') await replaceIcons(tx, read.icons);
  await record(ports, tx, doer, {
    type: 'trust.document_stored',
    detail: {
      kind: read.kind,
      number: read.number,
      digest: read.digest,
      origin: arrival.origin,
      source: arrival.source,
      entries: read.entries,
      unreadable: read.skipped,
      changes: changes.length,
      previous: current?.digest ?? null,
      evenIfEmptier: arrival.evenIfEmptier,
    },
  });
  // A bundle changes nothing but by what is in it.
  if (read.kind !== 'bundle') {
    const cause = `${kindNames[read.kind]}${read.number === null ? '' : ` ${read.number}`} came into use`;
    await requestRejudging(ports, tx, {
      at: doer.at,
      cause,
      requestedBy: doer.by === 'person' ? doer.actor.personId : null,
    });
  }
  return ok({ at: 'replaced', heading, changes });
}

/** What a document of metadata changes for decisions; of other kinds nothing is compared. */
export async function changesTo(
  queries: Queries,
  current: TrustHeading | null,
  read: ReadDocument,
  at: Instant,
): Promise<readonly BlobChange[]> {
  if (read.kind !== 'metadata_blob' || read.reading === null || current === null) return [];
  const before = entriesOf((await trustReading(queries, current.id)) ?? '{}');
  const entries: readonly MetadataEntry[] = entriesOf(read.reading) ?? [];
  return before === null ? [] : diffBlobs({ entries: before }, { entries }, at);
}
