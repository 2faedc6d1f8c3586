import { fromBase64url, importCoseKey, importSpki, type PublicKey } from '@holdfast/encoding';
import { type CredentialId, err, ok, type Result, refuse } from '@holdfast/kernel';
import { AUTHENTICATOR_DATA_BYTES_MAX, type AuthenticatorData, parseAuthenticatorData } from './authenticator-data.ts';
import type { ExpectedAuthentication, StoredCredential } from './ceremony.ts';
import type { ClientData } from './client-data.ts';
import { type DecodingStepId, hashClientData, readClientData, readCredentialJson } from './credential-json.ts';
import { once } from './once.ts';
import type { StepRefusal, WebauthnRefusal } from './step.ts';
import { type TrustGroupKey, verifyTrustGroupKey } from './trust-group-key.ts';
import { base64urlMember, bytesMember, member } from './untrusted-json.ts';

/** Everything §7.2 looks at. Decoding (steps 3, 4, 7 to 9 and 20) has happened, once; nothing has been compared yet. */
export type AuthenticationEvidence = {
  readonly credentialId: CredentialId;
  readonly userHandle: string | null;
  readonly clientData: ClientData;
  readonly clientDataHash: Uint8Array;
  readonly authData: AuthenticatorData;
  readonly authDataBytes: Uint8Array;
  readonly signature: Uint8Array;
  /** The client says that it used the AppID (L3 §10.1.1). */
  readonly usedAppid: boolean;
  readonly expected: ExpectedAuthentication;
  readonly credential: StoredCredential;
  /** Each is worked out when the first step asks for it. */
  readonly storedKey: () => Result<PublicKey, WebauthnRefusal>;
  readonly trustGroupKey: () => Result<TrustGroupKey, WebauthnRefusal>;
};

export type AuthenticationDecodingStepId = DecodingStepId | 'assertion';

/** ML-DSA-87 signatures have 4627 bytes. */
const SIGNATURE_BYTES_MAX = 8192;
/** L3 §5.4.3: user handles have at most 64 bytes. */
const USER_HANDLE_BYTES_MAX = 64;

/** What the server needs to find the stored credential. Nothing of it is proved. */
export function peekAuthentication(response: unknown): Result<
  {
    readonly credentialId: CredentialId;
    readonly challenge: string;
    readonly origin: string;
    readonly userHandle: string | null;
  },
  StepRefusal
> {
  const credential = readCredentialJson(response);
  if (!credential.ok) return credential;
  const userHandle = readUserHandle(credential.value.response);
  if (userHandle === undefined) return malformedResponse('response.userHandle');
  const clientData = readClientData(credential.value.clientDataJSON);
  if (!clientData.ok) return clientData;
  const { challenge, origin } = clientData.value;
  return ok({ credentialId: credential.value.id as CredentialId, challenge, origin, userHandle });
}

export function decodeAuthentication(
  response: unknown,
  expected: ExpectedAuthentication,
  credential: StoredCredential,
): Result<AuthenticationEvidence, StepRefusal<AuthenticationDecodingStepId>> {
  const json = readCredentialJson(response);
  if (!json.ok) return json;
  const authDataBytes = bytesMember(json.value.response, 'authenticatorData', AUTHENTICATOR_DATA_BYTES_MAX);
  if (authDataBytes === undefined) return malformedResponse('response.authenticatorData');
  const signature = bytesMember(json.value.response, 'signature', SIGNATURE_BYTES_MAX);
  if (signature === undefined) return malformedResponse('response.signature');
  const userHandle = readUserHandle(json.value.response);
  if (userHandle === undefined) return malformedResponse('response.userHandle');
  const authData = parseAuthenticatorData(authDataBytes);
  if (!authData.ok) return err({ ...authData.error, step: 'assertion' });
  const clientData = readClientData(json.value.clientDataJSON);
  if (!clientData.ok) return clientData;
  const { clientExtensionResults } = json.value;
  const clientDataHash = hashClientData(json.value.clientDataJSON);
  const storedKey = once(() => importStoredKey(credential));
  const group = { authData: authData.value, authDataBytes, clientDataHash: () => clientDataHash };
  return ok({
    credentialId: json.value.id as CredentialId,
    userHandle,
    clientData: clientData.value,
    clientDataHash,
    authData: authData.value,
    authDataBytes,
    signature,
    usedAppid: member(clientExtensionResults, 'appid') === true,
    expected,
    credential,
    storedKey,
    trustGroupKey: once(() =>
      expected.trustGroupKeyAsked === true
        ? verifyTrustGroupKey({ clientExtensionResults, ...group, credentialKey: storedKey })
        : ok({ state: 'absent' }),
    ),
  });
}

/** COSE maps and DER sequences differ in their first byte. */
export function importStoredKey(stored: StoredCredential): Result<PublicKey, WebauthnRefusal> {
  const { publicKey, algorithm, importedKey } = stored;
  if (importedKey !== undefined) return ok(importedKey);
  const bytes = typeof publicKey === 'string' ? fromBase64url(publicKey) : ok(publicKey);
  if (!bytes.ok) return err(refuse('webauthn.stored_key_unusable', { cause: bytes.error.code }));
  const key = bytes.value[0] === 0x30 ? importSpki(bytes.value, algorithm) : importCoseKey(bytes.value);
  return key.ok ? key : err(refuse('webauthn.stored_key_unusable', { cause: key.error.code, ...key.error.detail }));
}

/** Null where it is absent; some clients send an empty one for "none". Undefined where it is malformed. */
function readUserHandle(response: Readonly<Record<string, unknown>>): string | null | undefined {
  const text = member(response, 'userHandle') ?? null;
  if (text === null || text === '') return null;
  return base64urlMember(response, 'userHandle', USER_HANDLE_BYTES_MAX);
}

function malformedResponse(name: string) {
  return err({ ...refuse('webauthn.response_malformed', { member: name }), step: 'response' as const });
}
