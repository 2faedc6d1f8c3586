export { androidStatusDocument, type WithdrawnCertificate } from './android-status-document.ts';
export { type AttestationKind, attestationKinds } from './attest.ts';
export type { AndroidOptions } from './attest-android-key.ts';
export {
  type Authenticator,
  AuthenticatorError,
  type AuthenticatorOptions,
  type CeremonyContext,
  createAuthenticator,
} from './authenticator.ts';
export type { AuthenticationJSON, CreationOptionsJSON, RegistrationJSON, RequestOptionsJSON } from './ceremony-json.ts';
export { type DeviceName, deviceNames, type EmulatedDevice, type EmulatedWorld, emulatedDevices } from './devices.ts';
export { exampleCreationOptions, exampleRequestOptions } from './example-options.ts';
export {
  type AttestationIdentity,
  type CertificateFault,
  createMaker,
  type LeafDraft,
  type Maker,
  type MakerOptions,
} from './maker.ts';
export {
  type BlobContent,
  createMetadataPublisher,
  type MetadataAlgorithm,
  type MetadataFault,
  type MetadataPublisher,
  type MetadataPublisherOptions,
  metadataEntry,
  metadataFaults,
} from './metadata-publisher.ts';
export { type Misbehaviour, type MisbehaviourScope, misbehaviours } from './misbehaviour.ts';
export { type Random, seededRandom } from './random.ts';
export { createSigningKey, type SigningAlgorithm, type SigningKey, signingAlgorithms } from './signing-key.ts';
export {
  type TrustGroup,
  type TrustGroupKeyMisbehaviour,
  trustGroupKeyMisbehaviours,
} from './trust-group-key.ts';
export {
  basicConstraints,
  type CertificateDraft,
  type CertificateName,
  distributionPoint,
  extension,
  keyUsage,
  type RevocationListDraft,
  writeCertificate,
  writeRevocationList,
} from './write-certificate.ts';
