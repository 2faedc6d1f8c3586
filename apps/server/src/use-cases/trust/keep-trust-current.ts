import { type Instant, instant, SECOND_MS } from '@holdfast/kernel';
import type { Ports } from '../../ports.ts';
import { currentTrustDocuments, setStaleSince } from '../../store/trust-documents.ts';
import { ensureTrustSource, listTrustSources, type TrustSource, trustSourceNames } from '../../store/trust-sources.ts';
import { record } from '../acting.ts';
import { freshnessOf } from './freshness.ts';
import { addressOf, kindGivenBy, refreshSource } from './refresh-source.ts';

const FIRST_LOOK_MS = 5 * SECOND_MS;
const LOOK_EVERY_MS = 30 * SECOND_MS;

/** Fetches what is due and tells what has become stale. Safe on every node at once. */
export async function keepTrustCurrent(ports: Ports): Promise<void> {
  const { queries } = ports.database;
  const at = ports.now();
  for (const name of trustSourceNames) {
    const url = addressOf(name, ports.config);
    if (url !== null) await ensureTrustSource(queries, name, url, at);
  }
  for (const source of await listTrustSources(queries, at)) {
    const isDue = source.nextAttemptAt <= at && !source.isRunning;
    if (isDue) await refreshSource(ports, source.name, { onlyDue: true });
  }
  await noteStaleness(ports, ports.now());
}

/** The source that a kind of document is fetched from, where it is switched on. */
export function sourceOf(
  { config }: Pick<Ports, 'config'>,
  sources: readonly TrustSource[],
  kind: string,
): TrustSource | null {
  return sources.find(({ name }) => kindGivenBy(name) === kind && addressOf(name, config) !== null) ?? null;
}

/** One event when a document in use becomes stale, whoever brought it; what is newer ends it. */
async function noteStaleness(ports: Ports, at: Instant): Promise<void> {
  const { database, config } = ports;
  const sources = await listTrustSources(database.queries, at);
  for (const { heading, staleSince } of (await currentTrustDocuments(database.queries)).values()) {
    const source = sourceOf(ports, sources, heading.kind);
    const { state, until } = freshnessOf(heading, source, at, config.trustFreshnessMs);
    const since = state === 'stale' ? (until ?? at) : null;
    if ((since === null) === (staleSince === null)) continue;
    await database.inTransaction(async (tx) => {
      const isNews = await setStaleSince(tx, heading.kind, heading.id, since);
      if (!isNews || since === null) return;
      const detail = { kind: heading.kind, number: heading.number, digest: heading.digest, until: instant(since) };
      await record(ports, tx, { by: 'system', at }, { type: 'trust.document_stale', outcome: 'failed', detail });
    });
  }
}

/**
 * Looks every half minute, never while the server starts. What goes wrong is on record or in the log, and ends nothing.
 *
 * @returns stops it, and a download that is under way
 */
export function startKeepingTrustCurrent(ports: Ports): () => Promise<void> {
  const ending = new AbortController();
  const own: Ports = { ...ports, download: (request) => ports.download({ ...request, signal: ending.signal }) };
  let running: Promise<void> | null = null;
  const look = (): void => {
    if (running !== null || ending.signal.aborted) return;
    running = keepTrustCurrent(own)
      .catch((error: unknown) => {
        if (!ending.signal.aborted) ports.log.error({ error: String(error) }, 'trust data could not be looked after');
      })
      .finally(() => {
        running = null;
      });
  };
  const first = setTimeout(look, FIRST_LOOK_MS);
  const timer = setInterval(look, LOOK_EVERY_MS);
  first.unref();
  timer.unref();
  return async () => {
    ending.abort();
    clearTimeout(first);
    clearInterval(timer);
    await running;
  };
}
