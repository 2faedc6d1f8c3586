import { type CborValue, concatBytes } from '@holdfast/encoding';
import { type AttestInput, makerOf, signatureOf } from './attest-input.ts';
import { u2fLeaf } from './maker.ts';
import { createSigningKey } from './signing-key.ts';

/** An uncompressed point of P-256 stands at the end of its SubjectPublicKeyInfo. */
const POINT_BYTES = 65;

/** L3 §8.6, in the layout of U2F. */
export function u2fStatement(input: AttestInput): CborValue {
  const { does, random, key, authData, credentialId, clientDataHash } = input;
  const batch = does('u2f-other-curve') ? null : makerOf(input).batch;
  const attestationKey = batch?.key ?? createSigningKey(does('u2f-other-curve') ? 'ES384' : 'ES256', random);
  const point = key.spki.subarray(key.spki.length - POINT_BYTES);
  const rpIdHash = authData.subarray(0, 32);
  const signed = concatBytes(Uint8Array.of(0), rpIdHash, clientDataHash, credentialId, point);
  const [leaf = new Uint8Array()] = batch?.chain ?? makerOf(input).certify(u2fLeaf(attestationKey));
  return new Map<string, CborValue>([
    ['sig', signatureOf(attestationKey, signed, input)],
    ['x5c', does('two-certificates') ? [leaf, makerOf(input).issuer.der] : [leaf]],
  ]);
}
