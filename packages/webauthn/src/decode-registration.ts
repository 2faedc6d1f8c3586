import { type CborValue, decodeCbor, importCoseKey, type PublicKey, toBase64url } from '@holdfast/encoding';
import { type CredentialId, err, ok, type Result, refuse } from '@holdfast/kernel';
import {
  type AttestedCredentialData,
  AUTHENTICATOR_DATA_BYTES_MAX,
  type AuthenticatorData,
  parseAuthenticatorData,
} from './authenticator-data.ts';
import type { ExpectedRegistration } from './ceremony.ts';
import type { ClientData } from './client-data.ts';
import { type DecodingStepId, hashClientData, readClientData, readCredentialJson } from './credential-json.ts';
import type { AttestationFacts, CredentialFacts } from './facts.ts';
import { type ResolvedFormat, resolveFormat } from './formats.ts';
import { once } from './once.ts';
import type { StepRefusal, WebauthnRefusal } from './step.ts';
import { type TrustGroupKey, verifyTrustGroupKey } from './trust-group-key.ts';
import { bytesMember, isRecord, member } from './untrusted-json.ts';

/** Everything §7.1 looks at. Decoding (steps 3 to 6, 12 and 13) has happened, once; nothing has been compared yet. */
export type RegistrationEvidence = {
  readonly credentialId: CredentialId;
  readonly clientData: ClientData;
  readonly clientDataJSON: Uint8Array;
  readonly attestationObject: Uint8Array;
  readonly authData: AuthenticatorData;
  readonly attested: AttestedCredentialData;
  readonly claimed: CredentialFacts['claimed'];
  readonly expected: ExpectedRegistration;
  /** Each is worked out when the first step asks for it, so that a refused ceremony costs no more than it must. */
  readonly credentialKey: () => Result<PublicKey, WebauthnRefusal>;
  readonly format: () => Result<ResolvedFormat, WebauthnRefusal>;
  readonly attestation: () => Result<AttestationFacts, WebauthnRefusal>;
  readonly trustGroupKey: () => Result<TrustGroupKey, WebauthnRefusal>;
};

export type RegistrationDecodingStepId = DecodingStepId | 'attestationObject';

const ATTESTATION_OBJECT_BYTES_MAX = 65_536;
const TRANSPORTS_MAX = 16;
const TRANSPORT_LENGTH_MAX = 32;

type AttestationObject = { readonly fmt: string; readonly attStmt: CborValue; readonly authDataBytes: Uint8Array };

/** What the server needs to know before it can say what it expects. Nothing of it is proved. */
export function peekRegistration(
  response: unknown,
): Result<{ readonly credentialId: CredentialId; readonly challenge: string; readonly origin: string }, StepRefusal> {
  const credential = readCredentialJson(response);
  if (!credential.ok) return credential;
  const clientData = readClientData(credential.value.clientDataJSON);
  if (!clientData.ok) return clientData;
  const { challenge, origin } = clientData.value;
  return ok({ credentialId: credential.value.id as CredentialId, challenge, origin });
}

export function decodeRegistration(
  response: unknown,
  expected: ExpectedRegistration,
): Result<RegistrationEvidence, StepRefusal<RegistrationDecodingStepId>> {
  const credential = readCredentialJson(response);
  if (!credential.ok) return credential;
  const { id, clientDataJSON } = credential.value;
  const attestationObject = bytesMember(credential.value.response, 'attestationObject', ATTESTATION_OBJECT_BYTES_MAX);
  if (attestationObject === undefined) return malformedResponse('response.attestationObject');
  const transports = readTransports(member(credential.value.response, 'transports') ?? []);
  if (transports === undefined) return malformedResponse('response.transports');
  const clientData = readClientData(clientDataJSON);
  if (!clientData.ok) return clientData;
  const object = decodeAttestationObject(attestationObject);
  if (!object.ok) return err({ ...object.error, step: 'attestationObject' });
  const authData = parseAuthenticatorData(object.value.authDataBytes);
  if (!authData.ok) return err({ ...authData.error, step: 'attestationObject' });
  const attested = authData.value.attestedCredentialData;
  if (attested === null) return err({ ...refuse('webauthn.attested_data_missing'), step: 'attestationObject' });
  // Not a step of its own in L3, but two ids for one credential are a forgery or a bug in either case.
  if (toBase64url(attested.credentialId) !== id) {
    return err({
      ...refuse('webauthn.credential_id_mismatch', { reason: 'authenticator data' }),
      step: 'attestationObject',
    });
  }

  const { attachment, clientExtensionResults } = credential.value;
  return ok({
    credentialId: id as CredentialId,
    clientData: clientData.value,
    clientDataJSON,
    attestationObject,
    authData: authData.value,
    attested,
    claimed: { attachment, transports, residentKey: readResidentKey(clientExtensionResults) },
    expected,
    ...questions(object.value, {
      authData: authData.value,
      attested,
      clientDataJSON,
      clientExtensionResults,
      expected,
    }),
  });
}

/** The parts of the evidence that cost something. */
function questions(
  { fmt, attStmt, authDataBytes }: AttestationObject,
  {
    authData,
    attested,
    clientDataJSON,
    clientExtensionResults,
    expected: settings,
  }: {
    readonly authData: AuthenticatorData;
    readonly attested: AttestedCredentialData;
    readonly clientDataJSON: Uint8Array;
    readonly clientExtensionResults: Readonly<Record<string, unknown>>;
    readonly expected: ExpectedRegistration;
  },
): Pick<RegistrationEvidence, 'credentialKey' | 'format' | 'attestation' | 'trustGroupKey'> {
  const { aaguid, credentialId, credentialPublicKey } = attested;
  const clientDataHash = once(() => hashClientData(clientDataJSON));
  const credentialKey = once(() => importCredentialKey(credentialPublicKey));
  const format = once(() => resolveFormat(fmt));
  const attestation = once((): Result<AttestationFacts, WebauthnRefusal> => {
    const [key, row] = [credentialKey(), format()];
    if (!key.ok) return key;
    if (!row.ok) return row;
    const ceremony = { authDataBytes, rpIdHash: authData.rpIdHash, credentialId, aaguid, settings };
    return row.value.verify({ ...ceremony, clientDataHash: clientDataHash(), attStmt, credentialKey: key.value });
  });
  const trustGroupKey = once((): Result<TrustGroupKey, WebauthnRefusal> => {
    if (settings.trustGroupKeyAsked !== true) return ok({ state: 'absent' });
    return verifyTrustGroupKey({ clientExtensionResults, authData, authDataBytes, clientDataHash, credentialKey });
  });
  return { credentialKey, format, attestation, trustGroupKey };
}

function importCredentialKey(cose: Uint8Array): Result<PublicKey, WebauthnRefusal> {
  const key = importCoseKey(cose);
  if (key.ok) return key;
  const code =
    key.error.code === 'encoding.cose_algorithm_unsupported'
      ? 'webauthn.algorithm_unsupported'
      : 'webauthn.credential_key_invalid';
  return err(refuse(code, { cause: key.error.code, ...key.error.detail }));
}

/** L3 §7.1 step 13. Exactly the three members of L3 §6.5, each of its type. */
function decodeAttestationObject(bytes: Uint8Array): Result<AttestationObject, WebauthnRefusal> {
  const malformed = (reason: string) => err(refuse('webauthn.attestation_object_malformed', { reason }));
  const decoded = decodeCbor(bytes);
  if (!decoded.ok) return malformed(decoded.error.code);
  const object = decoded.value;
  if (!(object instanceof Map)) return malformed('not a map');
  if (object.size !== 3) return malformed(`${object.size} members`);
  const [fmt, attStmt, authDataBytes] = [object.get('fmt'), object.get('attStmt'), object.get('authData')];
  if (typeof fmt !== 'string') return malformed('fmt');
  if (attStmt === undefined) return malformed('attStmt');
  if (!(authDataBytes instanceof Uint8Array) || authDataBytes.length > AUTHENTICATOR_DATA_BYTES_MAX)
    return malformed('authData');
  return ok({ fmt, attStmt, authDataBytes });
}

/** Sorted and without repetition, so that equal devices have equal facts. Unknown names are kept, as L3 §5.8.4 asks. */
function readTransports(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length > TRANSPORTS_MAX) return undefined;
  const names = value.filter((name) => typeof name === 'string' && name.length <= TRANSPORT_LENGTH_MAX);
  return names.length === value.length ? [...new Set<string>(names)].sort() : undefined;
}

/** L3 §10.1.3 `credProps.rk`. Extension outputs of a wrong shape say nothing; they are never a reason to refuse. */
function readResidentKey(clientExtensionResults: unknown): boolean | null {
  const credProps = member(clientExtensionResults, 'credProps');
  const residentKey = isRecord(credProps) ? member(credProps, 'rk') : undefined;
  return typeof residentKey === 'boolean' ? residentKey : null;
}

function malformedResponse(name: string) {
  return err({ ...refuse('webauthn.response_malformed', { member: name }), step: 'response' as const });
}
