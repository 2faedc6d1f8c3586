export { assess } from './assess.ts';
export {
  type Assessment,
  type AssessmentReason,
  type CredentialClass,
  credentialClasses,
  type TrustData,
  type TrustedModel,
} from './assessment.ts';
export { type KnownModel, knownModels } from './known-models.ts';
export { makeTrustData, parseTrustFile, type TrustFileError } from './trust-data.ts';
export { type AnchoredChain, verifyChain } from './verify-chain.ts';
