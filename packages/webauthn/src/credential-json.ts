import { hash } from 'node:crypto';
import { err, ok, type Result, refuse } from '@holdfast/kernel';
import { CLIENT_DATA_BYTES_MAX, type ClientData, decodeClientDataText, parseClientData } from './client-data.ts';
import type { StepRefusal } from './step.ts';
import { base64urlMember, bytesMember, isRecord, member } from './untrusted-json.ts';

/** What both kinds of responses have in common, read once from JSON of which nothing is known. */
export type CredentialJson = {
  /** base64url, canonical. */
  readonly id: string;
  /** The member `response`, to be read by the ceremony that knows its shape. */
  readonly response: Readonly<Record<string, unknown>>;
  readonly clientDataJSON: Uint8Array;
  readonly attachment: 'platform' | 'cross-platform' | null;
  readonly clientExtensionResults: Readonly<Record<string, unknown>>;
};

/** Longer than L3 allows, so that the step that forbids more than 1023 bytes is the one that refuses. */
const CREDENTIAL_ID_BYTES_MAX = 4096;

export type DecodingStepId = 'response' | 'clientExtensionResults' | 'clientDataText' | 'clientDataJson';

/** L3 §7.1 and §7.2, steps 3 and 4. */
export function readCredentialJson(value: unknown): Result<CredentialJson, StepRefusal<DecodingStepId>> {
  const malformed = (received: string, step: DecodingStepId = 'response') =>
    err({ ...refuse('webauthn.response_malformed', { member: received }), step });
  if (!isRecord(value)) return malformed('credential');
  const id = base64urlMember(value, 'id', CREDENTIAL_ID_BYTES_MAX);
  if (id === undefined || id === '') return malformed('id');
  const rawId = member(value, 'rawId');
  if (typeof rawId !== 'string') return malformed('rawId');
  if (rawId !== id) return err({ ...refuse('webauthn.credential_id_mismatch', { reason: 'rawId' }), step: 'response' });
  if (member(value, 'type') !== 'public-key') return malformed('type');
  const response = member(value, 'response');
  if (!isRecord(response)) return malformed('response');
  const clientDataJSON = bytesMember(response, 'clientDataJSON', CLIENT_DATA_BYTES_MAX);
  if (clientDataJSON === undefined) return malformed('response.clientDataJSON');
  const attachment = member(value, 'authenticatorAttachment') ?? null;
  if (attachment !== null && typeof attachment !== 'string') return malformed('authenticatorAttachment');
  const clientExtensionResults = member(value, 'clientExtensionResults') ?? {};
  if (!isRecord(clientExtensionResults)) return malformed('clientExtensionResults', 'clientExtensionResults');
  return ok({
    id,
    response,
    clientDataJSON,
    // L3 §5.1: values that a relying party does not know are treated as if the member were null.
    attachment: attachment === 'platform' || attachment === 'cross-platform' ? attachment : null,
    clientExtensionResults,
  });
}

/** L3 §7.1 steps 5 and 6, §7.2 steps 8 and 9. */
export function readClientData(clientDataJSON: Uint8Array): Result<ClientData, StepRefusal<DecodingStepId>> {
  const text = decodeClientDataText(clientDataJSON);
  if (!text.ok) return err({ ...text.error, step: 'clientDataText' });
  const clientData = parseClientData(text.value);
  return clientData.ok ? clientData : err({ ...clientData.error, step: 'clientDataJson' });
}

/** L3 §7.1 step 12, §7.2 step 20: over the bytes as they came, never over JSON that was written again. */
export function hashClientData(clientDataJSON: Uint8Array): Uint8Array {
  return hash('sha256', clientDataJSON, 'buffer');
}
