import { decodeCbor, fromBase64url, toBase64url } from '@holdfast/encoding';
import { err, ok, type Result } from '@holdfast/kernel';
import { EVIDENCE_FORMAT } from '../../http/contract/evidence.ts';
import { attestedCredentialId } from './authenticator-data-nodes.ts';
import { isObject, type JsonObject, own } from './own-members.ts';

/** What somebody pasted, in the shape of a case. */
export type Pasted = {
  readonly input: JsonObject;
  /** Nothing but an attestation object: there is no client data to compare or to check the signature with. */
  readonly isAttestationObjectOnly: boolean;
};

/**
 * Understands a case, the JSON of a response, the body of a request that holds one, and an attestation object in base64url.
 *
 * @returns on failure a sentence that says what was expected
 */
export function readPasted(text: string): Result<Pasted, string> {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed === '') return err('Nothing was given. Paste a case, the JSON of a response, or an attestation object.');
  if (/^[A-Za-z0-9+/_=\s-]+$/.test(trimmed)) return readAttestationObject(trimmed);
  const value = parse(trimmed);
  if (!value.ok) return value;
  if (typeof value.value === 'string') return readAttestationObject(value.value.trim());
  return shapeOf(value.value);
}

function parse(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text));
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    const lines = text.split('\n').filter((line) => line.trim().startsWith('{')).length;
    const hint = lines > 1 ? ' If it holds one case a line, judge it with: holdfast inspect --jsonl' : '';
    return err(`This is neither JSON nor base64url. ${reason}.${hint}`);
  }
}

function shapeOf(value: unknown): Result<Pasted, string> {
  const found = (input: JsonObject): Result<Pasted, string> => ok({ input, isAttestationObjectOnly: false });
  const response = own(value, 'response');
  if (isObject(value) && isObject(response)) {
    if (isInnerResponse(response)) return found({ response: value });
    // A case, or the body of a request that holds a response.
    return found(value);
  }
  if (isObject(value) && isInnerResponse(value)) return found({ response: envelopeOf(value) });
  if (isObject(value) && own(value, 'ceremony') !== undefined) return found(value);
  if (own(value, 'format') === EVIDENCE_FORMAT) {
    return err('This is an evidence file, which holds many ceremonies. Check it with: npx holdfast inspect FILE');
  }
  return err(
    'This JSON is neither a case nor a response: a case has "ceremony", "response" and "expected", a response has "id" and "response".',
  );
}

function isInnerResponse(value: JsonObject): boolean {
  return ['attestationObject', 'authenticatorData', 'clientDataJSON', 'signature'].some(
    (name) => own(value, name) !== undefined,
  );
}

/** The inner members alone name the credential only in the attestation object. */
function envelopeOf(inner: JsonObject): JsonObject {
  const attestationObject = own(inner, 'attestationObject');
  const bytes = typeof attestationObject === 'string' ? fromBase64url(attestationObject) : null;
  const id = (bytes?.ok === true ? credentialIdIn(bytes.value) : null) ?? 'AA';
  return { id, rawId: id, type: 'public-key', response: inner };
}

/** Any spelling of base64, with line breaks, as tools print it. */
function readAttestationObject(text: string): Result<Pasted, string> {
  const bytes = new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ''), 'base64'));
  const decoded = decodeCbor(bytes);
  if (!decoded.ok || !(decoded.value instanceof Map) || !decoded.value.has('authData')) {
    const why = decoded.ok ? 'it holds no authenticator data' : decoded.error.code;
    return err(
      `This looks like base64url but is not an attestation object (${why}). Paste the whole response instead.`,
    );
  }
  const id = credentialIdIn(bytes) ?? 'AA';
  // Without client data nothing that depends on it is looked at; these stand in its place so that the rest can be.
  const clientData = JSON.stringify({ type: '', challenge: '', origin: '' });
  const inner = { clientDataJSON: toBase64url(Buffer.from(clientData)), attestationObject: toBase64url(bytes) };
  const response = { id, rawId: id, type: 'public-key', response: inner };
  return ok({ input: { response }, isAttestationObjectOnly: true });
}

function credentialIdIn(attestationObject: Uint8Array): string | null {
  const decoded = decodeCbor(attestationObject);
  const authData = decoded.ok && decoded.value instanceof Map ? decoded.value.get('authData') : undefined;
  return authData instanceof Uint8Array ? attestedCredentialId(authData) : null;
}
