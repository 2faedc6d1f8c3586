import { createHash, type KeyObject, sign } from 'node:crypto';
import { type BenchPerson, keyOf, rpIdHash } from './people.ts';

export type Signer = BenchPerson & { readonly privateKey: KeyObject; signCount: number };

export function signerOf(person: BenchPerson): Signer {
  return { ...person, privateKey: keyOf(person.seed).privateKey, signCount: 0 };
}

/** The body of a request that signs somebody in. Each raises the counter. */
export function assertionFor(signer: Signer, port: number, challenge: string): string {
  signer.signCount += 1;
  const clientData = Buffer.from(
    `{"type":"webauthn.get","challenge":"${challenge}","origin":"http://localhost:${port}","crossOrigin":false}`,
  );
  const authData = Buffer.alloc(37);
  authData.set(rpIdHash);
  authData[32] = 0x05;
  authData.writeUInt32BE(signer.signCount, 33);
  const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
  return JSON.stringify({
    response: {
      id: signer.credentialId,
      rawId: signer.credentialId,
      type: 'public-key',
      authenticatorAttachment: 'cross-platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: wholeSignature(signed, signer.privateKey).toString('base64url'),
        userHandle: signer.userHandle,
      },
    },
  });
}

/** The plain server's library refuses valid signatures whose r or s is short; the comparison is not about that. */
function wholeSignature(data: Uint8Array, key: KeyObject): Buffer {
  for (;;) {
    const signature = sign('sha256', data, key);
    if (signature.length >= 70) return signature;
  }
}
