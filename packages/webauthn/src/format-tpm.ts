import { hash } from 'node:crypto';
import {
  type Certificate,
  type CoseAlgorithm,
  concatBytes,
  equalBytes,
  isSameKey,
  parseTpmAttest,
  parseTpmPublicArea,
  TPM_GENERATED_VALUE,
  TPM_ST_ATTEST_CERTIFY,
  type TpmPublicArea,
  tpmObjectAttribute,
} from '@holdfast/encoding';
import { err, ok, type Result, refuse } from '@holdfast/kernel';
import { certifiedAaguidRefusal } from './attestation-aaguid.ts';
import {
  attToBeSigned,
  certifiedByDevice,
  malformedStatement,
  readAlgorithm,
  readBytes,
  readChain,
  readLeaf,
  readMembers,
  signatureRefusal,
} from './attestation-statement.ts';
import type { TpmDetails, TpmHashName } from './facts.ts';
import type { FormatInput, FormatVerifier } from './formats.ts';
import type { WebauthnRefusal } from './step.ts';
import { readAikCertificate } from './tpm-aik-certificate.ts';
import { tpmVendors } from './tpm-vendors.ts';

/** TPM_ALG_ID of the hashes that a name can be made with. */
const nameHashes: ReadonlyMap<number, { readonly name: TpmHashName; readonly digest: string }> = new Map([
  [0x0004, { name: 'SHA-1', digest: 'sha1' }],
  [0x000b, { name: 'SHA-256', digest: 'sha256' }],
  [0x000c, { name: 'SHA-384', digest: 'sha384' }],
  [0x000d, { name: 'SHA-512', digest: 'sha512' }],
]);

/** WebAuthn L3 §8.3. */
export const verifyTpm: FormatVerifier = (input) => {
  const members = readMembers(input.attStmt, ['ver', 'alg', 'x5c', 'sig', 'certInfo', 'pubArea']);
  if (!members.ok) return members;
  if (members.value.get('ver') !== '2.0') return malformedStatement('ver');
  const algorithm = readAlgorithm(members.value, input);
  if (!algorithm.ok) return algorithm;
  const chain = readChain(members.value);
  if (!chain.ok) return chain;
  const signature = readBytes(members.value, 'sig');
  if (!signature.ok) return signature;
  const certInfo = readBytes(members.value, 'certInfo');
  if (!certInfo.ok) return certInfo;
  const pubAreaBytes = readBytes(members.value, 'pubArea');
  if (!pubAreaBytes.ok) return pubAreaBytes;

  const pubArea = readPublicArea(pubAreaBytes.value, input);
  if (!pubArea.ok) return pubArea;
  const nameHash = nameHashes.get(pubArea.value.nameAlgorithm);
  if (nameHash === undefined) return nameMismatch(`name algorithm ${pubArea.value.nameAlgorithm}`);
  const name = nameOf(pubArea.value.nameAlgorithm, nameHash.digest, pubAreaBytes.value);
  const certifyRefusal = certInfoRefusal(certInfo.value, name, algorithm.value, input);
  if (certifyRefusal !== undefined) return err(certifyRefusal);
  const leaf = readLeaf(chain.value);
  if (!leaf.ok) return leaf;
  const refusal = signatureRefusal(leaf.value, algorithm.value, certInfo.value, signature.value);
  if (refusal !== undefined) return err(refusal);
  const device = readDevice(leaf.value, input.aaguid);
  if (!device.ok) return device;
  return ok(
    certifiedByDevice(algorithm.value.number, chain.value, leaf.value, {
      ...device.value,
      ...keyDetails(pubArea.value),
      nameAlgorithm: nameHash.name,
    }),
  );
};

/** "Verify that the public key specified by the parameters and unique fields of pubArea is identical to the credentialPublicKey". */
function readPublicArea(bytes: Uint8Array, { credentialKey }: FormatInput): Result<TpmPublicArea, WebauthnRefusal> {
  const pubArea = parseTpmPublicArea(bytes);
  if (!pubArea.ok) {
    return err(refuse('webauthn.attestation_tpm_malformed', { structure: 'pubArea', ...pubArea.error.detail }));
  }
  if (isSameKey(pubArea.value.spki, credentialKey)) return pubArea;
  return err(refuse('webauthn.attestation_key_mismatch', { reason: 'pubArea is of another key' }));
}

/** The checks on certInfo, in the order of the text. */
function certInfoRefusal(
  bytes: Uint8Array,
  name: Uint8Array,
  { name: algorithm, digest }: CoseAlgorithm,
  input: FormatInput,
): WebauthnRefusal | undefined {
  const certInfo = parseTpmAttest(bytes);
  if (!certInfo.ok) {
    return refuse('webauthn.attestation_tpm_malformed', { structure: 'certInfo', ...certInfo.error.detail });
  }
  const { magic, type, extraData, certifiedName } = certInfo.value;
  if (magic !== TPM_GENERATED_VALUE) return refuse('webauthn.attestation_tpm_magic', { received: magic });
  if (type !== TPM_ST_ATTEST_CERTIFY) return refuse('webauthn.attestation_tpm_type', { received: type });
  if (digest === null) {
    return refuse('webauthn.attestation_algorithm_mismatch', { received: algorithm, reason: 'names no hash' });
  }
  if (!equalBytes(extraData, hash(digest, attToBeSigned(input), 'buffer'))) {
    return refuse('webauthn.attestation_nonce_mismatch', { reason: 'extraData' });
  }
  if (certifiedName === null || !equalBytes(certifiedName, name)) return nameMismatch('attested name').error;
  return undefined;
}

/** Part 1, §16: the algorithm in two bytes, then the hash of the public area. */
function nameOf(algorithm: number, digest: string, pubArea: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(algorithm >> 8, algorithm & 0xff), hash(digest, pubArea, 'buffer'));
}

function readDevice(
  leaf: Certificate,
  aaguid: string,
): Result<Pick<TpmDetails, 'format' | 'manufacturer' | 'manufacturerName' | 'model' | 'version'>, WebauthnRefusal> {
  const aik = readAikCertificate(leaf);
  if (!aik.ok) return aik;
  const refusal = certifiedAaguidRefusal(leaf, aaguid);
  if (refusal !== undefined) return err(refusal);
  const manufacturerName = tpmVendors.get(aik.value.manufacturer) ?? null;
  return ok({ format: 'tpm', ...aik.value, manufacturerName });
}

function keyDetails({ keyType, attributes }: TpmPublicArea) {
  return {
    keyType,
    fixedTpm: (attributes & tpmObjectAttribute.fixedTpm) !== 0,
    sensitiveDataOrigin: (attributes & tpmObjectAttribute.sensitiveDataOrigin) !== 0,
  };
}

function nameMismatch(reason: string) {
  return err(refuse('webauthn.attestation_tpm_name_mismatch', { reason }));
}
