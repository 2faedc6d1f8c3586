export { type AndroidKeyDescription, parseKeyDescription } from './android-key-description.ts';
export { type AuthenticationStepId, authenticationSteps } from './authentication-steps.ts';
export {
  type AttestedCredentialData,
  type AuthenticatorData,
  formatAaguid,
  parseAuthenticatorData,
} from './authenticator-data.ts';
export type {
  AuthenticationResponseJSON,
  Expected,
  ExpectedAuthentication,
  ExpectedRegistration,
  RegistrationResponseJSON,
  StoredCredential,
  VerifiedAuthentication,
  VerifiedRegistration,
} from './ceremony.ts';
export { type AuthenticationEvidence, decodeAuthentication, peekAuthentication } from './decode-authentication.ts';
export { decodeRegistration, peekRegistration, type RegistrationEvidence } from './decode-registration.ts';
export { type WebauthnErrorCode, webauthnErrors } from './errors.ts';
export type {
  AndroidApplicationId,
  AndroidAuthorizations,
  AndroidKeyDetails,
  AndroidRootOfTrust,
  AndroidSecurityLevel,
  AttestationDetails,
  AttestationFacts,
  AttestationFormat,
  CertifiedFacts,
  CompoundedStatement,
  CredentialFacts,
  PackedDetails,
  SafetyNetDetails,
  StatementFacts,
  TpmDetails,
  TpmHashName,
} from './facts.ts';
export { factsDigest } from './facts-digest.ts';
export { verifiableFormats } from './formats.ts';
export { type RegistrationStepId, registrationSteps } from './registration-steps.ts';
export type { Step, StepRefusal, WebauthnRefusal } from './step.ts';
export type { TrustGroupKey } from './trust-group-key.ts';
export { verifyAuthentication } from './verify-authentication.ts';
export { verifyRegistration } from './verify-registration.ts';
