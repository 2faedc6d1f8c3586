import type { AuthenticationJSON, Random, RegistrationJSON } from '@holdfast/emulator';
import { concatBytes, decodeCbor, encodeCbor, fromBase64url, toBase64url } from '@holdfast/encoding';
import type { Tampering } from './plan.ts';

export type ResponseJSON = RegistrationJSON | AuthenticationJSON;

const FLAGS_AT = 32;
const RESERVED_FLAG = 0x02;
/** Behind header, model and length. */
const CREDENTIAL_ID_AT = 55;
/** The length of y, the last thing in a key of P-256, behind an id of 32 bytes. */
const LENGTH_OF_Y_AT = 131;
/** DER: makes an outer SEQUENCE a thing of another class. */
const CLASS_OF_TAG = 0x80;

/** The response with one thing changed after the authenticator was done with it. */
export function tampered(response: ResponseJSON, tampering: Tampering | null, random: Random): ResponseJSON {
  switch (tampering) {
    case null:
      return response;
    case 'flipped-authenticator-data':
      return withAuthenticatorData(response, (bytes) => flipped(bytes, random));
    case 'reserved-flag':
      return withAuthenticatorData(response, (bytes) => edited(bytes, FLAGS_AT, RESERVED_FLAG));
    case 'attested-credential-id-changed':
      return withAuthenticatorData(response, (bytes) => edited(bytes, CREDENTIAL_ID_AT, 1));
    case 'attested-key-promises-more':
      return withAuthenticatorData(response, (bytes) => edited(bytes, LENGTH_OF_Y_AT, 0x40));
    case 'flipped-client-data':
      return withClientData(response, (text) => flippedText(text, random));
    case 'client-data-with-byte-order-mark':
      return withClientData(response, (text) => `\uFEFF${text}`);
    case 'client-data-with-token-binding-text':
      return withClientData(response, (text) => text.replace(/}$/, ',"tokenBinding":"unused"}'));
    case 'client-data-with-unknown-member':
      return withClientData(response, (text) => text.replace(/}$/, ',"other_keys_can_be_added_here":1}'));
    case 'flipped-signature':
      return withMember(response, 'signature', (bytes) => flipped(bytes, random));
    case 'truncated-signature':
      return withMember(response, 'signature', (bytes) => bytes.subarray(0, -1));
    case 'retagged-signature':
      return withMember(response, 'signature', (bytes) => edited(bytes, 0, CLASS_OF_TAG));
    case 'attestation-object-with-a-tail':
      return withMember(response, 'attestationObject', (bytes) => concatBytes(bytes, Uint8Array.of(0)));
    case 'padded-base64url':
      return { ...response, response: { ...response.response, clientDataJSON: padded(response) } } as ResponseJSON;
  }
}

function padded({ response: { clientDataJSON } }: ResponseJSON): string {
  return clientDataJSON.padEnd(Math.ceil(clientDataJSON.length / 4) * 4 + 4, '=');
}

function withClientData(response: ResponseJSON, change: (text: string) => string): ResponseJSON {
  return withMember(response, 'clientDataJSON', (bytes) =>
    new TextEncoder().encode(change(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))),
  );
}

function withAuthenticatorData(response: ResponseJSON, change: (bytes: Uint8Array) => Uint8Array): ResponseJSON {
  if ('signature' in response.response) return withMember(response, 'authenticatorData', change);
  return withMember(response, 'attestationObject', (bytes) => {
    const object = decodeCbor(bytes);
    if (!object.ok || !(object.value instanceof Map)) return bytes;
    const authData: unknown = object.value.get('authData');
    if (!(authData instanceof Uint8Array)) return bytes;
    return encodeCbor(new Map([...object.value, ['authData', change(authData)]]));
  });
}

function withMember(response: ResponseJSON, name: string, change: (bytes: Uint8Array) => Uint8Array): ResponseJSON {
  const text: unknown = Reflect.get(response.response, name);
  const bytes = typeof text === 'string' ? fromBase64url(text) : undefined;
  if (bytes?.ok !== true) return response;
  const members = { ...response.response, [name]: toBase64url(change(bytes.value)) };
  return { ...response, response: members } as ResponseJSON;
}

function flipped(bytes: Uint8Array, random: Random): Uint8Array {
  if (bytes.length === 0) return bytes;
  const [high = 0, low = 0, bit = 0] = random(3);
  return edited(bytes, (high * 256 + low) % bytes.length, 1 << (bit & 7));
}

/** Another letter in its place, so that the text stays text. */
function flippedText(text: string, random: Random): string {
  const [high = 0, low = 0] = random(2);
  const at = (high * 256 + low) % text.length;
  return `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
}

function edited(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
}
