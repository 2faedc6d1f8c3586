import { err, type Instant, ok, type Result, refuse } from '@holdfast/kernel';
import type { BlobChange, VerifiedBundle } from '@holdfast/trust';
import { errorEntry } from '../../errors.ts';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { currentTrustDocuments, type TrustDocumentKind, type TrustHeading } from '../../store/trust-documents.ts';
import type { Doer } from '../acting.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { trustFiles } from './apply-trust-file.ts';
import { keepingOwnersIn } from './keeping-owners-in.ts';
import { type DocumentRefusal, kindOf, type ReadDocument, readDocument } from './read-document.ts';
import { type Arrival, changesTo, isSame, storeDocument, worseThan } from './store-document.ts';

export type ImportPorts = Pick<Ports, 'config' | 'database' | 'newId' | 'trustSigners' | 'readMetadata' | 'openBundle'>;

export type ImportWish = {
  readonly text: string;
  /** Name of the file, for the history. */
  readonly name: string | null;
  /** Tells what would change and changes nothing. */
  readonly isDryRun: boolean;
  readonly evenIfEmptier: boolean;
};

/** What became, or would become, of one document. */
export type ImportedDocument = {
  readonly kind: TrustDocumentKind;
  readonly outcome: 'replaced' | 'unchanged' | 'refused';
  readonly code: string | null;
  readonly number: number | null;
  readonly previousNumber: number | null;
  readonly digest: string;
  readonly entries: number;
  readonly previousEntries: number | null;
  readonly nextUpdateAt: Instant | null;
  readonly signer: string | null;
  readonly problems: readonly string[];
  readonly problemsTotal: number;
  readonly changes: readonly BlobChange[];
  readonly changesTotal: number;
};

const CHANGES_TOLD = 300;

/** Takes a document from a person: finds out what it is, believes it or not, and puts it into use where it is no worse. */
export async function importDocument(
  ports: ImportPorts,
  doer: Doer,
  wish: ImportWish,
): Promise<Result<readonly ImportedDocument[], RefusedCall>> {
  const kind = kindOf(wish.text);
  if (kind === null) return err(refusedImport(refuse('trust.document_unknown_kind'), null));
  if (kind === 'page') return err(refusedImport(refuse('trust.document_is_page'), null));
  if (kind === 'overrides') return err(refusedImport(refuse('trust.overrides_unsigned'), kind));
  if (kind === 'bundle') return importBundle(ports, doer, wish);
  if (comesFromFile(ports, kind)) return err(refusedImport(refuse('trust.document_from_file'), kind));
  const { trustSigners, readMetadata } = ports;
  const read = await readDocument(kind, wish.text, { ...trustSigners, readMetadata, at: doer.at });
  if (!read.ok) return err(refusedImport(read.error, kind));
  const arrival = { origin: 'imported', source: wish.name, madeAt: null, evenIfEmptier: wish.evenIfEmptier } as const;
  const done = wish.isDryRun
    ? await foretell(ports, doer.at, read.value, arrival)
    : await takeIn(ports, doer, read.value, arrival);
  return done.ok ? ok([done.value]) : err(refusedImport(done.error, kind));
}

/** Whether a setting names a file for this kind, which would win again at the next start. */
export function comesFromFile({ config }: Pick<Ports, 'config'>, kind: TrustDocumentKind): boolean {
  return Object.hasOwn(trustFiles, kind) && config[trustFiles[kind as keyof typeof trustFiles]] !== null;
}

/** What would become of a document. */
async function foretell(
  { database }: ImportPorts,
  at: Instant,
  read: ReadDocument,
  arrival: Arrival,
): Promise<Result<ImportedDocument, DocumentRefusal>> {
  const current = (await currentTrustDocuments(database.queries)).get(read.kind)?.heading ?? null;
  if (current !== null && isSame(current, read)) return ok(imported(read, 'unchanged', [], current));
  const worse = worseThan(current, read, arrival);
  if (worse !== null) return err(worse);
  return ok(imported(read, 'replaced', await changesTo(database.queries, current, read, at), current));
}

async function takeIn(
  ports: ImportPorts,
  doer: Doer,
  read: ReadDocument,
  arrival: Arrival,
): Promise<Result<ImportedDocument, DocumentRefusal>> {
  const current = (await currentTrustDocuments(ports.database.queries)).get(read.kind)?.heading ?? null;
  const stored = await decideInTransaction(ports.database, (tx) =>
    keepingOwnersIn(ports, tx, doer, read.kind, () => storeDocument(ports, tx, doer, read, arrival)),
  );
  if (!stored.ok) return stored;
  return ok(imported(read, stored.value.at, stored.value.at === 'replaced' ? stored.value.changes : [], current));
}

/**
 * Takes all documents of a bundle at once or, where the bundle itself or one of them is not what it should be, none. One that is older
 * or emptier than what is in use is passed over and told: a bundle brings everything, and most of it may be there already.
 */
async function importBundle(
  ports: ImportPorts,
  doer: Doer,
  wish: ImportWish,
): Promise<Result<readonly ImportedDocument[], RefusedCall>> {
  const { database, trustSigners } = ports;
  const current = await currentTrustDocuments(database.queries);
  const previousMadeAt = current.get('bundle')?.heading.madeAt ?? null;
  const bundle = await ports.openBundle(wish.text.trimEnd(), {
    keys: trustSigners.bundleKeys,
    at: doer.at,
    previousMadeAt,
  });
  if (!bundle.ok) return err(refusedImport(bundle.error, 'bundle'));
  const read = await readBundle(ports, wish.text.trimEnd(), bundle.value);
  if (!read.ok) return err(refusedImport(read.error, read.error.kind));
  const { madeAt } = bundle.value;
  const arrivalOf = ({ kind }: ReadDocument): Arrival =>
    kind === 'bundle'
      ? { origin: 'imported', source: wish.name, madeAt, evenIfEmptier: true }
      : { origin: 'bundle', source: bundle.value.digest, madeAt, evenIfEmptier: wish.evenIfEmptier };
  const documents: ImportedDocument[] = [];
  const told = async (each: ReadDocument, decide: () => Promise<Result<ImportedDocument, DocumentRefusal>>) => {
    const inUse = current.get(each.kind)?.heading ?? null;
    const passedOver = comesFromFile(ports, each.kind) ? err(refuse('trust.document_from_file')) : await decide();
    documents.push(
      passedOver.ok ? passedOver.value : { ...imported(each, 'refused', [], inUse), code: passedOver.error.code },
    );
  };
  if (wish.isDryRun) {
    for (const each of read.value) await told(each, () => foretell(ports, doer.at, each, arrivalOf(each)));
    return ok(documents);
  }
  const taken = await decideInTransaction(database, (tx) =>
    keepingOwnersIn(ports, tx, doer, 'bundle', async () => {
      for (const each of read.value) {
        await told(each, async () => {
          const inUse = current.get(each.kind)?.heading ?? null;
          const stored = await storeDocument(ports, tx, doer, each, arrivalOf(each));
          if (!stored.ok) return stored;
          return ok(imported(each, stored.value.at, stored.value.at === 'replaced' ? stored.value.changes : [], inUse));
        });
      }
      return ok(documents);
    }),
  );
  return taken.ok ? taken : err(refusedImport(taken.error, 'bundle'));
}

/** The bundle and what is in it. Who signed for metadata counts as of when the bundle was made: its own signer saw it then. */
async function readBundle(
  { trustSigners, readMetadata }: ImportPorts,
  text: string,
  { digest, documents, freshnessDays, madeAt, signer }: VerifiedBundle,
): Promise<Result<readonly ReadDocument[], DocumentRefusal & { readonly kind: TrustDocumentKind }>> {
  const itself: ReadDocument = {
    kind: 'bundle',
    digest,
    number: null,
    nextUpdateAt: null,
    entries: documents.length,
    skipped: 0,
    notes: { freshnessDays, signer: signer.keyId },
    signedUnder: [],
    icons: [],
    body: text,
    reading: null,
  };
  const read: ReadDocument[] = [];
  for (const { kind, body } of documents) {
    const each = await readDocument(kind, body, { ...trustSigners, readMetadata, at: madeAt });
    if (!each.ok) return err({ ...each.error, kind });
    read.push(each.value);
  }
  return ok([...read, itself]);
}

function imported(
  read: ReadDocument,
  outcome: ImportedDocument['outcome'],
  changes: readonly BlobChange[],
  previous: TrustHeading | null,
): ImportedDocument {
  return {
    kind: read.kind,
    outcome,
    code: null,
    number: read.number,
    previousNumber: previous?.number ?? null,
    digest: read.digest,
    entries: read.entries,
    previousEntries: previous?.entries ?? null,
    nextUpdateAt: read.nextUpdateAt,
    signer: read.notes.signer ?? null,
    problems: read.notes.problems ?? [],
    problemsTotal: read.notes.problemsTotal ?? 0,
    changes: changes.slice(0, CHANGES_TOLD),
    changesTotal: changes.length,
  };
}

/** Whoever imports is an administrator and has to know what is wrong, so that they get the sentence for operators. */
function refusedImport({ problems, ...refusal }: DocumentRefusal, kind: TrustDocumentKind | null): RefusedCall {
  const fields = (problems ?? []).map((message) => ({ field: 'text', message }));
  return {
    ...refusal,
    message: errorEntry(refusal.code).operator,
    event: { type: 'trust.document_refused', detail: { kind: kind ?? 'unknown' } },
    ...(fields.length === 0 ? {} : { fields }),
  };
}
