import type { AttestationFormat } from '@holdfast/webauthn';
import type { ChainMemo } from './chain-memo.ts';
import type { MetadataEntry } from './metadata/entry.ts';

/** product.md, Words: what a passkey is. */
export const credentialClasses = ['synced', 'platform', 'security-key', 'mobile-bound', 'managed-device'] as const;
export type CredentialClass = (typeof credentialClasses)[number];

/** One line of why an assessment says what it says. `about` is the member that it explains. */
export type AssessmentReason = {
  readonly about: 'class' | 'evidence' | 'model' | 'attestation';
  /** Stable, dotted, ours. */
  readonly code: string;
  /** A sentence for an operator, complete with the values that decided. */
  readonly text: string;
};

/** Facts in the light of today's trust data. Plain JSON. */
export type Assessment = {
  readonly shape: 1;
  readonly class: CredentialClass;
  /** `attested`: signed by the maker and chained to an anchor of ours. `claimed`: only the client says so. */
  readonly evidence: 'attested' | 'claimed';
  readonly model: {
    readonly aaguid: string;
    /** Null where nobody told a name. */
    readonly name: string | null;
    /** Whether the maker signed for this model or the client only said so. */
    readonly evidence: 'attested' | 'claimed';
  };
  readonly attestation: {
    readonly format: AttestationFormat;
    /** Of a compound: the strongest of its statements. */
    readonly type: 'none' | 'self' | 'certified';
    readonly trusted: boolean;
    /** Subject of the anchor that the chain ends in. */
    readonly anchor: string | null;
  };
  readonly algorithm: number;
  readonly userVerified: boolean;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly reasons: readonly AssessmentReason[];
};

/** One model that an organisation vouches for by itself, or that a metadata statement describes. */
export type TrustedModel = {
  readonly aaguid: string;
  readonly name: string;
  readonly kind: 'security-key' | 'platform' | 'synced';
  /** DER certificates, base64url. A chain of this model ends in one of them, or its leaf is one. */
  readonly anchors: readonly string[];
  /** Who says so: the organisation itself where it is absent, or a metadata BLOB. */
  readonly source?: 'organisation' | 'metadata';
  /** What the BLOB says: reports, `multiDeviceCredentialSupport`, key protection. `statusOf` judges the reports at a time. */
  readonly metadata?: MetadataEntry;
};

/** Everything that assessing depends on besides the facts. Immutable; replaced as a whole. */
export type TrustData = {
  /** Digest of the documents this was made from. */
  readonly digest: string;
  /** By AAGUID. */
  readonly models: ReadonlyMap<string, TrustedModel>;
  /** Models that have no AAGUID (U2F), by the identifier of their attestation key; see `findModel`. */
  readonly modelsByKeyIdentifier: ReadonlyMap<string, TrustedModel>;
  /** Names for claims: AAGUIDs that the public knows, without any proof. By AAGUID. */
  readonly knownNames: ReadonlyMap<string, { readonly name: string; readonly kind: TrustedModel['kind'] }>;
  /** Certificates that were read before under this data. Changes nothing but time. */
  readonly chains: ChainMemo;
};
