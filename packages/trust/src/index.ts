export {
  type AndroidRevocation,
  type AndroidStatusList,
  androidRevocations,
  parseAndroidStatusList,
} from './android-status-list.ts';
export { assess } from './assess.ts';
export {
  type AndroidAssessment,
  type Assessment,
  type AssessmentProblem,
  type AssessmentReason,
  assessmentMembers,
  type BuiltInPlatform,
  CERTIFICATE_REVOKED,
  type CredentialClass,
  credentialClasses,
  type TpmAssessment,
  type TrustData,
  type TrustedModel,
} from './assessment.ts';
export { type AttestationTrust, attestationTrust, attestationType } from './attestation-trust.ts';
export { appleWebauthnRoots, type BuiltInCertificate, googleAttestationRoots } from './built-in-certificates.ts';
export { builtInPlatforms } from './built-in-platforms.ts';
export {
  BUNDLE_TYPE,
  type BundleAlgorithm,
  type BundleContent,
  type BundleDocument,
  type BundleDocumentKind,
  bundleAlgorithms,
  bundleDocumentKinds,
  bundleFreshness,
  bundleLimits,
  FRESHNESS_DAYS_MAX,
  type VerifiedBundle,
} from './bundle/bundle.ts';
export { type BundleKey, bundleKeyOf, readBundleKey } from './bundle/bundle-key.ts';
export { type BundleStepId, bundlePayloadSteps, bundleSignatureSteps } from './bundle/bundle-steps.ts';
export { type BundleErrorCode, bundleErrors } from './bundle/errors.ts';
export { assembleBundle, bundleSigningInput, makeBundlePayload } from './bundle/make-bundle.ts';
export { parseOverrides } from './bundle/parse-overrides.ts';
export { type BundleSettings, type RefusedBundle, verifyBundle } from './bundle/verify-bundle.ts';
export { type ChainMemo, createChainMemo } from './chain-memo.ts';
export { judgingDigest } from './judging-digest.ts';
export { type KnownModel, knownModels } from './known-models.ts';
export { attestationKeyIdentifier, firmwareVersion } from './metadata/attestation-certificate.ts';
export {
  authenticatorStatuses,
  type CertificationLevel,
  certificationLevels,
  type ProblemStatus,
  problemStatuses,
  type StatusMeaning,
} from './metadata/authenticator-status.ts';
export { type BlobLimits, type BlobSigner, blobLimits, freshness, type VerifiedBlob } from './metadata/blob.ts';
export { type BlobStepId, payloadSteps, signatureSteps } from './metadata/blob-steps.ts';
export { type BlobChange, diffBlobs } from './metadata/diff-blobs.ts';
export {
  type EntryProblem,
  entryKey,
  entryName,
  type MetadataEntry,
  type MetadataStatement,
  type MultiDeviceCredentialSupport,
  type ProtocolFamily,
  type StatusReport,
} from './metadata/entry.ts';
export { type MetadataErrorCode, metadataErrors } from './metadata/errors.ts';
export { findModel } from './metadata/find-model.ts';
export { findJsonFaults, type JsonFault } from './metadata/json-faults.ts';
export { type MetadataModels, type ModelOverride, modelsFromBlob } from './metadata/models-from-blob.ts';
export { type RevocationList, readRevocationList, revocationListAddresses } from './metadata/revocation-list.ts';
export {
  type FipsCertification,
  type ModelProblem,
  type ModelStatus,
  type ResolvedProblem,
  type StatusQuestion,
  statusOf,
} from './metadata/status-of.ts';
export { type BlobRefusal, type BlobSettings, verifyBlob } from './metadata/verify-blob.ts';
export { makeTrustData, parseTrustFile, type TrustFileError } from './trust-data.ts';
export { type AnchoredChain, verifyChain } from './verify-chain.ts';
