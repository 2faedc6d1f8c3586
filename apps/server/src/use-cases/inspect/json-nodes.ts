import { branch, field, type InspectNode } from './node.ts';
import { isObject } from './own-members.ts';

const DEPTH_MAX = 12;

/** Any JSON value as a field, or as a branch of its members. */
export function jsonNode(label: string, value: unknown, step?: string, depth = 0): InspectNode {
  const beside = { step };
  if (depth === DEPTH_MAX) return field(label, '…', { note: 'nested too deeply to be shown' });
  if (Array.isArray(value)) {
    if (value.length === 0) return field(label, 'empty list', beside);
    if (value.every((each) => typeof each === 'string' || typeof each === 'number') && value.length <= 16) {
      return field(label, value.join(', '), beside);
    }
    const children = value.map((each, index) => jsonNode(`[${index}]`, each, undefined, depth + 1));
    return branch(label, children, { ...beside, value: `${value.length} elements` });
  }
  if (isObject(value)) {
    const children = Object.entries(value).map(([name, each]) => jsonNode(name, each, undefined, depth + 1));
    return children.length === 0 ? field(label, 'empty object', beside) : branch(label, children, beside);
  }
  return field(label, scalarText(value), beside);
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '(empty text)' : value;
  if (value === null) return 'null';
  return String(value);
}
