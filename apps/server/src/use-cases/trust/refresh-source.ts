import { DAY_MS, HOUR_MS, type Instant, instant, MINUTE_MS, type Refusal, refuse } from '@holdfast/kernel';
import type { Downloaded } from '../../adapters/download.ts';
import type { Config } from '../../config.ts';
import type { Ports } from '../../ports.ts';
import type { Tx } from '../../store/database.ts';
import { currentTrustDocuments, type TrustDocumentKind, type TrustHeading } from '../../store/trust-documents.ts';
import {
  type AttemptOutcome,
  finishAttempt,
  leaseTrustSource,
  listTrustSources,
  type TrustSource,
  type TrustSourceName,
} from '../../store/trust-sources.ts';
import { type Doer, record } from '../acting.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { askRevocation } from './ask-revocation.ts';
import { type ReadDocument, readDocument } from './read-document.ts';
import { isSame, storeDocument } from './store-document.ts';

export type RefreshPorts = Pick<
  Ports,
  'config' | 'database' | 'now' | 'newId' | 'randomBytes' | 'trustSigners' | 'download' | 'readMetadata' | 'log'
>;

/** What a source gives, and how much of it at most: several times what was ever published. */
const given = {
  fido_metadata: { kind: 'metadata_blob', sizeBytesMax: 32 * 1024 * 1024 },
  android_status: { kind: 'android_status_list', sizeBytesMax: 8 * 1024 * 1024 },
} as const satisfies Record<TrustSourceName, { kind: TrustDocumentKind; sizeBytesMax: number }>;

const TIMEOUT_MS = 45_000;
/** Longer than an attempt can take; the lease of a node that died runs out after it. */
const LEASE_MS = 5 * MINUTE_MS;
const EVERY_MS = DAY_MS;
const AFTER_PROMISE_MS = 6 * HOUR_MS;
const RETRY_MIN_MS = 5 * MINUTE_MS;
const RETRY_MAX_MS = 6 * HOUR_MS;

/** The kind of document that a source gives. */
export function kindGivenBy(name: TrustSourceName): TrustDocumentKind {
  return given[name].kind;
}

/** Null where the source is switched off. */
export function addressOf(name: TrustSourceName, { metadataUrl, androidStatusUrl }: Config): string | null {
  return name === 'fido_metadata' ? metadataUrl : androidStatusUrl;
}

type Attempt =
  | { readonly at: 'unchanged' }
  | { readonly at: 'read'; readonly read: ReadDocument; readonly etag: string | null }
  | { readonly at: 'failed'; readonly refusal: Refusal; readonly retryAfterMs: number | null }
  | { readonly at: 'refused'; readonly refusal: Refusal };

/**
 * One attempt at a source: fetch, believe, compare, store. Whatever goes wrong changes nothing but what is known of the source.
 * Of several nodes one does it.
 *
 * @returns `busy` where another node is at it, or where nobody asked and it is too early
 */
export async function refreshSource(
  ports: RefreshPorts,
  name: TrustSourceName,
  { onlyDue, doer }: { readonly onlyDue: boolean; readonly doer?: Doer },
): Promise<'done' | 'busy' | 'off'> {
  const { database, config } = ports;
  const url = addressOf(name, config);
  if (url === null) return 'off';
  const at = ports.now();
  const owner = ports.newId(at);
  const isMine = await leaseTrustSource(database.queries, name, { owner, at, until: instant(at + LEASE_MS) }, onlyDue);
  if (!isMine) return 'busy';
  const source = (await listTrustSources(database.queries, at)).find((each) => each.name === name);
  if (source === undefined) return 'busy';
  const current = (await currentTrustDocuments(database.queries)).get(given[name].kind)?.heading ?? null;
  const attempt = await attemptSource(ports, source, url, current, at);
  await settle(ports, { source, owner, url, doer: doer ?? { by: 'system', at } }, attempt);
  return 'done';
}

async function attemptSource(
  ports: RefreshPorts,
  source: TrustSource,
  url: string,
  current: TrustHeading | null,
  at: Instant,
): Promise<Attempt> {
  const { kind, sizeBytesMax } = given[source.name];
  const condition = conditionOf(source, current);
  const fetch = (ifNoneMatch: string | null) =>
    ports.download({ url, ifNoneMatch, sizeBytesMax, timeoutMs: TIMEOUT_MS });
  let fetched = await fetch(condition);
  // Only a copy that is in use can be what did not change: without one, or where nothing was asked, it is asked again.
  if (fetched.at === 'unchanged' && (condition === null || current === null)) fetched = await fetch(null);
  if (fetched.at === 'unchanged') {
    if (current !== null && condition !== null) return { at: 'unchanged' };
    return { at: 'failed', refusal: refuse('trust.source_unmodified'), retryAfterMs: null };
  }
  if (fetched.at === 'failed') return failedAttempt(fetched);
  const text = textOf(fetched.body);
  if (text === null) return { at: 'refused', refusal: refuse('trust.document_not_text') };
  const read = await readDocument(kind, text, { ...ports.trustSigners, readMetadata: ports.readMetadata, at });
  if (!read.ok) return { at: 'refused', refusal: read.error };
  if (current !== null && isSame(current, read.value)) return { at: 'read', read: read.value, etag: fetched.etag };
  return afterRevocation(ports, read.value, fetched.etag, at);
}

async function afterRevocation(
  ports: RefreshPorts,
  read: ReadDocument,
  etag: string | null,
  at: Instant,
): Promise<Attempt> {
  if (read.signedUnder.length === 0) return { at: 'read', read, etag };
  const revocation = await askRevocation(ports, read.signedUnder, at);
  if (revocation.state === 'revoked') {
    return {
      at: 'refused',
      refusal: { ...refuse('trust.signer_revoked', { subject: revocation.subject }), step: 'revocation' },
    };
  }
  const note = revocation.state === 'unknown' ? { revocationNote: revocation.why.slice(0, 500) } : {};
  return { at: 'read', read: { ...read, notes: { ...read.notes, revocation: revocation.state, ...note } }, etag };
}

/**
 * The entity tag of what is in use; of metadata without one its number, which the FIDO Alliance's service takes as a tag. A tag of
 * something that was refused would let it stay unseen, so that it is only remembered of what was taken.
 */
function conditionOf({ etag }: TrustSource, current: TrustHeading | null): string | null {
  if (current === null) return null;
  return etag ?? (current.number === null ? null : `"${current.number}"`);
}

function failedAttempt({ code, seen, retryAfterMs }: Extract<Downloaded, { at: 'failed' }>): Attempt {
  const refusal = refuse(code, { seen });
  return code === 'trust.document_too_large' ? { at: 'refused', refusal } : { at: 'failed', refusal, retryAfterMs };
}

function textOf(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

type Settling = { readonly source: TrustSource; readonly owner: string; readonly url: string; readonly doer: Doer };

/** Stores what an attempt came to, with the document where there is one, in one transaction. */
async function settle(ports: RefreshPorts, settling: Settling, attempt: Attempt): Promise<void> {
  const { source, owner, url, doer } = settling;
  if (attempt.at !== 'read') {
    await ports.database.inTransaction((tx) => conclude(ports, tx, settling, attempt));
    return;
  }
  const stored = await decideInTransaction(ports.database, async (tx) => {
    const arrival = { origin: 'fetched', source: url, madeAt: null, evenIfEmptier: false } as const;
    const done = await storeDocument(ports, tx, doer, attempt.read, arrival);
    if (!done.ok) return done;
    const isReplaced = done.value.at === 'replaced';
    const promised = isReplaced
      ? attempt.read.nextUpdateAt
      : done.value.at === 'unchanged'
        ? done.value.current.nextUpdateAt
        : null;
    await finishAttempt(tx, source.name, owner, {
      state: 'current',
      outcome: isReplaced ? 'replaced' : 'unchanged',
      message: null,
      nextAttemptAt: nextAfterSuccess(ports, doer.at, promised),
      etag: isSame(done.value.at === 'replaced' ? done.value.heading : done.value.current, attempt.read)
        ? attempt.etag
        : null,
      failures: 0,
      succeededAt: doer.at,
    });
    return done;
  });
  if (stored.ok) return;
  await ports.database.inTransaction((tx) => conclude(ports, tx, settling, { at: 'refused', refusal: stored.error }));
}

async function conclude(
  ports: RefreshPorts,
  tx: Tx,
  { source, owner, url, doer }: Settling,
  attempt: Exclude<Attempt, { at: 'read' }>,
): Promise<void> {
  if (attempt.at === 'unchanged') {
    await finishAttempt(tx, source.name, owner, unchanged(ports, source, doer.at));
    return;
  }
  const outcome = failure(ports, source, attempt, doer.at);
  if (!(await finishAttempt(tx, source.name, owner, outcome)) || outcome.state === source.state) return;
  // Told once: what stays as it is, is seen on the page of sources.
  ports.log.info(
    { source: source.name, url, code: attempt.refusal.code, detail: outcome.message },
    'trust source failed',
  );
  await record(ports, tx, doer, {
    type: attempt.at === 'refused' ? 'trust.document_refused' : 'trust.source_failed',
    outcome: 'failed',
    code: attempt.refusal.code,
    detail: {
      source: source.name,
      url,
      kind: given[source.name].kind,
      ...(attempt.refusal.step === undefined ? {} : { step: attempt.refusal.step }),
      ...attempt.refusal.detail,
    },
  });
}

function unchanged(ports: RefreshPorts, source: TrustSource, at: Instant): AttemptOutcome {
  return {
    state: 'current',
    outcome: 'unchanged',
    message: null,
    nextAttemptAt: nextAfterSuccess(ports, at, null),
    etag: source.etag,
    failures: 0,
    succeededAt: at,
  };
}

/** Untrusted stays untrusted while nothing arrives: that the source went silent afterwards is no better. */
function failure(
  ports: RefreshPorts,
  source: TrustSource,
  attempt: Extract<Attempt, { at: 'failed' | 'refused' }>,
  at: Instant,
): AttemptOutcome {
  const failures = source.failures + 1;
  const retryAfterMs = attempt.at === 'failed' ? (attempt.retryAfterMs ?? 0) : 0;
  const backoffMs = Math.min(RETRY_MIN_MS * 2 ** Math.min(source.failures, 16), RETRY_MAX_MS);
  return {
    state: attempt.at === 'refused' || source.state === 'untrusted' ? 'untrusted' : 'unreachable',
    outcome: attempt.refusal.code,
    message: messageOf(attempt.refusal),
    nextAttemptAt: instant(at + Math.max(retryAfterMs, spread(ports, backoffMs))),
    etag: source.etag,
    failures,
    succeededAt: null,
  };
}

function messageOf({ step, detail = {} }: Refusal): string | null {
  const parts = Object.entries(detail).map(
    ([name, value]) => `${name}: ${Array.isArray(value) ? value.join(' ') : value}`,
  );
  const text = [...(step === undefined ? [] : [`step ${step}`]), ...parts].join(', ').slice(0, 500);
  return text === '' ? null : text;
}

/** Daily, and soon after the promised day where that is nearer. */
function nextAfterSuccess(ports: RefreshPorts, at: Instant, promised: Instant | null): Instant {
  const wait = promised === null || promised <= at ? EVERY_MS : Math.min(EVERY_MS, promised - at + AFTER_PROMISE_MS);
  return instant(at + spread(ports, wait));
}

/** Between three quarters and five quarters, so that installations do not come all at once. */
function spread({ randomBytes }: Pick<Ports, 'randomBytes'>, ms: number): number {
  const [high = 0, low = 0] = randomBytes(2);
  return Math.round(ms * (0.75 + (0.5 * (high * 256 + low)) / 65_536));
}
