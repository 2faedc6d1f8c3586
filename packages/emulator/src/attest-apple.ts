import { createHash } from 'node:crypto';
import { type CborValue, derExplicit, derOctetString, derSequence } from '@holdfast/encoding';
import { type AttestInput, makerOf } from './attest-input.ts';
import { createSigningKey } from './signing-key.ts';
import { basicConstraints, extension, keyUsage } from './write-certificate.ts';

const NONCE = '1.2.840.113635.100.8.2';

/** L3 §8.8: an anonymous authority certifies the credential key, with the hash of the ceremony inside. */
export function appleStatement(input: AttestInput): CborValue {
  const { does, random, signed } = input;
  const { spki } = does('attested-other-key') ? createSigningKey('ES256', random) : input.key;
  const nonce = does('other-nonce') ? random(32) : new Uint8Array(createHash('sha256').update(signed).digest());
  const wrapped = derOctetString(nonce);
  const value = derSequence(does('malformed-nonce-extension') ? wrapped : derExplicit(1, wrapped));
  const chain = makerOf(input).certify({
    subject: { organization: 'Emulated Apple', organizationalUnit: 'AAA Certification', commonName: 'passkey' },
    spki,
    extensions: [
      basicConstraints(false),
      keyUsage('signatures'),
      ...(does('no-nonce-extension') ? [] : [extension(NONCE, false, value)]),
    ],
  });
  return new Map<string, CborValue>([['x5c', chain]]);
}
