/** Attestation statement formats that a verifier here understands; the table in `formats.ts` has one row for each. */
export type AttestationFormat =
  | 'none'
  | 'packed'
  | 'tpm'
  | 'android-key'
  | 'android-safetynet'
  | 'fido-u2f'
  | 'apple'
  | 'compound';

/**
 * What an attestation statement proved by itself. Whether its chain ends in an anchor that somebody trusts is not known
 * here: that is an assessment, made again whenever trust data changes.
 *
 * - `none`: no statement. The AAGUID is then only what the client said.
 * - `self`: signed by the credential key itself; proves possession, says nothing about the maker.
 * - `certified`: signed by a key that the first certificate of `chain` certifies.
 * - `compound`: several statements about one credential, each of which was verified.
 */
export type AttestationFacts =
  | StatementFacts
  | { readonly type: 'compound'; readonly statements: readonly CompoundedStatement[] };

/** What one statement proved. */
export type StatementFacts =
  | { readonly type: 'none' }
  | { readonly type: 'self'; readonly algorithm: number }
  | CertifiedFacts;

export type CertifiedFacts = {
  readonly type: 'certified';
  /** COSE algorithm number of the attestation signature; null where the format has none besides that of the certificate. */
  readonly algorithm: number | null;
  /** Leaf first, base64url of DER, as it came, roots on the wire included (nobody trusts them). */
  readonly chain: readonly string[];
  /**
   * The leaf belongs to one credential or one device, and the next certificate of the chain signed it. Decisions then depend on the
   * rest of the chain and on `details`, not on the bytes of the leaf: the digest of the facts leaves them out, so that equal devices
   * have equal digests. False wherever the leaf itself has to be judged.
   */
  readonly leafIsInterchangeable: boolean;
  readonly details: AttestationDetails;
};

/** One of the statements of a compound; they cannot be nested (L3 §8.9). */
export type CompoundedStatement = {
  readonly format: Exclude<AttestationFormat, 'compound'>;
  readonly attestation: StatementFacts;
};

/** What the certified statement says about the device and the key, by format. Nothing here identifies one device. */
export type AttestationDetails =
  | PackedDetails
  | TpmDetails
  | AndroidKeyDetails
  | SafetyNetDetails
  | { readonly format: 'fido-u2f' }
  | { readonly format: 'apple' };

export type PackedDetails = {
  readonly format: 'packed';
  /** L3 §8.2.2: the certificate carries a serial number of the device, as enterprise attestation does. */
  readonly enterprise: boolean;
};

/** L3 §8.3; names as in the TPM 2.0 library and the TCG registry. */
export type TpmDetails = {
  readonly format: 'tpm';
  /** Vendor id of the TCG registry, for example `id:494E5443`, and its name where the registry knows it. */
  readonly manufacturer: string;
  readonly manufacturerName: string | null;
  readonly model: string;
  readonly version: string;
  readonly keyType: 'RSA' | 'ECC';
  readonly nameAlgorithm: TpmHashName;
  /** TPMA_OBJECT: the key cannot leave this TPM, and the TPM itself made it. */
  readonly fixedTpm: boolean;
  readonly sensitiveDataOrigin: boolean;
};
export type TpmHashName = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';

export type AndroidSecurityLevel = 'software' | 'tee' | 'strongbox';

/** L3 §8.4 and the key description of Android's key attestation. */
export type AndroidKeyDetails = {
  readonly format: 'android-key';
  readonly attestationVersion: number;
  readonly attestationSecurityLevel: AndroidSecurityLevel;
  readonly keymasterVersion: number;
  readonly keymasterSecurityLevel: AndroidSecurityLevel;
  readonly softwareEnforced: AndroidAuthorizations;
  readonly hardwareEnforced: AndroidAuthorizations;
};

/** An authorization list; null where the list does not say. Times, serial numbers and identifiers of the device are left out. */
export type AndroidAuthorizations = {
  /** 2 is signing, 3 verification. */
  readonly purposes: readonly number[];
  readonly algorithm: number | null;
  readonly keySize: number | null;
  readonly origin: 'generated' | 'derived' | 'imported' | 'unknown' | 'securely-imported' | null;
  readonly noAuthRequired: boolean;
  readonly userAuthType: number | null;
  readonly rootOfTrust: AndroidRootOfTrust | null;
  readonly osVersion: number | null;
  /** YYYYMM, or YYYYMMDD for vendor and boot. */
  readonly osPatchLevel: number | null;
  readonly vendorPatchLevel: number | null;
  readonly bootPatchLevel: number | null;
  readonly applicationId: AndroidApplicationId | null;
};

export type AndroidRootOfTrust = {
  /** base64url. */
  readonly verifiedBootKey: string;
  readonly deviceLocked: boolean;
  readonly verifiedBootState: 'verified' | 'self-signed' | 'unverified' | 'failed';
  readonly verifiedBootHash: string | null;
};

export type AndroidApplicationId = {
  readonly packages: readonly string[];
  /** SHA-256 of the signing certificates, base64url. */
  readonly signatureDigests: readonly string[];
};

/** L3 §8.5. The service has been shut down: a statement is verified, but no new one can be genuine. */
export type SafetyNetDetails = {
  readonly format: 'android-safetynet';
  readonly retired: true;
  readonly version: string;
  readonly apkPackageName: string | null;
  /** True in every statement that was accepted. */
  readonly ctsProfileMatch: true;
  readonly basicIntegrity: boolean | null;
};

/**
 * What the cryptography established about a credential at registration. Stored with the bytes that prove it, never
 * changed. Plain JSON; nothing here identifies one credential but the leaves of chains that are made for one (see
 * `leafIsInterchangeable`), so that equal devices have equal facts.
 */
export type CredentialFacts = {
  /** Version of this shape. */
  readonly shape: 1;
  readonly format: AttestationFormat;
  readonly attestation: AttestationFacts;
  /** COSE algorithm number of the credential key. */
  readonly algorithm: number;
  /** Lower-case uuid; zeros where the authenticator tells none. */
  readonly aaguid: string;
  readonly userVerified: boolean;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  /** Said by the client, not signed: `authenticatorAttachment`, `getTransports()`, `credProps.rk`. */
  readonly claimed: {
    readonly attachment: 'platform' | 'cross-platform' | null;
    readonly transports: readonly string[];
    readonly residentKey: boolean | null;
  };
};
