import type { PublicKey } from '@holdfast/encoding';
import type { Brand, CredentialId, Instant } from '@holdfast/kernel';
import type { CredentialFacts } from './facts.ts';
import type { TrustGroupKey } from './trust-group-key.ts';

/** WebAuthn L3 §5.5 `RegistrationResponseJSON`, as a browser's `toJSON()` gives it. Base64url members are strings. */
export type RegistrationResponseJSON = {
  readonly id: string;
  readonly rawId: string;
  readonly type: string;
  readonly response: {
    readonly clientDataJSON: string;
    readonly attestationObject: string;
    readonly transports?: readonly string[];
    readonly authenticatorData?: string;
    readonly publicKey?: string;
    readonly publicKeyAlgorithm?: number;
  };
  readonly authenticatorAttachment?: string;
  readonly clientExtensionResults?: Readonly<Record<string, unknown>>;
};

/** WebAuthn L3 §5.5 `AuthenticationResponseJSON`. */
export type AuthenticationResponseJSON = {
  readonly id: string;
  readonly rawId: string;
  readonly type: string;
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle?: string | null;
  };
  readonly authenticatorAttachment?: string;
  readonly clientExtensionResults?: Readonly<Record<string, unknown>>;
};

/** What both ceremonies compare with. */
export type Expected = {
  /** base64url of the challenge that was given out. */
  readonly challenge: string;
  /** Compared whole, never as prefix or suffix. */
  readonly origins: readonly string[];
  readonly rpId: string;
  readonly requireUserVerification: boolean;
  /** An iframe of another origin may run the ceremony. Default false. */
  readonly allowCrossOrigin?: boolean;
  /** Top origins that may embed us, when `allowCrossOrigin`. */
  readonly topOrigins?: readonly string[];
  /** FIDO AppID of a migrated U2F credential; authentication only. */
  readonly appid?: string;
  /** The extension `cmtgKey` was asked for. An output that nobody asked for is ignored, like that of any other extension. Default false. */
  readonly trustGroupKeyAsked?: boolean;
};

export type ExpectedRegistration = Expected & {
  /** COSE algorithm numbers that were offered. Default: every algorithm of the table but ES256K and RS1. */
  readonly supportedAlgs?: readonly number[];
  /** `conditional` lifts the demand for user presence (§7.1, conditional create). */
  readonly mediation?: 'conditional';
  /** Attestation signatures with SHA-1 count, as TPMs of old Windows machines make them. Default false. */
  readonly allowSha1Attestation?: boolean;
  /** When the ceremony takes place; only android-safetynet, which says when it was made, is compared with it. */
  readonly at?: Instant;
  /** Statements of android-safetynet may be of any time. Default false. */
  readonly skipTimestampCheck?: boolean;
  /** Of android-key, only what the secure environment vouches for counts. Default false: either list does (L3 §8.4). */
  readonly androidKeyRequireTee?: boolean;
};

export type ExpectedAuthentication = Expected & {
  /** base64url ids of `allowCredentials`; absent or empty when the list was not sent. */
  readonly allowCredentials?: readonly string[];
};

/** The stored credential that an assertion is checked against. */
export type StoredCredential = {
  /** base64url. */
  readonly id: string;
  /** COSE_Key, or its DER SubjectPublicKeyInfo where the store has that (imports faster); base64url or bytes. */
  readonly publicKey: Uint8Array | string;
  /**
   * COSE algorithm number. Needed beside a SubjectPublicKeyInfo of RS384, RS512 or RS1, which looks like one of RS256; a COSE_Key
   * says it by itself.
   */
  readonly algorithm?: number;
  /** What `publicKey` was imported to before, by a caller that keeps the keys which are in use; it is then not read again. */
  readonly importedKey?: PublicKey;
  readonly signCount: number;
  readonly backupEligible?: boolean;
  /** base64url. When given, a present user handle must be equal. */
  readonly userHandle?: string;
  /** True when nobody was named before the ceremony: the user handle is then mandatory. */
  readonly requireUserHandle?: boolean;
};

/** Only `verifyRegistration` makes one, so that the store can demand it. */
export type VerifiedRegistration = Brand<
  {
    readonly credentialId: CredentialId;
    /** COSE_Key as it came. */
    readonly publicKeyCose: Uint8Array;
    /** The same key as DER SubjectPublicKeyInfo. */
    readonly publicKeySpki: Uint8Array;
    readonly signCount: number;
    readonly facts: CredentialFacts;
    readonly trustGroupKey: TrustGroupKey;
    readonly evidence: { readonly attestationObject: Uint8Array; readonly clientDataJSON: Uint8Array };
  },
  'VerifiedRegistration'
>;

export type VerifiedAuthentication = Brand<
  {
    readonly credentialId: CredentialId;
    readonly signCount: number;
    readonly userVerified: boolean;
    readonly backupEligible: boolean;
    readonly backedUp: boolean;
    readonly counterRegressed: boolean;
    readonly trustGroupKey: TrustGroupKey;
  },
  'VerifiedAuthentication'
>;
