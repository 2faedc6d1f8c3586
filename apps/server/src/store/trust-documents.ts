import { type Instant, instant } from '@holdfast/kernel';
import type { Queries } from './database.ts';
import { type PageRequest, pageOf, type StoredPage } from './page.ts';
import { holdsText } from './text-search.ts';

/** What can be known of trust, each kind replaced by itself. */
export const trustDocumentKinds = [
  'metadata_blob',
  'android_status_list',
  'local_models',
  'managed_anchors',
  'overrides',
  'bundle',
] as const;
export type TrustDocumentKind = (typeof trustDocumentKinds)[number];

/** How a document came here: from an address, from a person, inside a bundle, or from a file named in the settings. */
export type TrustOrigin = 'fetched' | 'imported' | 'bundle' | 'file';

/** Everything about a document but itself. Kept for ever. */
export type TrustHeading = {
  readonly id: string;
  readonly kind: TrustDocumentKind;
  readonly digest: string;
  readonly arrivedAt: Instant;
  readonly number: number | null;
  readonly madeAt: Instant | null;
  readonly nextUpdateAt: Instant | null;
  readonly sizeBytes: number;
  readonly entries: number;
  readonly origin: TrustOrigin;
  readonly source: string | null;
  readonly byPersonId: string | null;
  readonly notes: HeadingNotes;
};

/** What was seen when it arrived; lists are cut, totals are not. */
export type HeadingNotes = {
  readonly signer?: string;
  readonly signerValidUntil?: number;
  /** Whether the issuers of its signer were asked, and what they said. */
  readonly revocation?: 'good' | 'unknown';
  /** Why it is not known. */
  readonly revocationNote?: string;
  readonly legalHeader?: string;
  readonly freshnessDays?: number;
  readonly problems?: readonly string[];
  readonly problemsTotal?: number;
  readonly changes?: readonly { readonly kind: string; readonly entry: string; readonly text: string }[];
  readonly changesTotal?: number;
};

/** `reading` is what a slow reader made of the body, null where the body itself is read. */
export type TrustBody = { readonly body: string; readonly reading: string | null };

export type CurrentDocument = { readonly heading: TrustHeading; readonly staleSince: Instant | null };

const headingColumns = [
  'trust_document.id',
  'trust_document.kind',
  'trust_document.digest',
  'trust_document.arrived_at',
  'trust_document.number',
  'trust_document.made_at',
  'trust_document.next_update_at',
  'trust_document.size_bytes',
  'trust_document.entries',
  'trust_document.origin',
  'trust_document.source',
  'trust_document.by_person_id',
  'trust_document.heading',
] as const;

/** Kind and id of every document in use: cheap enough to ask every second. */
export async function currentTrustIds(queries: Queries): Promise<ReadonlyMap<TrustDocumentKind, string>> {
  const rows = await queries.selectFrom('trust_current').select(['kind', 'document_id']).execute();
  return new Map(rows.map((row) => [row.kind as TrustDocumentKind, row.document_id]));
}

/** Headings of the documents in use. */
export async function currentTrustDocuments(
  queries: Queries,
): Promise<ReadonlyMap<TrustDocumentKind, CurrentDocument>> {
  const rows = await queries
    .selectFrom('trust_current')
    .innerJoin('trust_document', 'trust_document.id', 'trust_current.document_id')
    .select([...headingColumns, 'trust_current.stale_since'])
    .execute();
  return new Map(
    rows.map((row) => [
      row.kind as TrustDocumentKind,
      { heading: headingOf(row), staleSince: row.stale_since === null ? null : instant(row.stale_since) },
    ]),
  );
}

/**
 * The document of a kind that is in use, read for replacing it: transactions that do so take turns from here on.
 *
 * @returns null before the first
 */
export async function lockCurrentDocument(tx: Queries, kind: TrustDocumentKind): Promise<TrustHeading | null> {
  await tx
    .insertInto('installation')
    .values({ key: `lock.trust.${kind}`, value: '' })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: '' }))
    .execute();
  const row = await tx
    .selectFrom('trust_current')
    .innerJoin('trust_document', 'trust_document.id', 'trust_current.document_id')
    .select(headingColumns)
    .where('trust_current.kind', '=', kind)
    .executeTakeFirst();
  return row === undefined ? null : headingOf(row);
}

/** Puts a document into use. What was in use before stays in the history. */
export async function insertTrustDocument(
  tx: Queries,
  heading: TrustHeading,
  { body, reading }: TrustBody,
): Promise<void> {
  const { id, kind } = heading;
  await tx
    .insertInto('trust_document')
    .values({
      id,
      kind,
      digest: heading.digest,
      arrived_at: heading.arrivedAt,
      number: heading.number,
      made_at: heading.madeAt,
      next_update_at: heading.nextUpdateAt,
      size_bytes: heading.sizeBytes,
      entries: heading.entries,
      origin: heading.origin,
      source: heading.source,
      by_person_id: heading.byPersonId,
      heading: JSON.stringify(heading.notes),
    })
    .execute();
  await tx.insertInto('trust_document_body').values({ document_id: id, body, reading }).execute();
  await tx
    .insertInto('trust_current')
    .values({ kind, document_id: id, stale_since: null })
    .onConflict((conflict) => conflict.column('kind').doUpdateSet({ document_id: id, stale_since: null }))
    .execute();
}

export async function findTrustDocument(queries: Queries, id: string): Promise<TrustHeading | null> {
  const row = await queries
    .selectFrom('trust_document')
    .select(headingColumns)
    .where('trust_document.id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : headingOf(row);
}

/** Null where only the heading is kept. */
export async function trustBody(queries: Queries, id: string): Promise<TrustBody | null> {
  const row = await queries
    .selectFrom('trust_document_body')
    .select(['body', 'reading'])
    .where('document_id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** What a slow reader made of the body, without the body where there is such a reading. */
export async function trustReading(queries: Queries, id: string): Promise<string | null> {
  const row = await queries
    .selectFrom('trust_document_body')
    .select((e) => e.fn.coalesce('reading', 'body').as('text'))
    .where('document_id', '=', id)
    .executeTakeFirst();
  return row?.text ?? null;
}

/** Removes bodies of a kind but those of the newest; never that of the document in use. */
export async function removeOldBodies(tx: Queries, kind: TrustDocumentKind, keep: number): Promise<void> {
  const kept = await tx
    .selectFrom('trust_document_body')
    .innerJoin('trust_document', 'trust_document.id', 'trust_document_body.document_id')
    .select('trust_document.id')
    .where('trust_document.kind', '=', kind)
    .orderBy('trust_document.id', 'desc')
    .limit(keep + 1)
    .execute();
  if (kept.length <= keep) return;
  const current = await tx.selectFrom('trust_current').select('document_id').where('kind', '=', kind).execute();
  const ids = [...kept.slice(0, keep).map(({ id }) => id), ...current.map((row) => row.document_id)];
  const old = tx.selectFrom('trust_document').select('id').where('kind', '=', kind).where('id', 'not in', ids);
  await tx.deleteFrom('trust_document_body').where('document_id', 'in', old).execute();
}

export type HistoryRow = TrustHeading & {
  readonly isCurrent: boolean;
  readonly isBodyKept: boolean;
  readonly byUsername: string | null;
};

/** Newest first. */
export async function trustHistory(
  queries: Queries,
  words: readonly string[],
  kinds: readonly string[],
  { after, limit }: PageRequest<readonly [id: string]>,
): Promise<StoredPage<HistoryRow>> {
  const all = queries
    .selectFrom('trust_document')
    .leftJoin('trust_current', 'trust_current.document_id', 'trust_document.id')
    .leftJoin('trust_document_body', 'trust_document_body.document_id', 'trust_document.id')
    .leftJoin('person', 'person.id', 'trust_document.by_person_id')
    .$if(kinds.length > 0, (query) => query.where('trust_document.kind', 'in', kinds))
    .where((e) =>
      e.and(
        words.map((word) =>
          e.or([
            e('trust_document.digest', '=', word.toLowerCase()),
            e(e.cast<string>('trust_document.number', 'text'), '=', word),
            holdsText(e.ref('trust_document.source'), word),
            holdsText(e.ref('person.username'), word),
          ]),
        ),
      ),
    );
  const counted = await all.select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const found = await all
    .select([
      ...headingColumns,
      'trust_current.document_id as current_id',
      'trust_document_body.document_id as body_id',
      'person.username',
    ])
    .$if(after !== null, (query) => query.where('trust_document.id', '<', after?.[0] ?? ''))
    .orderBy('trust_document.id', 'desc')
    .limit(limit + 1)
    .execute();
  const rows = found.slice(0, limit).map((row) => ({
    ...headingOf(row),
    isCurrent: row.current_id !== null,
    isBodyKept: row.body_id !== null,
    byUsername: row.username,
  }));
  return pageOf(found, limit, Number(counted.total), (row) => [row.id], rows);
}

/** Remembers since when a document in use is stale, or that it is not any more. @returns whether that is news */
export async function setStaleSince(
  tx: Queries,
  kind: TrustDocumentKind,
  documentId: string,
  since: Instant | null,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('trust_current')
    .set({ stale_since: since })
    .where('kind', '=', kind)
    .where('document_id', '=', documentId)
    .where('stale_since', since === null ? 'is not' : 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

type HeadingRow = {
  readonly id: string;
  readonly kind: string;
  readonly digest: string;
  readonly arrived_at: number;
  readonly number: number | null;
  readonly made_at: number | null;
  readonly next_update_at: number | null;
  readonly size_bytes: number | null;
  readonly entries: number | null;
  readonly origin: string;
  readonly source: string | null;
  readonly by_person_id: string | null;
  readonly heading: string;
};

function headingOf(row: HeadingRow): TrustHeading {
  const time = (value: number | null) => (value === null ? null : instant(value));
  return {
    id: row.id,
    kind: row.kind as TrustDocumentKind,
    digest: row.digest,
    arrivedAt: instant(row.arrived_at),
    number: row.number,
    madeAt: time(row.made_at),
    nextUpdateAt: time(row.next_update_at),
    sizeBytes: row.size_bytes ?? 0,
    entries: row.entries ?? 0,
    origin: row.origin as TrustOrigin,
    source: row.source,
    byPersonId: row.by_person_id,
    notes: JSON.parse(row.heading) as HeadingNotes,
  };
}
