import { err, ok, type Result, refuse } from '@holdfast/kernel';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { ensureTrustSource, listTrustSources, type TrustSourceName } from '../../store/trust-sources.ts';
import { type Doer, record } from '../acting.ts';
import { type SourceView, sourceView } from './read-trust.ts';
import { addressOf, refreshSource } from './refresh-source.ts';

/** Reads a source because somebody asks, whenever it would be due. What came of it is in its state; that is no refusal. */
export async function refreshNow(
  ports: Ports,
  doer: Doer,
  name: TrustSourceName,
): Promise<Result<SourceView, RefusedCall>> {
  const url = addressOf(name, ports.config);
  if (url === null) return err(refuse('trust.source_off', { source: name }));
  await ensureTrustSource(ports.database.queries, name, url, doer.at);
  await ports.database.inTransaction((tx) =>
    record(ports, tx, doer, { type: 'trust.refresh_asked', detail: { source: name, url } }),
  );
  const outcome = await refreshSource(ports, name, { onlyDue: false, doer });
  if (outcome !== 'done') return err(refuse('trust.source_running', { source: name }));
  const at = ports.now();
  return ok(sourceView(ports, await listTrustSources(ports.database.queries, at), name));
}
