import { hash } from 'node:crypto';
import { contextTag, DerReader, derTags, equalBytes, isSameKey } from '@holdfast/encoding';
import { err, ok, refuse } from '@holdfast/kernel';
import {
  attToBeSigned,
  certifiedByDevice,
  readChain,
  readLeaf,
  readMembers,
  unfitCertificate,
} from './attestation-statement.ts';
import type { FormatVerifier } from './formats.ts';

const NONCE_EXTENSION = '1.2.840.113635.100.8.2';

/**
 * WebAuthn L3 §8.8. There is no signature besides that of the certificate, which Apple makes for this credential; early devices also
 * sent an `alg`, which the text has never known and which says nothing.
 */
export const verifyApple: FormatVerifier = (input) => {
  const members = readMembers(input.attStmt, ['x5c', 'alg']);
  if (!members.ok) return members;
  const chain = readChain(members.value);
  if (!chain.ok) return chain;
  const leaf = readLeaf(chain.value);
  if (!leaf.ok) return leaf;
  const extension = leaf.value.extensions.get(NONCE_EXTENSION);
  if (extension === undefined) return err(unfitCertificate('the nonce extension is missing'));
  const certified = readNonce(extension.value);
  if (certified === null) return err(unfitCertificate('the nonce extension is malformed'));
  const nonce = hash('sha256', attToBeSigned(input), 'buffer');
  if (!equalBytes(certified, nonce)) {
    return err(refuse('webauthn.attestation_nonce_mismatch', { reason: 'nonce extension' }));
  }
  if (!isSameKey(leaf.value.spki, input.credentialKey)) {
    return err(refuse('webauthn.attestation_key_mismatch', { reason: 'the certificate is of another key' }));
  }
  return ok(certifiedByDevice(null, chain.value, leaf.value, { format: 'apple' }));
};

/** SEQUENCE { [1] EXPLICIT OCTET STRING }. */
function readNonce(value: Uint8Array): Uint8Array | null {
  const reader = new DerReader(value);
  const fields = reader.open(derTags.sequence);
  reader.close();
  const wrapper = fields.open(contextTag(1));
  fields.close();
  const nonce = wrapper.content(wrapper.item(derTags.octetString));
  wrapper.close();
  return reader.fault === null ? nonce : null;
}
