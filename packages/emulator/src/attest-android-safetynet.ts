import { createHash, sign } from 'node:crypto';
import { type CborValue, derItem, toBase64url } from '@holdfast/encoding';
import { type AttestInput, makerOf } from './attest-input.ts';
import { createSigningKey } from './signing-key.ts';
import { alternativeName, basicConstraints, keyUsage } from './write-certificate.ts';

const HOST = 'attest.android.com';
/** dNSName of GeneralName. */
const DNS_NAME_TAG = 0x82;
const HOUR_MS = 3_600_000;

/** L3 §8.5: what the service returned, as a JWS with ES256. */
export function safetyNetStatement(input: AttestInput): CborValue {
  const { does, random, signed, at } = input;
  const serviceKey = createSigningKey('ES256', random);
  const host = does('safetynet-wrong-host') ? `${HOST}.evil.test` : HOST;
  const chain = makerOf(input).certify({
    subject: { organization: 'Emulated Google', commonName: host },
    spki: serviceKey.spki,
    extensions: [
      basicConstraints(false),
      keyUsage('signatures'),
      alternativeName(false, derItem(DNS_NAME_TAG, new TextEncoder().encode(host))),
    ],
  });
  const nonce = does('other-nonce') ? random(32) : createHash('sha256').update(signed).digest();
  const madeAt = at + (does('safetynet-stale') ? -HOUR_MS : does('safetynet-in-the-future') ? HOUR_MS : 0);
  const header = { alg: 'ES256', x5c: chain.map((der) => Buffer.from(der).toString('base64')) };
  const payload = {
    nonce: Buffer.from(nonce).toString('base64'),
    timestampMs: madeAt,
    apkPackageName: 'com.google.android.gms',
    ctsProfileMatch: !does('safetynet-without-cts'),
    basicIntegrity: true,
  };
  const signedText = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signer = does('foreign-key') ? createSigningKey('ES256', random) : serviceKey;
  const signature = does('garbage-signature')
    ? random(64)
    : sign('sha256', Buffer.from(signedText), { key: signer.privateKey, dsaEncoding: 'ieee-p1363' });
  return new Map<string, CborValue>([
    ['ver', does('safetynet-no-version') ? '' : '252431022'],
    ['response', new TextEncoder().encode(`${signedText}.${toBase64url(new Uint8Array(signature))}`)],
  ]);
}
