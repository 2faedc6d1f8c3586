import { concatBytes } from '@holdfast/encoding';
import type { Chance } from './chance.ts';
import { mutateBytes } from './mutate-bytes.ts';

/** One TLV as it will be written. Octet and bit strings that hold DER are opened too. */
type DerNode = {
  tag: number;
  /** What stands before the children: the count of unused bits of an opened BIT STRING. */
  prefix: Uint8Array;
  content: Uint8Array;
  children: DerNode[] | null;
  length: 'shortest' | 'padded' | 'indefinite' | 'huge' | 'wrong';
};

const DEPTH_MAX = 24;
const tags = [
  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x17, 0x18, 0x1e, 0x1f, 0x30, 0x31, 0x80, 0xa0, 0xa3, 0xbf,
];

function readAll(bytes: Uint8Array, depth: number): DerNode[] | null {
  const nodes: DerNode[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [node, end] = readOne(bytes, at, depth) ?? [null, 0];
    if (node === null) return null;
    nodes.push(node);
    at = end;
  }
  return nodes;
}

function readOne(bytes: Uint8Array, start: number, depth: number): [DerNode, number] | null {
  const tag = bytes[start] ?? 0;
  let at = start + 1;
  let first = bytes[at];
  if ((tag & 0x1f) === 0x1f) {
    while ((bytes[at] ?? 0) >= 0x80) at += 1;
    at += 1;
    first = bytes[at];
  }
  if (first === undefined || first === 0x80) return null;
  const octets = first < 0x80 ? 0 : first & 0x7f;
  if (octets > 3) return null;
  let length = first;
  if (octets > 0) length = bytes.subarray(at + 1, at + 1 + octets).reduce((value, byte) => value * 256 + byte, 0);
  const contentStart = at + 1 + octets;
  const end = contentStart + length;
  if (end > bytes.length) return null;
  const content = bytes.slice(contentStart, end);
  const isLong = (tag & 0x1f) === 0x1f;
  const prefix = tag === 0x03 ? content.subarray(0, 1) : new Uint8Array();
  const opens = !isLong && depth < DEPTH_MAX && ((tag & 0x20) !== 0 || ((tag === 0x03 || tag === 0x04) && length > 2));
  const children = opens ? readAll(content.subarray(prefix.length), depth + 1) : null;
  // Tags of more than one byte stay as they are, together with their content.
  const node = isLong ? raw(bytes.slice(start, end)) : { tag, prefix, content, children, length: 'shortest' as const };
  return [node, end];
}

function raw(content: Uint8Array): DerNode {
  return { tag: -1, prefix: new Uint8Array(), content, children: null, length: 'shortest' };
}

function write(node: DerNode): Uint8Array {
  const content = node.children === null ? node.content : concatBytes(node.prefix, ...node.children.map(write));
  if (node.tag === -1) return content;
  const tail = node.length === 'indefinite' ? Uint8Array.of(0, 0) : new Uint8Array();
  return concatBytes(Uint8Array.of(node.tag), lengthOf(content.length, node.length), content, tail);
}

function lengthOf(length: number, how: DerNode['length']): Uint8Array {
  switch (how) {
    case 'indefinite':
      return Uint8Array.of(0x80);
    case 'huge':
      return Uint8Array.of(0x84, 0x7f, 0xff, 0xff, 0xff);
    case 'padded':
      return Uint8Array.of(0x83, length >> 16, (length >> 8) & 0xff, length & 0xff);
    case 'wrong':
      return lengthOf(length + 1, 'shortest');
    default:
      if (length < 0x80) return Uint8Array.of(length);
      return length < 0x100 ? Uint8Array.of(0x81, length) : Uint8Array.of(0x82, length >> 8, length & 0xff);
  }
}

/** Changes the structure and keeps the lengths right, unless the lengths are what is changed. */
export function mutateDer(bytes: Uint8Array, chance: Chance): Uint8Array {
  const roots = bytes.length === 0 ? null : readAll(bytes, 0);
  if (roots === null) return mutateBytes(bytes, chance);
  const times = chance.oneOf([1, 1, 1, 2, 3]);
  for (let index = 0; index < times; index += 1) change(chance.oneOf(nodesOf(roots)), chance);
  return concatBytes(...roots.map(write));
}

function nodesOf(nodes: readonly DerNode[]): DerNode[] {
  return nodes.flatMap((node) => [node, ...(node.children === null ? [] : nodesOf(node.children))]);
}

function change(node: DerNode, chance: Chance): void {
  const kind = chance.below(10);
  if (kind === 0) node.tag = chance.oneOf(tags);
  else if (kind === 1) node.length = chance.oneOf(['padded', 'indefinite', 'huge', 'wrong']);
  else if (kind <= 5 && node.children !== null) changeChildren(node.children, chance);
  else if (kind === 6) wrap(node, chance.oneOf([1, 2, 30, 200]));
  else if (kind === 7) node.prefix = chance.bytes(node.prefix.length);
  else {
    node.content = mutateBytes(node.content, chance);
    node.children = null;
  }
}

function changeChildren(children: DerNode[], chance: Chance): void {
  if (children.length === 0) return;
  const at = chance.below(children.length);
  const action = chance.below(4);
  if (action === 0) children.splice(at, 1);
  else if (action === 1) children.splice(at, 0, ...children.slice(at, at + 1));
  else if (action === 2) children.push(...children.splice(at, 1));
  else {
    const copies = chance.oneOf([10, 100, 1000]);
    const [child] = children.slice(at, at + 1);
    if (child !== undefined && write(child).length * copies < 20_000) {
      // Written at once: nodes that stood in many places would grow in all of them at the next change.
      const bytes = write(child);
      children.push(raw(concatBytes(...Array.from({ length: copies }, () => bytes))));
    }
  }
}

function wrap(node: DerNode, depth: number): void {
  const inner = { ...node };
  let wrapped: DerNode = inner;
  for (let level = 1; level < depth; level += 1) wrapped = sequence(wrapped);
  Object.assign(node, sequence(wrapped));
}

function sequence(child: DerNode): DerNode {
  return { tag: 0x30, prefix: new Uint8Array(), content: new Uint8Array(), children: [child], length: 'shortest' };
}
