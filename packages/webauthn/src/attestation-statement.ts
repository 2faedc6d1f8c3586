import {
  type CborMap,
  type CborValue,
  type Certificate,
  type CoseAlgorithm,
  concatBytes,
  coseAlgorithm,
  isSignedBy,
  keyFitsAlgorithm,
  parseCertificate,
  toBase64url,
} from '@holdfast/encoding';
import { err, ok, type Result, refuse } from '@holdfast/kernel';
import type { AttestationDetails, CertifiedFacts } from './facts.ts';
import type { FormatInput } from './formats.ts';
import { signatureIsValid } from './signature.ts';
import type { WebauthnRefusal } from './step.ts';

/** Leaf first. */
export type CertificateBytes = readonly [Uint8Array, ...Uint8Array[]];

/** Longer chains are not seen in the field and cost time. */
const CHAIN_LENGTH_MAX = 8;

export function malformedStatement(reason: string) {
  return err(refuse('webauthn.attestation_statement_malformed', { reason }));
}

export function unfitCertificate(reason: string): WebauthnRefusal {
  return refuse('webauthn.attestation_certificate_unfit', { reason });
}

/** What nearly every format signs or hashes. */
export function attToBeSigned({ authDataBytes, clientDataHash }: FormatInput): Uint8Array {
  return concatBytes(authDataBytes, clientDataHash);
}

/** The syntax of every format is closed: a member that nobody checks could be taken for one that somebody did. */
export function readMembers(attStmt: CborValue, names: readonly string[]): Result<CborMap, WebauthnRefusal> {
  if (!(attStmt instanceof Map)) return malformedStatement('not a map');
  for (const name of attStmt.keys()) {
    if (typeof name !== 'string' || !names.includes(name)) return malformedStatement(`unexpected member ${name}`);
  }
  return ok(attStmt);
}

export function readBytes(members: CborMap, name: string): Result<Uint8Array, WebauthnRefusal> {
  const value = members.get(name);
  return value instanceof Uint8Array ? ok(value) : malformedStatement(name);
}

export function readChain(members: CborMap): Result<CertificateBytes, WebauthnRefusal> {
  const x5c = members.get('x5c');
  if (!Array.isArray(x5c) || x5c.length > CHAIN_LENGTH_MAX) return malformedStatement('x5c');
  const certificates = x5c.filter((element) => element instanceof Uint8Array);
  const [leaf, ...rest] = certificates;
  if (leaf === undefined || certificates.length !== x5c.length) return malformedStatement('x5c');
  return ok([leaf, ...rest]);
}

/** The algorithm of the attestation signature: weak ones only where the caller allows them. */
export function readAlgorithm(members: CborMap, { settings }: FormatInput): Result<CoseAlgorithm, WebauthnRefusal> {
  const number = members.get('alg');
  if (typeof number !== 'number') return malformedStatement('alg');
  const algorithm = coseAlgorithm(number);
  if (algorithm === undefined) {
    return err(refuse('webauthn.attestation_algorithm_mismatch', { received: number, reason: 'not in the table' }));
  }
  if (algorithm.digest === 'sha1' && settings.allowSha1Attestation !== true) {
    return err(refuse('webauthn.attestation_algorithm_weak', { received: algorithm.name }));
  }
  return ok(algorithm);
}

export function readLeaf([leaf]: CertificateBytes): Result<Certificate, WebauthnRefusal> {
  const certificate = parseCertificate(leaf);
  return certificate.ok ? certificate : err(unfitCertificate('not a certificate'));
}

/** Whether the key of the certificate made this signature. */
export function signatureRefusal(
  certificate: Certificate,
  algorithm: CoseAlgorithm,
  signed: Uint8Array,
  signature: Uint8Array,
): WebauthnRefusal | undefined {
  const { publicKey } = certificate;
  if (publicKey === null || !keyFitsAlgorithm(certificate, algorithm)) {
    return refuse('webauthn.attestation_algorithm_mismatch', { received: algorithm.number, reason: 'certified key' });
  }
  return signatureIsValid(algorithm, publicKey, signed, signature)
    ? undefined
    : refuse('webauthn.attestation_signature_invalid', { algorithm: algorithm.name });
}

/** What was certified by a leaf that many devices of a batch share. */
export function certifiedByBatch(
  algorithm: number,
  chain: CertificateBytes,
  details: AttestationDetails,
): CertifiedFacts {
  return { type: 'certified', algorithm, chain: chain.map(toBase64url), leafIsInterchangeable: false, details };
}

/** What was certified by a leaf that was made for one device or one credential. */
export function certifiedByDevice(
  algorithm: number | null,
  chain: CertificateBytes,
  leaf: Certificate,
  details: AttestationDetails,
): CertifiedFacts {
  const issuer = chain[1] === undefined ? undefined : parseCertificate(chain[1]);
  const leafIsInterchangeable = issuer?.ok === true && isSignedBy(leaf, issuer.value.publicKey);
  return { type: 'certified', algorithm, chain: chain.map(toBase64url), leafIsInterchangeable, details };
}
