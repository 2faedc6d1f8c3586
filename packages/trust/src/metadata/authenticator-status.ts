/** FIDO certification levels, lowest first. */
export const certificationLevels = ['L1', 'L1plus', 'L2', 'L2plus', 'L3', 'L3plus'] as const;
export type CertificationLevel = (typeof certificationLevels)[number];

/** Statuses that speak against a model, worst first. */
export const problemStatuses = [
  'REVOKED',
  'USER_KEY_REMOTE_COMPROMISE',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
  'USER_VERIFICATION_BYPASS',
  'RETIRED',
] as const;
export type ProblemStatus = (typeof problemStatuses)[number];

/** What a published status means. */
export type StatusMeaning =
  | { readonly kind: 'problem'; readonly status: ProblemStatus; readonly words: string }
  /** `level` is null for certifications without one, and for their absence. */
  | { readonly kind: 'certification'; readonly isCertified: boolean; readonly level: CertificationLevel | null }
  | { readonly kind: 'fips'; readonly level: number }
  | { readonly kind: 'update' };

const problem = (status: ProblemStatus, words: string) => [status, { kind: 'problem', status, words }] as const;

/** MDS 3.1.1 §3.1.4 `AuthenticatorStatus`. What is not here means nothing to us, as the text demands of values that come later. */
export const authenticatorStatuses: ReadonlyMap<string, StatusMeaning> = new Map<string, StatusMeaning>([
  problem('REVOKED', 'is not to be trusted at all, as the FIDO Alliance has found'),
  problem('USER_KEY_REMOTE_COMPROMISE', 'has keys that can be stolen from afar'),
  problem(
    'ATTESTATION_KEY_COMPROMISE',
    'has an attestation key that others have too, so that anything can claim to be one',
  ),
  problem('USER_KEY_PHYSICAL_COMPROMISE', 'has keys that can be taken out by whoever holds it'),
  problem('USER_VERIFICATION_BYPASS', 'can be used without the fingerprint or PIN of its owner'),
  problem('RETIRED', 'was retired by its maker and is no longer to be accepted'),
  ['NOT_FIDO_CERTIFIED', { kind: 'certification', isCertified: false, level: null }],
  ['SELF_ASSERTION_SUBMITTED', { kind: 'certification', isCertified: false, level: null }],
  ['FIDO_CERTIFIED', { kind: 'certification', isCertified: true, level: null }],
  ...certificationLevels.map(
    (level) => [`FIDO_CERTIFIED_${level}`, { kind: 'certification', isCertified: true, level }] as const,
  ),
  ...[1, 2, 3, 4].map((level) => [`FIPS140_CERTIFIED_L${level}`, { kind: 'fips', level }] as const),
  ['UPDATE_AVAILABLE', { kind: 'update' }],
]);
