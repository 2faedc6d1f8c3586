import { createHash } from 'node:crypto';
import { jsonNode } from './json-nodes.ts';
import { branch, bytesField, field, type InspectNode } from './node.ts';
import { isObject } from './own-members.ts';

/** What the members of WebAuthn L3 §5.8.1 mean and which step looks at them. Others come and go between browsers. */
const members: ReadonlyMap<string, { readonly note: string; readonly step: string }> = new Map([
  ['type', { note: 'the kind of ceremony', step: 'type' }],
  ['challenge', { note: 'what the authenticator answers; given out once', step: 'challenge' }],
  ['origin', { note: 'where the page was, as the browser saw it', step: 'origin' }],
  ['crossOrigin', { note: 'whether it ran in a frame of another origin', step: 'crossOrigin' }],
  ['topOrigin', { note: 'the page that embedded it', step: 'topOrigin' }],
]);

/** The client data, as far as it can be read. The browser wrote it; the signature covers its bytes as they are. */
export function clientDataNode(bytes: Uint8Array): InspectNode {
  const hash = bytesField('SHA-256', createHash('sha256').update(bytes).digest(), {
    as: 'hex',
    note: 'clientDataHash, which the signature covers',
    step: 'clientDataHash',
  });
  const value = parseClientData(bytes);
  const beside = { sizeBytes: bytes.length, note: 'written by the browser', step: 'clientDataJson' };
  if (!isObject(value)) {
    return branch(
      'Client data',
      [
        field('Text', new TextDecoder('utf-8').decode(bytes), { note: 'not a JSON object', step: 'clientDataJson' }),
        hash,
      ],
      beside,
    );
  }
  const children = Object.entries(value).map(([name, member]): InspectNode => {
    const known = members.get(name);
    const node = jsonNode(name, member, known?.step);
    return { ...node, note: known?.note ?? 'not in the specification; nothing depends on it' };
  });
  return branch('Client data', [...children, hash], beside);
}

/** Undefined where it is not JSON. Bytes that are not UTF-8 are replaced: this only shows them. */
export function parseClientData(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8').decode(bytes));
  } catch {
    return undefined;
  }
}
