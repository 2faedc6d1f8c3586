import { concatBytes, coseAlgorithm, keyFitsAlgorithm } from '@holdfast/encoding';
import { err, ok, refuse } from '@holdfast/kernel';
import {
  certifiedByBatch,
  malformedStatement,
  readBytes,
  readChain,
  readLeaf,
  readMembers,
  signatureRefusal,
  unfitCertificate,
} from './attestation-statement.ts';
import type { FormatInput, FormatVerifier } from './formats.ts';

const ZERO_AAGUID = '00000000-0000-0000-0000-000000000000';
const ES256 = coseAlgorithm(-7);
/** An uncompressed point of P-256 stands at the end of its SubjectPublicKeyInfo. */
const POINT_BYTES = 65;

/**
 * WebAuthn L3 §8.6. The AAGUID extension, if the certificate has one, is not compared: U2F knows no AAGUID. Its signature covers RP ID
 * hash, client data, credential id and key, but neither flags nor counter: those are as unsigned as without a statement.
 */
export const verifyFidoU2f: FormatVerifier = (input) => {
  const members = readMembers(input.attStmt, ['sig', 'x5c']);
  if (!members.ok) return members;
  const [signature, chain] = [readBytes(members.value, 'sig'), readChain(members.value)];
  if (!signature.ok) return signature;
  if (!chain.ok) return chain;
  if (chain.value.length !== 1) return malformedStatement(`${chain.value.length} certificates`);
  if (input.aaguid !== ZERO_AAGUID) {
    return err(refuse('webauthn.attestation_aaguid_mismatch', { received: input.aaguid, certified: ZERO_AAGUID }));
  }
  const leaf = readLeaf(chain.value);
  if (!leaf.ok) return leaf;
  if (ES256 === undefined || !keyFitsAlgorithm(leaf.value, ES256)) return err(unfitCertificate('not a P-256 key'));
  const point = pointOf(input);
  if (point === null) {
    return err(refuse('webauthn.attestation_key_mismatch', { reason: 'the credential key is not one of P-256' }));
  }
  const { rpIdHash, credentialId } = input;
  const signed = concatBytes(Uint8Array.of(0), rpIdHash, input.clientDataHash, credentialId, point);
  const refusal = signatureRefusal(leaf.value, ES256, signed, signature.value);
  return refusal === undefined ? ok(certifiedByBatch(ES256.number, chain.value, { format: 'fido-u2f' })) : err(refusal);
};

/** ANSI X9.62 form of the credential key. */
function pointOf({ credentialKey: { algorithm, spki } }: FormatInput): Uint8Array | null {
  const isP256 = algorithm.key.kind === 'ec2' && algorithm.key.curve === 1;
  return isP256 ? spki.subarray(spki.length - POINT_BYTES) : null;
}
