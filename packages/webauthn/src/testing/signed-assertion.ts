import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { concatBytes, coseAlgorithm, coseKeyOf, toBase64url } from '@holdfast/encoding';
import type { ExpectedAuthentication, StoredCredential } from '../ceremony.ts';
import { verifyAuthentication } from '../verify-authentication.ts';

/** What an assertion says; everything else conforms. Whatever it says is signed. */
export type AssertionDraft = {
  readonly clientData?: string;
  readonly rpId?: string;
  readonly flags?: number;
  /** Follows the counter: attested data, extensions, whatever. */
  readonly tail?: Uint8Array;
  readonly signature?: (genuine: Uint8Array) => Uint8Array;
  readonly response?: object;
  readonly envelope?: object;
  readonly expected?: Partial<ExpectedAuthentication>;
  readonly credential?: Partial<StoredCredential>;
};

export const ASSERTION_ORIGIN = 'https://login.example';
export const plainClientData = `{"type":"webauthn.get","challenge":"AAAA","origin":"${ASSERTION_ORIGIN}"}`;

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const es256 = coseAlgorithm(-7);
if (es256 === undefined) throw new Error('no ES256');
const cose = coseKeyOf(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })), es256);
const sha256 = (data: Uint8Array | string) => new Uint8Array(createHash('sha256').update(data).digest());

/** Writes and signs the assertion, and gives the verdict. */
export function judged(draft: AssertionDraft) {
  const clientDataJSON = new TextEncoder().encode(draft.clientData ?? plainClientData);
  const header = Uint8Array.of(draft.flags ?? 0x05, 0, 0, 0, 1);
  const authData = concatBytes(sha256(draft.rpId ?? 'login.example'), header, draft.tail ?? new Uint8Array());
  const genuine = new Uint8Array(sign('sha256', concatBytes(authData, sha256(clientDataJSON)), privateKey));
  const response = {
    clientDataJSON: toBase64url(clientDataJSON),
    authenticatorData: toBase64url(authData),
    signature: toBase64url(draft.signature?.(genuine) ?? genuine),
    ...draft.response,
  };
  return verifyAuthentication(
    { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response, ...draft.envelope },
    {
      challenge: 'AAAA',
      origins: [ASSERTION_ORIGIN],
      rpId: 'login.example',
      requireUserVerification: true,
      ...draft.expected,
    },
    { id: 'AAAA', publicKey: cose, signCount: 0, ...draft.credential },
  );
}
