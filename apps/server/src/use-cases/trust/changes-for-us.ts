import type { BlobChange } from '@holdfast/trust';
import type { Queries } from '../../store/database.ts';
import { countByModel, type ModelCount, noneOfModel } from '../../store/trust-models.ts';

/** A change with the model that it is about and how many passkeys of ours are of that model. */
export type ChangeForUs = BlobChange & {
  /** As the catalogue calls the model; null where it does not have it: a model that was removed, or of UAF. */
  readonly model: string | null;
  /** Null where passkeys of the model cannot be told from those of others, as of U2F keys. */
  readonly ours: ModelCount | null;
};

export async function changesForUs(queries: Queries, changes: readonly BlobChange[]): Promise<ChangeForUs[]> {
  const aaguids = new Set(changes.flatMap(({ entry }) => aaguidOf(entry) ?? []));
  const counts = await countByModel(queries, [...aaguids]);
  return changes.map((change) => {
    const aaguid = aaguidOf(change.entry);
    const ours = aaguid === null ? null : (counts.get(aaguid) ?? noneOfModel);
    const model = change.kind === 'model-removed' ? null : (aaguid ?? keyIdentifierOf(change.entry));
    return { ...change, model, ours };
  });
}

/** An entry is called by what identifies it: see `entryKey` of packages/trust. */
function aaguidOf(entry: string): string | null {
  return entry.startsWith('aaguid:') ? entry.slice('aaguid:'.length) : null;
}

function keyIdentifierOf(entry: string): string | null {
  return /^keys:([^,]+)/.exec(entry)?.[1] ?? null;
}
