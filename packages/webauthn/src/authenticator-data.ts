import { type CborMap, decodeCbor, decodeFirstCbor } from '@holdfast/encoding';
import { err, ok, type Result, refuse } from '@holdfast/kernel';
import type { WebauthnRefusal } from './step.ts';

/** WebAuthn L3 §6.1. */
export type AuthenticatorData = {
  readonly rpIdHash: Uint8Array;
  readonly userPresent: boolean;
  readonly userVerified: boolean;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly signCount: number;
  readonly attestedCredentialData: AttestedCredentialData | null;
  readonly extensions: CborMap | null;
};

/** WebAuthn L3 §6.5.1. */
export type AttestedCredentialData = {
  /** Lower-case uuid. */
  readonly aaguid: string;
  readonly credentialId: Uint8Array;
  /** COSE_Key as it came; it is judged in a step of its own. */
  readonly credentialPublicKey: Uint8Array;
};

export const AUTHENTICATOR_DATA_BYTES_MAX = 16_384;

const HEADER_BYTES = 37;
const AAGUID_BYTES = 16;
const flag = { UP: 0x01, UV: 0x04, BE: 0x08, BS: 0x10, AT: 0x40, ED: 0x80 } as const;

const nothingAttested = ok({ data: null, end: HEADER_BYTES });

const malformed = (reason: string) => err(refuse('webauthn.authenticator_data_malformed', { reason }));

/** Every byte must belong to something. Reserved flag bits are ignored, as L3 §6.1 leaves them to the future. */
export function parseAuthenticatorData(bytes: Uint8Array): Result<AuthenticatorData, WebauthnRefusal> {
  if (bytes.length < HEADER_BYTES) return malformed(`${bytes.length} bytes`);
  const flags = bytes[32] ?? 0;
  const isSet = (bit: number) => (flags & bit) !== 0;

  const attested = isSet(flag.AT) ? parseAttested(bytes) : nothingAttested;
  if (!attested.ok) return attested;
  const extensions = isSet(flag.ED) ? parseExtensions(bytes.subarray(attested.value.end)) : ok(null);
  if (!extensions.ok) return extensions;
  if (!isSet(flag.ED) && attested.value.end !== bytes.length) {
    return malformed(`${bytes.length - attested.value.end} bytes left over`);
  }
  return ok({
    rpIdHash: bytes.subarray(0, 32),
    userPresent: isSet(flag.UP),
    userVerified: isSet(flag.UV),
    backupEligible: isSet(flag.BE),
    backedUp: isSet(flag.BS),
    signCount: readUint32(bytes, 33),
    attestedCredentialData: attested.value.data,
    extensions: extensions.value,
  });
}

function parseAttested(bytes: Uint8Array): Result<{ data: AttestedCredentialData; end: number }, WebauthnRefusal> {
  const idAt = HEADER_BYTES + AAGUID_BYTES + 2;
  if (bytes.length < idAt) return malformed('attested credential data is truncated');
  const keyAt = idAt + (bytes[idAt - 2] ?? 0) * 256 + (bytes[idAt - 1] ?? 0);
  if (bytes.length <= keyAt) return malformed('attested credential data is truncated');
  // The key has no length of its own: where its CBOR ends, extensions begin.
  const key = decodeFirstCbor(bytes.subarray(keyAt));
  if (!key.ok) return malformed(`credential public key: ${key.error.code}`);
  const end = keyAt + key.value.sizeBytes;
  const data = {
    aaguid: formatAaguid(bytes.subarray(HEADER_BYTES, HEADER_BYTES + AAGUID_BYTES)),
    credentialId: bytes.subarray(idAt, keyAt),
    credentialPublicKey: bytes.subarray(keyAt, end),
  };
  return ok({ data, end });
}

function parseExtensions(bytes: Uint8Array): Result<CborMap, WebauthnRefusal> {
  const decoded = decodeCbor(bytes);
  if (!decoded.ok) return malformed(`extensions: ${decoded.error.code}`);
  if (!(decoded.value instanceof Map)) return malformed('extensions are not a map');
  return ok(decoded.value);
}

function readUint32(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let index = at; index < at + 4; index += 1) value = value * 256 + (bytes[index] ?? 0);
  return value;
}

/** Sixteen bytes as a lower-case uuid. */
export function formatAaguid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
