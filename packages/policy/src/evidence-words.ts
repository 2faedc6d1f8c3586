/** The words in which evidence is demanded, each list from the mildest to the strictest where that means something. */

/** Statuses that speak against a model (FIDO MDS v3.1.1 §3.1.4) or against one certificate of it. */
export const problemStatuses = [
  'REVOKED',
  'USER_VERIFICATION_BYPASS',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
  'ATTESTATION_KEY_COMPROMISE',
  'RETIRED',
  'ATTESTATION_CERTIFICATE_REVOKED',
] as const;
export type ProblemStatus = (typeof problemStatuses)[number];

/** `FIDO_CERTIFIED` is the older certification, which has no level. */
export const certificationDemands = ['none', 'FIDO_CERTIFIED', 'L1', 'L1plus', 'L2', 'L2plus', 'L3', 'L3plus'] as const;
export type CertificationDemand = (typeof certificationDemands)[number];

/** FIDO Registry of Predefined Values §3.2. */
export const keyProtections = ['software', 'hardware', 'tee', 'secure_element', 'remote_handle'] as const;
export type KeyProtection = (typeof keyProtections)[number];

export const androidSecurityLevels = ['software', 'tee', 'strongbox'] as const;
export type AndroidSecurityLevel = (typeof androidSecurityLevels)[number];

/** What may happen when a synced passkey signs in with a trust group key that it never showed. */
export const trustGroupKeyReactions = ['warn', 'step_up', 'refuse'] as const;
export type TrustGroupKeyReaction = (typeof trustGroupKeyReactions)[number];

export const secondPersonDemands = ['not_required', 'required'] as const;
export type SecondPersonDemand = (typeof secondPersonDemands)[number];

/** `202511` → `2025-11` */
export function monthText(yearMonth: number): string {
  return `${Math.floor(yearMonth / 100)}-${String(yearMonth % 100).padStart(2, '0')}`;
}
