import { hash } from 'node:crypto';
import type { Instant } from '@holdfast/kernel';
import {
  type AndroidStatusList,
  type MetadataEntry,
  type MetadataModels,
  type ModelOverride,
  makeTrustData,
  modelsFromBlob,
  parseAndroidStatusList,
  type TrustData,
  type TrustedModel,
  verifyBlob,
} from '@holdfast/trust';
import type { Queries } from './store/database.ts';
import { currentTrustDocuments, type TrustDocumentKind, trustBody, trustReading } from './store/trust-documents.ts';
import { entriesOf, readingOf } from './use-cases/trust/metadata-reading.ts';
import { anchorsOf, localModelsOf, overridesOf } from './use-cases/trust/read-document.ts';

/** Documents as they were read, by id, so that one that stays in use is read once. */
export type ReadParts = Map<string, unknown>;

/** Who may have signed the metadata that is kept. */
export type MetadataTrust = { readonly anchors: readonly string[]; readonly signerHosts: readonly string[] | null };

/**
 * Trust data from every document in use. What the organisation says of a model comes before what metadata says, but does
 * not hide what is reported of it.
 *
 * @param parts kept by the caller; what is no longer in use is taken out
 */
export async function trustFromDocuments(
  queries: Queries,
  parts: ReadParts,
  metadataTrust: MetadataTrust,
  at: Instant,
): Promise<TrustData> {
  const current = await currentTrustDocuments(queries);
  const headings = new Map([...current].map(([kind, { heading }]) => [kind, heading]));
  const ids = new Set([...headings.values()].map(({ id }) => id));
  for (const id of parts.keys()) if (!ids.has(id)) parts.delete(id);
  const part = async <T>(
    kind: TrustDocumentKind,
    none: T,
    read: (text: string, id: string) => Promise<T> | T,
  ): Promise<T> => {
    const heading = headings.get(kind);
    if (heading === undefined) return none;
    const held = parts.get(heading.id) as T | undefined;
    if (held !== undefined) return held;
    const made = await read((await trustReading(queries, heading.id)) ?? '', heading.id);
    parts.set(heading.id, made);
    return made;
  };
  const entries = await part<readonly MetadataEntry[]>('metadata_blob', [], async (text, id) => {
    const arrivedAt = headings.get('metadata_blob')?.arrivedAt ?? at;
    return entriesOf(text) ?? (await readAgain(queries, id, metadataTrust, arrivedAt));
  });
  const androidStatus = await part<AndroidStatusList>('android_status_list', new Map(), statusListOf);
  const local = await part<readonly TrustedModel[]>('local_models', [], (text) => usable(localModelsOf(text)));
  const managedAnchors = await part<readonly string[]>('managed_anchors', [], (text) => usable(anchorsOf(text)));
  const overrides = await part<readonly ModelOverride[]>('overrides', [], (text) => usable(overridesOf(text)));
  const blob = modelsFromBlob({ entries });
  const digests = [...headings.values()]
    .filter(({ kind }) => kind !== 'bundle')
    .map(({ kind, digest }) => `${kind} ${digest}`);
  return makeTrustData({
    digest: hash('sha256', [...digests.sort(), `reports ${boundaryBefore(entries, at)}`].join('\n'), 'hex'),
    at,
    models: [...blob.models, ...withReports(local, blob)],
    modelsByKeyIdentifier: blob.modelsByKeyIdentifier,
    androidStatus,
    managedAnchors,
    overrides,
  });
}

/** The last time at or before `at` at which a report came into effect or ended: what statuses amount to changes only then. */
export function boundaryBefore(entries: readonly MetadataEntry[], at: Instant): number {
  let last = 0;
  for (const { reports } of entries) {
    for (const { effectiveAt, sunsetAt } of reports) {
      if (effectiveAt !== null && effectiveAt <= at && effectiveAt > last) last = effectiveAt;
      if (sunsetAt !== null && sunsetAt <= at && sunsetAt > last) last = sunsetAt;
    }
  }
  return last;
}

function withReports(local: readonly TrustedModel[], { models }: MetadataModels): readonly TrustedModel[] {
  const known = new Map(models.map((model) => [model.aaguid, model]));
  return local.map((model) => {
    const metadata = known.get(model.aaguid)?.metadata;
    return metadata === undefined ? model : { ...model, metadata };
  });
}

/** After a release that reads entries in another way. It was believed when it arrived, so that is when its signer counts. */
async function readAgain(
  queries: Queries,
  id: string,
  { anchors, signerHosts }: MetadataTrust,
  arrivedAt: Instant,
): Promise<readonly MetadataEntry[]> {
  const body = (await trustBody(queries, id))?.body ?? '';
  const verified = verifyBlob(body, { anchors, at: arrivedAt, ...(signerHosts === null ? {} : { signerHosts }) });
  if (!verified.ok) throw new Error(`The metadata in use cannot be read by this release (${verified.error.code}).`);
  return entriesOf(readingOf(verified.value).text) ?? [];
}

function statusListOf(text: string): AndroidStatusList {
  const parsed = parseAndroidStatusList(JSON.parse(text));
  if (!parsed.ok) throw new Error('The status list in use cannot be read by this release.');
  return parsed.value;
}

function usable<T>(
  read:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly error: { readonly problems?: readonly string[] } },
): T {
  if (read.ok) return read.value;
  throw new Error(`A trust document in use cannot be read by this release:\n${(read.error.problems ?? []).join('\n')}`);
}
