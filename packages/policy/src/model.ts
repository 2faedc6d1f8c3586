/**
 * The words of a policy once it is compiled. This package knows nothing of Web Authentication: credentials arrive as
 * plain data (`AssessedCredential`), which the trust package's `Assessment` happens to satisfy.
 */

import type {
  AndroidSecurityLevel,
  CertificationDemand,
  KeyProtection,
  ProblemStatus,
  SecondPersonDemand,
  TrustGroupKeyReaction,
} from './evidence-words.ts';

export type {
  AndroidSecurityLevel,
  CertificationDemand,
  KeyProtection,
  ProblemStatus,
  SecondPersonDemand,
  TrustGroupKeyReaction,
} from './evidence-words.ts';

/** As written in YAML → the class that an assessment says. */
export const credentialTypes = {
  synced_passkey: 'synced',
  platform_authenticator: 'platform',
  security_key: 'security-key',
  mobile_bound: 'mobile-bound',
  managed_device: 'managed-device',
} as const;
export type CredentialType = keyof typeof credentialTypes;
export type CredentialClass = (typeof credentialTypes)[CredentialType];

export type Reaction = 'warn' | 'quarantine' | 'refuse';
export type UserVerification = 'required' | 'preferred';
export type AlgorithmName =
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'RS256'
  | 'PS256'
  | 'EdDSA'
  | 'ML-DSA-44'
  | 'ML-DSA-65'
  | 'ML-DSA-87';

/** Where in the file something stands; lines and columns count from 1. */
export type Position = { readonly line: number; readonly column: number };

/** One entry below `passkey_policy`, defaults filled in. */
export type Population = {
  readonly name: string;
  /** Names of groups; null means everybody. */
  readonly appliesTo: readonly string[] | null;
  readonly allowedCredentialTypes: readonly CredentialType[];
  readonly minimumCredentials: number;
  readonly maximumCredentials: number;
  readonly attestationRequired: boolean;
  readonly syncAllowed: boolean;
  /** Model names or AAGUIDs as written; null means any. */
  readonly approvedAuthenticators: readonly string[] | null;
  readonly deniedAuthenticators: readonly string[];
  readonly refusedStatuses: readonly ProblemStatus[];
  readonly minimumCertification: CertificationDemand;
  readonly minimumFipsLevel: number;
  /** One of them is needed; null means any. */
  readonly keyProtection: readonly KeyProtection[] | null;
  readonly androidSecurityLevel: AndroidSecurityLevel;
  readonly androidVerifiedBoot: boolean;
  /** YYYYMM, the oldest that is accepted; null means any. */
  readonly androidPatchLevel: number | null;
  /** How old the patch level may be at registration; null means any age. */
  readonly androidPatchAgeMonths: number | null;
  /** Names of packages; null means any. */
  readonly androidApplications: readonly string[] | null;
  readonly userVerification: UserVerification;
  readonly algorithms: readonly AlgorithmName[];
  readonly session: { readonly idleMs: number; readonly absoluteMs: number };
  readonly onCounterRegression: Reaction;
  readonly onBackupStateChange: Reaction;
  readonly onNewTrustGroupKey: TrustGroupKeyReaction;
  /** Rules that only record what they find. */
  readonly monitor: readonly MonitorableRule[];
  /** Where each key stands in the source; `name` is the entry itself. Defaults have no place. */
  readonly positions: Readonly<Record<string, Position>>;
};

export type Policy = {
  /** SHA-256 of the source, hex: the same text is the same policy everywhere. */
  readonly digest: string;
  readonly source: string;
  readonly populations: readonly Population[];
  /** What a change of the policy itself needs. */
  readonly changes: {
    readonly secondPerson: SecondPersonDemand;
    /** Where that stands in the source; a default has no place. */
    readonly position: Position | null;
  };
};

/** What a policy is asked about. `Assessment` of the trust package satisfies it. */
export type AssessedCredential = {
  readonly class: CredentialClass;
  readonly evidence: 'attested' | 'claimed';
  readonly model: { readonly aaguid: string; readonly name: string | null; readonly evidence: 'attested' | 'claimed' };
  readonly algorithm: number;
  readonly userVerified: boolean;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
} & AssessedEvidence;

/** What the evidence of a credential and the metadata of its model say beyond its class. */
export type AssessedEvidence = {
  /** Open problems that concern this credential, worst first: statuses of the FIDO metadata, withdrawn certificates. */
  readonly problems: readonly {
    readonly status: string;
    readonly scope: 'model' | 'batch' | 'certificate';
  }[];
  readonly certification: {
    /** `FIDO_CERTIFIED`, `L1` to `L3plus`; null where none is known. */
    readonly level: string | null;
    readonly fips: { readonly level: number } | null;
  };
  /** Words of the metadata, e.g. `hardware`, `secure_element`; empty where nobody attested says so. */
  readonly keyProtection: readonly string[];
  /** What an Android key attestation says; null for everything else. */
  readonly android: null | {
    readonly attestationSecurityLevel: AndroidSecurityLevel;
    readonly keySecurityLevel: AndroidSecurityLevel;
    /** The boot state was verified and the device locked. */
    readonly verifiedBoot: boolean;
    /** YYYYMM. */
    readonly osPatchLevel: number | null;
    /** How old the patch level was at registration. */
    readonly patchAgeMonths: number | null;
    /** Packages that the key belongs to. */
    readonly packages: readonly string[];
  };
};

/** Rules that judge one credential. Stable: they stand in events, in the console and in docs. */
export const ruleIds = [
  'applies_to',
  'allowed_credential_types',
  'sync_allowed',
  'attestation_required',
  'approved_authenticators',
  'denied_authenticators',
  'refused_statuses',
  'minimum_certification',
  'minimum_fips_level',
  'key_protection',
  'android_security_level',
  'android_verified_boot',
  'android_patch_level',
  'android_patch_age',
  'android_applications',
  'user_verification',
  'algorithms',
] as const;
export type RuleId = (typeof ruleIds)[number];
/** `applies_to` is told where no entry applies: there is nobody who could only record it. */
export type MonitorableRule = Exclude<RuleId, 'applies_to'>;
export const monitorableRules: readonly MonitorableRule[] = ruleIds.filter((id) => id !== 'applies_to');

/** One rule of one population, applied to one credential. */
export type RuleOutcome = {
  readonly rule: RuleId;
  /** Empty for `applies_to`, which is told where no population applies. */
  readonly population: string;
  readonly outcome: 'holds' | 'fails';
  /** `monitor`: what it finds is recorded and refuses nothing. */
  readonly mode: 'enforce' | 'monitor';
  /** The fact that was looked at, e.g. `class`, and what it was. */
  readonly fact: string;
  readonly received: string;
  readonly expected: string;
  /** For operators: which rule, of which population, at which line, and which fact. */
  readonly operator: string;
  /** For the person, only where it refuses: what is wrong and what to use instead. */
  readonly person: string | null;
  readonly position: Position | null;
};

/** An assessment in the light of today's policy. Plain JSON. */
export type Verdict = {
  readonly shape: 2;
  /** What the enforced rules say together. */
  readonly outcome: 'accepted' | 'refused';
  /** The highest tier (product.md, Words) that the credential satisfies; 0 when refused. */
  readonly tier: 0 | 1 | 2 | 3;
  readonly policyDigest: string;
  /** How many rules fail in monitor mode: they would refuse if they were enforced. */
  readonly monitored: number;
  /** Every rule that was looked at: what refuses first, then what would, in a stable order. Never only the first failure. */
  readonly rules: readonly RuleOutcome[];
};

/**
 * The policy of one person: all populations they are in, the strictest of each matter. A rule that an entry only monitors
 * adds nothing here; `monitor` has those that nobody enforces, and their values restrict nothing.
 */
export type EffectivePolicy = Omit<
  Population,
  'name' | 'appliesTo' | 'positions' | 'approvedAuthenticators' | 'keyProtection'
> & {
  /** A model must be on every list; no list means any model. Lists cannot be cut: one may say names, another AAGUIDs. */
  readonly approvedAuthenticators: readonly (readonly string[])[];
  /** As approvals: one of each list is needed. */
  readonly keyProtection: readonly (readonly KeyProtection[])[];
  /**
   * Whether browsers are asked which trust group a synced passkey belongs to (`cmtgKey`): where one can be accepted.
   */
  readonly trustGroupKeyAsked: boolean;
  /**
   * Whether browsers are asked for an attestation. True for everybody as soon as any population of the policy looks at
   * models, so that what people enrol today can prove itself when they join that population tomorrow.
   */
  readonly attestationAsked: boolean;
  /** Empty: no population applies, and nothing is allowed. */
  readonly populations: readonly string[];
  /** Which population decided each matter, for "why". */
  readonly decidedBy: Readonly<Record<string, string>>;
};
