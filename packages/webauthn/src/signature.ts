import { constants, type KeyObject, verify } from 'node:crypto';
import type { CoseAlgorithm } from '@holdfast/encoding';

/**
 * WebAuthn L3 §6.5.5: ECDSA signatures are DER and go to the library as they came; converting them is where short r and s get lost.
 */
export function signatureIsValid(
  algorithm: CoseAlgorithm,
  keyObject: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  // A certificate may hold a plain RSA key and sign with PSS. Keys of our own table say PSS by themselves.
  const isPss = algorithm.key.kind === 'rsa' && algorithm.key.padding === 'pss';
  const pss = isPss && keyObject.asymmetricKeyType === 'rsa';
  const key = pss
    ? { key: keyObject, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : keyObject;
  try {
    return verify(algorithm.digest, data, key, signature);
  } catch {
    // OpenSSL throws on some malformed signatures instead of saying no.
    return false;
  }
}
