import type { Instant } from '@holdfast/kernel';
import type { Queries } from './database.ts';

export type TrustDocument = { readonly id: string; readonly digest: string; readonly body: string };

/** The newest document of a kind; ids are UUIDv7 and so sort by arrival. */
export async function newestTrustDocument(queries: Queries, kind: string): Promise<TrustDocument | null> {
  const row = await queries
    .selectFrom('trust_document')
    .select(['id', 'digest', 'body'])
    .where('kind', '=', kind)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** The id alone: cheap enough to ask every second. */
export async function newestTrustDocumentId(queries: Queries, kind: string): Promise<string | null> {
  const row = await queries
    .selectFrom('trust_document')
    .select('id')
    .where('kind', '=', kind)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function insertTrustDocument(
  tx: Queries,
  kind: string,
  document: TrustDocument,
  arrivedAt: Instant,
): Promise<void> {
  await tx
    .insertInto('trust_document')
    .values({ id: document.id, kind, digest: document.digest, body: document.body, arrived_at: arrivedAt })
    .execute();
}
