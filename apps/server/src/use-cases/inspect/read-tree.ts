import { createHash } from 'node:crypto';
import { decodeCbor, fromBase64url } from '@holdfast/encoding';
import { unreachable } from '@holdfast/kernel';
import { type AttestationFacts, type CredentialFacts, factsDigest } from '@holdfast/webauthn';
import { authenticatorDataNode } from './authenticator-data-nodes.ts';
import { clientDataNode, parseClientData } from './client-data-nodes.ts';
import { algorithmText, coseKeyNode } from './cose-key-nodes.ts';
import { jsonNode } from './json-nodes.ts';
import { branch, bytesField, field, type InspectNode } from './node.ts';
import { isObject, type JsonObject, own } from './own-members.ts';
import type { InspectCase } from './read-case.ts';
import { statementNode } from './statement-nodes.ts';

/** Larger members are refused by the ceremony itself; drawing them would only cost time. */
const MEMBER_LENGTH_MAX = 131_072;
/** More labels than a host name can usefully have. */
const LABELS_MAX = 16;

/** What was established, as far as the ceremony got. */
export type Established =
  | { readonly at: 'facts'; readonly facts: CredentialFacts }
  | { readonly at: 'statement'; readonly attestation: AttestationFacts }
  | { readonly at: 'nothing' };

/** Everything that was sent, field by field, decoded as far as it can be, whether the ceremony holds or not. */
export function readTree(given: InspectCase, established: Established): readonly InspectNode[] {
  const { response } = given;
  const inner = own(response, 'response');
  if (!isObject(response) || !isObject(inner)) return [jsonNode('Response', response, 'response')];
  const scopes = scopesOf(given, inner);
  const tree = [
    envelopeNode(response),
    ...drawn(inner, 'clientDataJSON', 'Client data', (bytes) => [clientDataNode(bytes)]),
    ...(given.ceremony === 'registration'
      ? registrationNodes(inner, scopes)
      : authenticationNodes(inner, given.credential.publicKey, scopes)),
  ];
  switch (established.at) {
    case 'facts':
      return [...tree, factsNode(established.facts)];
    case 'statement':
      return [...tree, { ...jsonNode('Statement says', readableFacts(established.attestation)), note: 'verified' }];
    case 'nothing':
      return tree;
    default:
      return unreachable(established);
  }
}

/** Names that the hash in the authenticator data may be of: what was expected, then the host of the origin and what is above it. */
function scopesOf({ expected }: InspectCase, inner: JsonObject): readonly string[] {
  const hosts = expected.origins.map(hostOf);
  const text = own(inner, 'clientDataJSON');
  const bytes = typeof text === 'string' && text.length <= MEMBER_LENGTH_MAX ? fromBase64url(text) : null;
  const clientData = bytes?.ok === true ? parseClientData(bytes.value) : undefined;
  const origin = own(clientData, 'origin');
  const said = typeof origin === 'string' ? [hostOf(origin)] : [];
  const above = [...said, ...hosts].flatMap((host) => {
    const labels = host.split('.').slice(0, LABELS_MAX);
    return labels.map((_, index) => labels.slice(index).join('.'));
  });
  return [expected.rpId, expected.appid ?? '', ...above].filter((scope) => scope !== '');
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).hostname : '';
}

function envelopeNode(response: JsonObject): InspectNode {
  const step = 'response';
  const inner = own(response, 'response');
  const said = (name: string, note: string, from: unknown = response, of = step): readonly InspectNode[] => {
    const value = own(from, name);
    return value === undefined ? [] : [{ ...jsonNode(name, value, of), note }];
  };
  const children = [
    ...said('id', 'of the credential'),
    ...said('rawId', 'the same again'),
    ...said('type', 'always public-key'),
    ...said('authenticatorAttachment', 'said by the browser, not signed'),
    ...said('transports', 'said by the browser, not signed', inner),
    ...said('clientExtensionResults', 'said by the browser, not signed', response, 'clientExtensionResults'),
  ];
  return branch('Response', children, { note: 'the envelope; nothing of it is signed', step });
}

function registrationNodes(inner: JsonObject, scopes: readonly string[]): readonly InspectNode[] {
  return drawn(inner, 'attestationObject', 'Attestation object', (bytes) => {
    const digest = digestNode('Attestation object', bytes);
    const decoded = decodeCbor(bytes);
    const object = decoded.ok && decoded.value instanceof Map ? decoded.value : null;
    const [fmt, statement, authData] = [object?.get('fmt'), object?.get('attStmt'), object?.get('authData')];
    if (typeof fmt !== 'string' || statement === undefined || !(authData instanceof Uint8Array)) {
      const why = decoded.ok ? 'not a map of fmt, attStmt and authData' : `not strict CBOR: ${decoded.error.code}`;
      const raw = bytesField('Attestation object', bytes, { note: why, step: 'attestationObject' });
      return [raw, digest];
    }
    return [authenticatorDataNode(authData, 'attestationObject', scopes), statementNode(fmt, statement), digest];
  });
}

function authenticationNodes(
  inner: JsonObject,
  publicKey: Uint8Array | string,
  scopes: readonly string[],
): readonly InspectNode[] {
  const key = typeof publicKey === 'string' ? fromBase64url(publicKey) : { ok: true as const, value: publicKey };
  const isCose = key.ok && key.value.length > 0 && key.value[0] !== 0x30;
  const userHandle = own(inner, 'userHandle');
  return [
    ...drawn(inner, 'authenticatorData', 'Authenticator data', (bytes) => [
      authenticatorDataNode(bytes, 'assertion', scopes),
    ]),
    ...drawn(inner, 'signature', 'Signature', (bytes) => [
      bytesField('Signature', bytes, { note: 'over authenticator data and clientDataHash', step: 'signature' }),
    ]),
    ...(userHandle === undefined
      ? []
      : [{ ...jsonNode('User handle', userHandle, 'credentialOwner'), note: 'whose it is' }]),
    ...(isCose ? [coseKeyNode('Stored key', key.value, 'what the relying party kept at registration')] : []),
  ];
}

/** What was established, as it would be stored. */
function factsNode(facts: CredentialFacts): InspectNode {
  const children = Object.entries(facts).map(([name, value]) => jsonNode(name, readableFacts(value, name)));
  const digest = field('digest', factsDigest(facts), { note: 'of what decisions can depend on' });
  return branch('Facts', [...children, digest], { note: 'what the cryptography established' });
}

/** Certificates stand in the statement already; algorithms have names. */
function readableFacts(value: unknown, of = ''): unknown {
  if (of === 'algorithm' && typeof value === 'number') return algorithmText(value);
  if (of === 'chain' && Array.isArray(value)) {
    return `as in the statement (${value.length === 1 ? '1 certificate' : `${value.length} certificates`})`;
  }
  if (Array.isArray(value)) return value.map((each) => readableFacts(each));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, readableFacts(each, name)]));
}

function digestNode(of: string, bytes: Uint8Array): InspectNode {
  const digest = createHash('sha256').update(bytes).digest();
  return bytesField(`SHA-256 of the ${of.toLowerCase()}`, digest, {
    as: 'hex',
    note: 'as shown beside stored evidence',
  });
}

/** A base64url member, drawn from its bytes; as it came, where it is something else. */
function drawn(
  inner: JsonObject,
  name: string,
  label: string,
  draw: (bytes: Uint8Array) => readonly InspectNode[],
): readonly InspectNode[] {
  const text = own(inner, name);
  if (text === undefined) return [field(label, 'missing', { step: 'response' })];
  const bytes = typeof text === 'string' && text.length <= MEMBER_LENGTH_MAX ? fromBase64url(text) : null;
  if (bytes?.ok === true) return draw(bytes.value);
  const shown = typeof text === 'string' ? `${text.slice(0, 200)}` : JSON.stringify(text).slice(0, 200);
  return [field(label, shown, { note: 'not canonical base64url, or too long', step: 'response' })];
}
