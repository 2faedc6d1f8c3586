export { type AndroidStatusList, androidRevocations, parseAndroidStatusList } from './android-status-list.ts';
export { assess } from './assess.ts';
export {
  type Assessment,
  type AssessmentReason,
  type CredentialClass,
  credentialClasses,
  type TrustData,
  type TrustedModel,
} from './assessment.ts';
export { type AttestationTrust, attestationTrust, attestationType } from './attestation-trust.ts';
export { type ChainMemo, createChainMemo } from './chain-memo.ts';
export { type KnownModel, knownModels } from './known-models.ts';
export { makeTrustData, parseTrustFile, type TrustFileError } from './trust-data.ts';
export { type AnchoredChain, verifyChain } from './verify-chain.ts';
