import type { CborValue } from '@holdfast/encoding';
import { type CborDrawing, cborNode } from './cbor-nodes.ts';
import { certificateNode } from './certificate-nodes.ts';
import { algorithmText } from './cose-key-nodes.ts';
import { jsonNode } from './json-nodes.ts';
import { branch, bytesField, field, type InspectNode } from './node.ts';

const step = 'attestationStatement';

/** What the members of the statements of WebAuthn L3 §8 mean. */
const notes: ReadonlyMap<string, string> = new Map([
  ['sig', 'over authenticator data and clientDataHash'],
  ['ver', 'version of the statement'],
  ['certInfo', 'what the TPM attested: TPMS_ATTEST'],
  ['pubArea', 'the public area of the key in the TPM: TPMT_PUBLIC'],
  ['response', 'the answer of SafetyNet, a JWS'],
]);

/** The attestation statement of any format. */
export function statementNode(fmt: string, statement: CborValue): InspectNode {
  const children = [
    field('Format', fmt, { note: formatNotes.get(fmt) ?? 'not a registered format', step: 'attestationFormat' }),
    cborNode('Statement', statement, drawMember),
  ];
  return branch('Attestation', children, { note: 'what the maker says of the authenticator', step });
}

const formatNotes: ReadonlyMap<string, string> = new Map([
  ['none', 'no statement: everything about the model is a claim'],
  ['packed', 'the format of most security keys'],
  ['tpm', 'a Trusted Platform Module, such as behind Windows Hello'],
  ['android-key', 'a key of the Android hardware keystore'],
  ['android-safetynet', 'retired; never trusted for new enrolments'],
  ['fido-u2f', 'a key of the older U2F kind'],
  ['apple', 'Apple anonymous attestation'],
  ['compound', 'several statements about one key'],
]);

/** Members that mean more than their bytes. Lists are drawn element by element, each under the name `x5c[0]`. */
const drawMember: CborDrawing = (label, value) => {
  if (label === 'alg' && typeof value === 'number') {
    return field(label, algorithmText(value), { note: 'algorithm of the signature', step });
  }
  if (/^x5c\[\d+\]$/.test(label) && value instanceof Uint8Array) return certificateNode(label, value);
  if (label === 'x5c' && Array.isArray(value)) {
    const children = value.map((each: CborValue, index) => cborNode(`x5c[${index}]`, each, drawMember));
    const certificates = value.length === 1 ? '1 certificate' : `${value.length} certificates`;
    return branch(label, children, {
      value: certificates,
      note: 'the leaf first; nothing that came along is an anchor',
      step,
    });
  }
  if (label === 'response' && value instanceof Uint8Array) return jwsNode(label, value);
  const note = notes.get(label);
  if (note === undefined) return undefined;
  if (value instanceof Uint8Array) return bytesField(label, value, { note, step });
  return typeof value === 'string' || typeof value === 'number'
    ? field(label, String(value), { note, step })
    : undefined;
};

/** A compact JWS: header and payload are JSON that anybody can read. */
function jwsNode(label: string, bytes: Uint8Array): InspectNode {
  const note = notes.get('response');
  const parts = Buffer.from(bytes).toString('latin1').split('.');
  const [header, payload] = parts.slice(0, 2).map((part) => readJson(Buffer.from(part, 'base64url').toString('utf8')));
  if (parts.length !== 3 || header === undefined || payload === undefined) {
    return bytesField(label, bytes, { note: 'not a compact JWS', step });
  }
  const children = [jsonNode('header', header), jsonNode('payload', payload), field('signature', parts[2] ?? '')];
  return branch(label, children, { sizeBytes: bytes.length, note, step });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
