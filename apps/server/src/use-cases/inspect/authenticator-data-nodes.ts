import { createHash } from 'node:crypto';
import { type CborMap, equalBytes, toBase64url } from '@holdfast/encoding';
import { knownModels } from '@holdfast/trust';
import { type AttestedCredentialData, parseAuthenticatorData } from '@holdfast/webauthn';
import { cborNode } from './cbor-nodes.ts';
import { coseKeyNode } from './cose-key-nodes.ts';
import { branch, bytesField, field, type InspectNode } from './node.ts';

const HEADER_BYTES = 37;
const ZERO_AAGUID = '00000000-0000-0000-0000-000000000000';

type Flag = {
  readonly bit: number;
  readonly name: string;
  readonly on: string;
  readonly off: string;
  readonly step?: string;
};

/** WebAuthn L3 §6.1, bit by bit. */
const flagBits: readonly Flag[] = [
  { bit: 0, name: 'UP', on: 'somebody was there', off: 'nobody touched it', step: 'userPresent' },
  { bit: 1, name: 'reserved', on: 'ignored', off: 'ignored' },
  {
    bit: 2,
    name: 'UV',
    on: 'PIN, fingerprint or face was checked',
    off: 'not checked who it was',
    step: 'userVerified',
  },
  { bit: 3, name: 'BE', on: 'may be copied to other devices', off: 'bound to one device', step: 'backupState' },
  { bit: 4, name: 'BS', on: 'is backed up now', off: 'is not backed up now', step: 'backupState' },
  { bit: 5, name: 'reserved', on: 'ignored', off: 'ignored' },
  { bit: 6, name: 'AT', on: 'attested credential data follows', off: 'no attested credential data' },
  { bit: 7, name: 'ED', on: 'extension outputs follow', off: 'no extension outputs' },
];

/**
 * Authenticator data as far as it can be read: a broken tail does not hide the header.
 *
 * @param scopes RP IDs and AppIDs that the hash may be of
 */
export function authenticatorDataNode(
  bytes: Uint8Array,
  step: 'attestationObject' | 'assertion',
  scopes: readonly string[],
): InspectNode {
  const beside = { sizeBytes: bytes.length, note: 'written and signed by the authenticator', step };
  if (bytes.length < HEADER_BYTES) {
    return branch('Authenticator data', [bytesField('Bytes', bytes, { as: 'hex', note: 'too short', step })], beside);
  }
  const parsed = parseAuthenticatorData(bytes);
  const rest = bytes.subarray(HEADER_BYTES);
  const tail = parsed.ok
    ? [
        ...(parsed.value.attestedCredentialData === null ? [] : attestedNodes(parsed.value.attestedCredentialData)),
        ...(parsed.value.extensions === null ? [] : [extensionsNode(parsed.value.extensions)]),
      ]
    : [bytesField('Rest', rest, { note: `cannot be read: ${String(parsed.error.detail?.['reason'])}`, step })];
  return branch('Authenticator data', [...headerNodes(bytes, scopes), ...tail], beside);
}

function headerNodes(bytes: Uint8Array, scopes: readonly string[]): readonly InspectNode[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint8(32);
  const bits = flagBits.map(({ bit, name, on, off, step }) => {
    const isSet = (flags & (1 << bit)) !== 0;
    return field(`${name} (bit ${bit})`, isSet ? '1' : '0', { note: isSet ? on : off, step });
  });
  const rpIdHash = bytes.subarray(0, 32);
  const scope = scopes.find((name) => equalBytes(createHash('sha256').update(name).digest(), rpIdHash));
  const of = scope === undefined ? 'SHA-256 of an RP ID that is not known here' : `SHA-256 of the RP ID ${scope}`;
  const signCount = view.getUint32(33);
  return [
    bytesField('rpIdHash', rpIdHash, { as: 'hex', note: of, step: 'rpIdHash' }),
    branch('flags', bits, { value: `0x${flags.toString(16).padStart(2, '0')}`, sizeBytes: 1 }),
    field('signCount', String(signCount), {
      note: signCount === 0 ? 'no counter, or not used yet' : 'how often the authenticator signed',
      step: 'signCount',
    }),
  ];
}

function attestedNodes({ aaguid, credentialId, credentialPublicKey }: AttestedCredentialData): readonly InspectNode[] {
  return [
    field('aaguid', aaguid, { note: modelNote(aaguid), step: 'attestationStatement' }),
    bytesField('credentialId', credentialId, { step: 'credentialIdLength' }),
    coseKeyNode('credentialPublicKey', credentialPublicKey, 'the new public key'),
  ];
}

function modelNote(aaguid: string): string {
  if (aaguid === ZERO_AAGUID) return 'zeros: the authenticator or the browser told no model';
  const name = knownModels.get(aaguid)?.name;
  return name === undefined ? 'a model that is not known by name' : `known as ${name}; a name alone proves nothing`;
}

function extensionsNode(extensions: CborMap): InspectNode {
  const children = [...extensions].map(([name, value]) => cborNode(String(name), value));
  return branch('extensions', children, { note: 'outputs of the authenticator; signed', step: 'extensions' });
}

/** base64url of the credential id that authenticator data holds; null where it holds none or cannot be read. */
export function attestedCredentialId(authDataBytes: Uint8Array): string | null {
  const parsed = parseAuthenticatorData(authDataBytes);
  const attested = parsed.ok ? parsed.value.attestedCredentialData : null;
  return attested === null ? null : toBase64url(attested.credentialId);
}
