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
 */
export type AttestationFacts =
  | { readonly type: 'none' }
  | { readonly type: 'self'; readonly algorithm: number }
  | {
      readonly type: 'certified';
      readonly algorithm: number;
      /** Leaf first, base64url of DER, as it came, roots on the wire included (nobody trusts them). */
      readonly chain: readonly string[];
    };

/**
 * What the cryptography established about a credential at registration. Stored with the bytes that prove it, never
 * changed. Plain JSON; nothing here identifies one credential, so that equal devices have equal facts.
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
