import type { Instant } from '@holdfast/kernel';
import type { AndroidSecurityLevel, AttestationFormat } from '@holdfast/webauthn';
import type { AndroidStatusList } from './android-status-list.ts';
import type { ChainMemo } from './chain-memo.ts';
import type { CertificationLevel } from './metadata/authenticator-status.ts';
import type { MetadataEntry } from './metadata/entry.ts';
import type { ModelOverride } from './metadata/models-from-blob.ts';
import type { FipsCertification } from './metadata/status-of.ts';

/** product.md, Words: what a passkey is. */
export const credentialClasses = ['synced', 'platform', 'security-key', 'mobile-bound', 'managed-device'] as const;
export type CredentialClass = (typeof credentialClasses)[number];

/** The member of an assessment that a reason explains. */
export const assessmentMembers = [
  'class',
  'evidence',
  'model',
  'attestation',
  'problems',
  'certification',
  'protection',
  'device',
] as const;

/** One line of why an assessment says what it says. `about` is the member that it explains. */
export type AssessmentReason = {
  readonly about: (typeof assessmentMembers)[number];
  /** Stable, dotted, ours. */
  readonly code: string;
  /** A sentence for an operator, complete with the values that decided. */
  readonly text: string;
};

/** Google's status list names a certificate of the chain. Stands beside the statuses of MDS among the problems. */
export const CERTIFICATE_REVOKED = 'ATTESTATION_CERTIFICATE_REVOKED';

/** Something that speaks against a model, a batch of it or one certificate, and is open when the trust data was put together. */
export type AssessmentProblem = {
  /** A problem status of MDS (`problemStatuses`), or `CERTIFICATE_REVOKED`. */
  readonly status: string;
  /** Milliseconds since the epoch; null where nobody says. */
  readonly since: number | null;
  readonly scope: 'model' | 'batch' | 'certificate';
  readonly text: string;
};

export type AndroidAssessment = {
  /** Where the key description was made and signed. */
  readonly attestationSecurityLevel: AndroidSecurityLevel;
  /** Where the key lives. */
  readonly keySecurityLevel: AndroidSecurityLevel;
  /** The boot state is verified and the boot loader locked, as the hardware says. */
  readonly verifiedBoot: boolean;
  readonly verifiedBootState: string | null;
  readonly deviceLocked: boolean | null;
  /** YYYYMM. */
  readonly osPatchLevel: number | null;
  /** Months between the patch level and the registration. */
  readonly patchAgeMonths: number | null;
  /** The applications that the key belongs to. */
  readonly packages: readonly string[];
};

export type TpmAssessment = {
  /** Vendor id of the TCG registry. */
  readonly manufacturer: string;
  readonly manufacturerName: string | null;
  readonly model: string;
};

/** Facts in the light of today's trust data. Plain JSON. */
export type Assessment = {
  readonly shape: 2;
  readonly class: CredentialClass;
  /** `attested`: signed by the maker and chained to an anchor of ours. `claimed`: only the client says so. */
  readonly evidence: 'attested' | 'claimed';
  readonly model: {
    readonly aaguid: string;
    /** Null where nobody told a name. */
    readonly name: string | null;
    /** Whether the maker signed for this model or the client only said so. */
    readonly evidence: 'attested' | 'claimed';
    /** Who knows the name. */
    readonly source: 'metadata' | 'organisation' | 'built-in' | 'known-names' | null;
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
  /** Worst first. */
  readonly problems: readonly AssessmentProblem[];
  /** Only of attested models that metadata describes. */
  readonly certification: {
    /** `FIDO_CERTIFIED` is a certification without a level. */
    readonly level: CertificationLevel | 'FIDO_CERTIFIED' | null;
    readonly fips: FipsCertification | null;
  };
  /** Words of the FIDO registry, for example `hardware` and `secure_element`; empty where nobody attested says so. */
  readonly keyProtection: readonly string[];
  /** Only of android-key: what the key description says. */
  readonly android: AndroidAssessment | null;
  /** Only of tpm. */
  readonly tpm: TpmAssessment | null;
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

/** A platform that signs for its keys without a metadata statement of each model. Its anchors change by release. */
export type BuiltInPlatform = {
  /** Only statements of this format may end in these anchors. */
  readonly format: 'android-key' | 'apple';
  readonly name: string;
  /** AAGUIDs that this platform gives itself. */
  readonly aaguids: readonly string[];
  /** DER certificates, base64url. */
  readonly anchors: readonly string[];
  /** What each key that these anchors lead to is protected by; empty where the statement itself says. */
  readonly keyProtection: readonly string[];
};

/** Everything that assessing depends on besides the facts. Immutable; replaced as a whole. */
export type TrustData = {
  /** Digest of the documents this was made from. */
  readonly digest: string;
  /** When it was put together: statuses of models are those of this time. */
  readonly at: Instant;
  /** By AAGUID. */
  readonly models: ReadonlyMap<string, TrustedModel>;
  /** Models that have no AAGUID (U2F), by the identifier of their attestation key; see `findModel`. */
  readonly modelsByKeyIdentifier: ReadonlyMap<string, TrustedModel>;
  /** Names for claims: AAGUIDs that the public knows, without any proof. By AAGUID. */
  readonly knownNames: ReadonlyMap<string, { readonly name: string; readonly kind: TrustedModel['kind'] }>;
  /** Serial numbers that Google has withdrawn. */
  readonly androidStatus: AndroidStatusList;
  readonly builtIn: readonly BuiltInPlatform[];
  /** The organisation's own device-management authorities: DER certificates, base64url. */
  readonly managedAnchors: readonly string[];
  /** What somebody who is trusted knows better than the models say. By AAGUID. */
  readonly overrides: ReadonlyMap<string, ModelOverride>;
  /** Certificates that were read before under this data. Changes nothing but time. */
  readonly chains: ChainMemo;
};
