import { err, type Instant, ok, type Result, refuse } from '@holdfast/kernel';
import { type BlobChange, diffBlobs, type MetadataEntry } from '@holdfast/trust';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { findTrustDocument, trustReading } from '../../store/trust-documents.ts';
import { entriesOf } from './metadata-reading.ts';

const CHANGES_TOLD = 1000;

/** What is different between two documents of metadata, whichever came first. */
export async function compareDocuments(
  ports: Pick<Ports, 'database'>,
  from: string,
  to: string,
  at: Instant,
): Promise<Result<{ readonly changes: readonly BlobChange[]; readonly total: number }, RefusedCall>> {
  const before = await entriesIn(ports, from);
  if (!before.ok) return before;
  const entries = await entriesIn(ports, to);
  if (!entries.ok) return entries;
  const changes = diffBlobs({ entries: before.value }, { entries: entries.value }, at);
  return ok({ changes: changes.slice(0, CHANGES_TOLD), total: changes.length });
}

async function entriesIn(
  { database }: Pick<Ports, 'database'>,
  id: string,
): Promise<Result<readonly MetadataEntry[], RefusedCall>> {
  const heading = await findTrustDocument(database.queries, id);
  if (heading === null) return err(refuse('trust.document_not_found'));
  if (heading.kind !== 'metadata_blob')
    return err(refuse('trust.documents_differ_in_kind', { received: heading.kind }));
  const reading = await trustReading(database.queries, id);
  const entries = reading === null ? null : entriesOf(reading);
  return entries === null ? err(refuse('trust.document_body_gone')) : ok(entries);
}
