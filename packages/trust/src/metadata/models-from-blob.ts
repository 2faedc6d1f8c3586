import type { TrustedModel } from '../assessment.ts';
import type { VerifiedBlob } from './blob.ts';
import type { MetadataEntry, MetadataStatement } from './entry.ts';

/** What somebody who is trusted knows better than the metadata: above all, that a model syncs in spite of what it says. */
export type ModelOverride = {
  readonly aaguid: string;
  readonly kind?: TrustedModel['kind'];
  readonly name?: string;
  /** How they know, for people. */
  readonly why?: string;
};

/** Data for `makeTrustData`. */
export type MetadataModels = {
  readonly models: readonly TrustedModel[];
  /** Authenticators without an AAGUID, by the identifier of their attestation key. */
  readonly modelsByKeyIdentifier: ReadonlyMap<string, TrustedModel>;
};

const zeroAaguid = '00000000-0000-0000-0000-000000000000';

/**
 * The models of a BLOB that can make WebAuthn credentials: those with an AAGUID, and U2F ones by key identifier. Entries without a
 * statement have no roots and so can prove nothing, but their reports count. What the reports amount to depends on time and chain, so
 * that the entry goes along and `statusOf` is asked when it matters.
 */
export function modelsFromBlob(
  { entries }: Pick<VerifiedBlob, 'entries'>,
  overrides: readonly ModelOverride[] = [],
): MetadataModels {
  const byAaguid = new Map(overrides.map((override) => [override.aaguid, override]));
  const models = entries.flatMap((entry) =>
    entry.aaguid === null ? [] : [modelOf(entry, entry.aaguid, byAaguid.get(entry.aaguid))],
  );
  const withoutAaguid = entries.filter(({ aaguid, aaid }) => aaguid === null && aaid === null);
  const modelsByKeyIdentifier = new Map(
    withoutAaguid.flatMap((entry) => {
      const model = modelOf(entry, zeroAaguid, undefined);
      return entry.keyIdentifiers.map((keyIdentifier) => [keyIdentifier, model] as const);
    }),
  );
  return { models, modelsByKeyIdentifier };
}

function modelOf(entry: MetadataEntry, aaguid: string, override: ModelOverride | undefined): TrustedModel {
  const { statement } = entry;
  return {
    aaguid,
    name: override?.name ?? statement?.description ?? entry.keyIdentifiers[0] ?? aaguid,
    kind: override?.kind ?? kindOf(statement),
    anchors: statement?.attestationRootCertificates ?? [],
    source: 'metadata',
    metadata: entry,
  };
}

/**
 * `explicit` leaves it to BE, credential by credential; only `implicit` makes every credential of a model a synced one. A model that can
 * be built in is a platform even where it also roams, as a phone does; one that says nothing gets the weaker claim.
 */
function kindOf(statement: MetadataStatement | null): TrustedModel['kind'] {
  if (statement === null) return 'platform';
  const { multiDeviceCredentialSupport, attachmentHint, protocolFamily } = statement;
  if (multiDeviceCredentialSupport === 'implicit') return 'synced';
  if (attachmentHint.includes('internal')) return 'platform';
  return attachmentHint.length > 0 || protocolFamily === 'u2f' ? 'security-key' : 'platform';
}
