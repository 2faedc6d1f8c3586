import type { CborValue } from '@holdfast/encoding';
import { branch, bytesField, field, type InspectNode } from './node.ts';

/** Draws what a plain drawing would only show as bytes; undefined where it has nothing better. */
export type CborDrawing = (label: string, value: CborValue) => InspectNode | undefined;

/** Any decoded CBOR as a tree. Decoding has bounded its depth. */
export function cborNode(label: string, value: CborValue, draw: CborDrawing = () => undefined): InspectNode {
  const drawn = draw(label, value);
  if (drawn !== undefined) return drawn;
  if (value instanceof Uint8Array) return bytesField(label, value, { as: value.length <= 64 ? 'hex' : 'base64url' });
  if (value instanceof Map) {
    const children = [...value].map(([name, each]) => cborNode(String(name), each, draw));
    return children.length === 0 ? field(label, 'empty map') : branch(label, children);
  }
  if (Array.isArray(value)) {
    const children = value.map((each, index) => cborNode(`${label}[${index}]`, each, draw));
    return branch(label, children, { value: value.length === 1 ? '1 element' : `${value.length} elements` });
  }
  return field(label, typeof value === 'string' && value === '' ? '(empty text)' : String(value));
}
