import { type Brand, DAY_MS, type Instant } from '@holdfast/kernel';

/** What a bundle can carry, one of each. */
export const bundleDocumentKinds = [
  'metadata_blob',
  'android_status_list',
  'managed_anchors',
  'local_models',
  'overrides',
] as const;
export type BundleDocumentKind = (typeof bundleDocumentKinds)[number];

export type BundleDocument = {
  readonly kind: BundleDocumentKind;
  /** As it came or was written: a JWT, JSON, PEM or YAML. */
  readonly body: string;
};

/** Everything that an installation without internet needs to know about authenticators, in one signed file. */
export type BundleContent = {
  readonly madeAt: Instant;
  /** How long it counts as fresh. */
  readonly freshnessDays: number;
  readonly documents: readonly BundleDocument[];
};

/** A bundle that one of the configured keys signed. Only `verifyBundle` can make one. Its documents are still to be read and judged. */
export type VerifiedBundle = Brand<
  BundleContent & {
    /** SHA-256 of the file as it came, hex. */
    readonly digest: string;
    readonly signer: { readonly keyId: string; readonly algorithm: BundleAlgorithm };
    /** Compared with the bundle in use. */
    readonly progress: 'first' | 'newer' | 'same_time';
  },
  'VerifiedBundle'
>;

export const bundleAlgorithms = ['EdDSA', 'ES256'] as const;
export type BundleAlgorithm = (typeof bundleAlgorithms)[number];

/** RFC 7515 §4.1.9: so that nothing else that the key signs can be taken for a bundle. */
export const BUNDLE_TYPE = 'holdfast-trust-bundle';

export const FRESHNESS_DAYS_MAX = 3650;

export const bundleLimits = { sizeBytesMax: 64 * 1024 * 1024, depthMax: 4 } as const;

/**
 * *Stale* is not *untrusted*: what was signed still holds and stays in use, but it is older than its maker meant it to become, and reports
 * may be missing. What is untrusted never came into use.
 */
export function bundleFreshness(
  { madeAt, freshnessDays }: Pick<BundleContent, 'madeAt' | 'freshnessDays'>,
  at: Instant,
): 'fresh' | 'stale' {
  return at < madeAt + freshnessDays * DAY_MS ? 'fresh' : 'stale';
}
