import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  derBitString,
  derExplicit,
  derInteger,
  derItem,
  derObjectIdentifier,
  derOctetString,
  derSequence,
  derTags,
} from '@holdfast/encoding';

const CONTEXT_DNS_NAME = 0x82;

/** A TLS certificate for one host that signs itself, with its key, both PEM. */
export function selfSigned(host: string, commonName: string): { readonly cert: string; readonly key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = derSequence(derObjectIdentifier('1.2.840.10045.4.3.2'));
  const text = (tag: number, value: string) => derItem(tag, new TextEncoder().encode(value));
  const name = derSequence(
    derItem(derTags.set, derSequence(derObjectIdentifier('2.5.4.3'), text(derTags.utf8String, commonName))),
  );
  const altName = derSequence(
    derObjectIdentifier('2.5.29.17'),
    derOctetString(derSequence(text(CONTEXT_DNS_NAME, host))),
  );
  const signed = derSequence(
    derExplicit(0, derInteger(Uint8Array.of(2))),
    derInteger(Uint8Array.of(1, ...randomBytes(8))),
    ecdsaWithSha256,
    name,
    derSequence(text(derTags.utcTime, '250101000000Z'), text(derTags.utcTime, '450101000000Z')),
    name,
    new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    derExplicit(3, derSequence(altName)),
  );
  const signature = new Uint8Array(createSign('sha256').update(signed).sign(privateKey));
  const certificate = derSequence(signed, ecdsaWithSha256, derBitString(signature));
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return {
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
