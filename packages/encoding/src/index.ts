export { fromBase64url, isBase64url, toBase64url } from './base64url.ts';
export { concatBytes, equalBytes } from './bytes.ts';
export {
  CBOR_BYTES_MAX,
  CBOR_DEPTH_MAX,
  type CborErrorCode,
  type CborMap,
  type CborValue,
  decodeCbor,
  decodeFirstCbor,
  encodeCbor,
} from './cbor.ts';
export {
  type Certificate,
  type CertificateExtension,
  isSignedBy,
  parseCertificate,
  pemCertificates,
  type SubjectFields,
} from './certificate.ts';
export { certificateSignatureIsValid } from './certificate-signature.ts';
export {
  type CoseAlgorithm,
  type CoseKeyShape,
  coseAlgorithm,
  coseAlgorithms,
} from './cose-algorithms.ts';
export {
  type CoseErrorCode,
  coseKeyOf,
  importCoseKey,
  importCoseMap,
  importSpki,
  isSameKey,
  keyFitsAlgorithm,
  type PublicKey,
} from './cose-key.ts';
export {
  derBitString,
  derExplicit,
  derInteger,
  derItem,
  derNull,
  derObjectIdentifier,
  derOctetString,
  derSequence,
  derTags,
} from './der.ts';
export { contextTag, type DerItem, DerReader } from './der-reader.ts';
export { type NameAttribute, nameText, readAttributes, readName } from './distinguished-name.ts';
export { type EncodingErrorCode, encodingErrors } from './errors.ts';
export {
  parseTpmAttest,
  parseTpmPublicArea,
  TPM_GENERATED_VALUE,
  TPM_ST_ATTEST_CERTIFY,
  type TpmAttest,
  type TpmPublicArea,
  tpmObjectAttribute,
} from './tpm.ts';
