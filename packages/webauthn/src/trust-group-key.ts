import { concatBytes, equalBytes, importCoseKey, type PublicKey } from '@holdfast/encoding';
import { err, ok, type Result, refuse } from '@holdfast/kernel';
import type { AuthenticatorData } from './authenticator-data.ts';
import { signatureIsValid } from './signature.ts';
import type { WebauthnRefusal } from './step.ts';
import { bytesMember, member } from './untrusted-json.ts';

/**
 * What a ceremony showed of the credential manager trust group: a second key pair of a synced passkey, which its manager shares only
 * between devices that have a relation which cannot be made from afar (extension `cmtgKey`, w3c/webauthn pull request 2377).
 *
 * `absent` is inconclusive: the manager does not know the extension, could not reach its own service, or was not asked.
 */
export type TrustGroupKey =
  | { readonly state: 'absent' }
  /** COSE_Key as it came; a signature over this ceremony proved that the device holds its private half. */
  | { readonly state: 'verified'; readonly publicKey: Uint8Array };

/** Identifier of the extension, in client and authenticator outputs alike. */
const IDENTIFIER = 'cmtgKey';
/** ML-DSA-87 keys have 2592 bytes and its signatures 4627. */
const KEY_BYTES_MAX = 4096;
const SIGNATURE_BYTES_MAX = 8192;

/** Every code that the procedure of the extension can refuse with. */
export const trustGroupKeyCodes = [
  'webauthn.trust_group_key_malformed',
  'webauthn.trust_group_key_ineligible',
  'webauthn.trust_group_key_mismatch',
  'webauthn.trust_group_key_algorithm_mismatch',
  'webauthn.trust_group_key_signature_invalid',
] as const;

const absent: TrustGroupKey = { state: 'absent' };

export type TrustGroupKeyInput = {
  readonly clientExtensionResults: Readonly<Record<string, unknown>>;
  readonly authData: AuthenticatorData;
  readonly authDataBytes: Uint8Array;
  readonly clientDataHash: () => Uint8Array;
  readonly credentialKey: () => Result<PublicKey, WebauthnRefusal>;
};

/**
 * The verification procedure of the extension. Without both members of the output the procedure ends without a result, as the draft
 * says, and members that it does not know are ignored; an output that is there and does not hold ends the ceremony.
 *
 * Call it after the signature of the credential was checked: the copy of the key in the authenticator data counts because that is signed.
 */
export function verifyTrustGroupKey({
  clientExtensionResults,
  authData,
  authDataBytes,
  clientDataHash,
  credentialKey,
}: TrustGroupKeyInput): Result<TrustGroupKey, WebauthnRefusal> {
  const output = member(clientExtensionResults, IDENTIFIER);
  if (isMissing(member(output, 'cmtgKey')) || isMissing(member(output, 'signature'))) return ok(absent);
  const publicKey = bytesMember(output, 'cmtgKey', KEY_BYTES_MAX);
  if (publicKey === undefined) return malformed('cmtgKey');
  const signature = bytesMember(output, 'signature', SIGNATURE_BYTES_MAX);
  if (signature === undefined) return malformed('signature');
  // What cannot leave its device has no group of devices: one of the two is a lie.
  if (!authData.backupEligible) return err(refuse('webauthn.trust_group_key_ineligible'));
  const signedCopy = authData.extensions?.get(IDENTIFIER);
  if (!(signedCopy instanceof Uint8Array) || !equalBytes(signedCopy, publicKey)) {
    return err(refuse('webauthn.trust_group_key_mismatch', { signedCopy: signedCopy instanceof Uint8Array }));
  }
  const key = importCoseKey(publicKey);
  if (!key.ok) return malformed(key.error.code);
  const own = credentialKey();
  if (!own.ok) return own;
  const [received, expected] = [key.value.algorithm, own.value.algorithm];
  if (received.number !== expected.number) {
    return err(
      refuse('webauthn.trust_group_key_algorithm_mismatch', { received: received.name, expected: expected.name }),
    );
  }
  const signed = concatBytes(authDataBytes, clientDataHash());
  if (!signatureIsValid(received, key.value.keyObject, signed, signature)) {
    return err(refuse('webauthn.trust_group_key_signature_invalid', { algorithm: received.name }));
  }
  return ok({ state: 'verified', publicKey });
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

function malformed(reason: string) {
  return err(refuse('webauthn.trust_group_key_malformed', { reason }));
}
