import { concatBytes } from '@holdfast/encoding';
import type { Chance } from './chance.ts';
import { mutateBytes } from './mutate-bytes.ts';

/** An item as it will be written: unlike decoded values it can say anything that CBOR can, canonical or not. */
export type CborNode = {
  major: number;
  /** Length, number or tag. */
  argument: number;
  /** Bytes of the argument beyond the shortest; 0 is canonical. */
  widen: 0 | 1 | 2 | 3;
  indefinite: boolean;
  content: Uint8Array;
  children: CborNode[];
};

const none = new Uint8Array();

/** Reads what the strict decoder would take; null for anything else. */
export function readCbor(bytes: Uint8Array): CborNode | null {
  const cursor = { at: 0 };
  const node = readItem(bytes, cursor);
  return node !== null && cursor.at === bytes.length ? node : null;
}

function readItem(bytes: Uint8Array, cursor: { at: number }): CborNode | null {
  const initial = bytes[cursor.at];
  if (initial === undefined) return null;
  const [major, minor] = [initial >> 5, initial & 31];
  if (minor > 27) return null;
  const width = minor < 24 ? 0 : 1 << (minor - 24);
  let argument = width === 0 ? minor : 0;
  for (let index = 1; index <= width; index += 1) argument = argument * 256 + (bytes[cursor.at + index] ?? 0);
  cursor.at += 1 + width;
  const node: CborNode = { major, argument, widen: 0, indefinite: false, content: none, children: [] };
  if (major === 2 || major === 3) {
    node.content = bytes.slice(cursor.at, cursor.at + argument);
    cursor.at += argument;
  }
  const count = major === 4 ? argument : major === 5 ? argument * 2 : 0;
  for (let index = 0; index < count; index += 1) {
    const child = readItem(bytes, cursor);
    if (child === null) return null;
    node.children.push(child);
  }
  return cursor.at <= bytes.length ? node : null;
}

export function writeCbor(node: CborNode): Uint8Array {
  const { major, content, children, indefinite } = node;
  const body = major === 2 || major === 3 ? [content] : children.map(writeCbor);
  if (indefinite && major >= 2 && major <= 5) {
    const chunks = major <= 3 ? [head(major, content.length, 0), content] : body;
    return concatBytes(Uint8Array.of((major << 5) | 31), ...chunks, Uint8Array.of(0xff));
  }
  return concatBytes(head(major, node.argument, node.widen), ...body);
}

function head(major: number, argument: number, widen: number): Uint8Array {
  const shortest =
    argument < 24 ? 0 : argument < 0x100 ? 1 : argument < 0x1_0000 ? 2 : argument < 0x1_0000_0000 ? 3 : 4;
  const size = Math.min(4, shortest + widen);
  if (size === 0) return Uint8Array.of((major << 5) | argument);
  const bytes = new Uint8Array(1 + (1 << (size - 1)));
  bytes[0] = (major << 5) | (23 + size);
  let left = argument;
  for (let at = bytes.length - 1; at > 0; at -= 1) {
    bytes[at] = left % 256;
    left = Math.floor(left / 256);
  }
  return bytes;
}

const leafOf = (major: number, argument: number): CborNode => ({
  major,
  argument,
  widen: 0,
  indefinite: false,
  content: none,
  children: [],
});

/** Something of another type. */
function strange(chance: Chance): CborNode {
  const bytes = chance.bytes(chance.below(40));
  return chance.oneOf<() => CborNode>([
    () => leafOf(0, chance.oneOf([0, 1, 23, 24, 255, 65_535, 4_294_967_295, 2 ** 53])),
    () => leafOf(1, chance.oneOf([6, 7, 34, 256, 65_534])),
    () => ({ ...leafOf(2, bytes.length), content: bytes }),
    () => ({ ...leafOf(3, bytes.length), content: bytes }),
    () => leafOf(4, 0),
    () => leafOf(5, 0),
    () => ({ ...leafOf(6, chance.below(100)), children: [leafOf(0, 0)] }),
    () => leafOf(7, chance.oneOf([20, 21, 22, 23, 24, 31])),
    () => nested(leafOf(0, 0), chance.oneOf([3, 9, 40, 400])),
  ])();
}

function nested(inner: CborNode, depth: number): CborNode {
  let node = inner;
  for (let level = 0; level < depth; level += 1) node = { ...leafOf(4, 1), children: [node] };
  return node;
}

/** Changes the tree in place and gives the bytes; `inner` may change what a byte string holds. */
export function mutateCbor(
  bytes: Uint8Array,
  chance: Chance,
  inner: (content: Uint8Array, chance: Chance) => Uint8Array = mutateBytes,
): Uint8Array {
  const root = readCbor(bytes);
  if (root === null) return mutateBytes(bytes, chance);
  const times = chance.oneOf([1, 1, 1, 2, 3]);
  for (let index = 0; index < times; index += 1) change(chance.oneOf(nodesOf(root)), chance, inner);
  return writeCbor(root);
}

function nodesOf(node: CborNode): CborNode[] {
  return [node, ...node.children.flatMap(nodesOf)];
}

function change(node: CborNode, chance: Chance, inner: (content: Uint8Array, chance: Chance) => Uint8Array): void {
  const kind = chance.below(10);
  if (kind <= 3 && (node.major === 2 || node.major === 3)) {
    node.content = inner(node.content, chance);
    node.argument = node.content.length;
  } else if (kind <= 2 && (node.major === 4 || node.major === 5)) changeChildren(node, chance);
  else if (kind === 4) node.widen = chance.oneOf([1, 2, 3]);
  else if (kind === 5) node.indefinite = true;
  else if (kind === 6)
    node.argument = chance.oneOf([node.argument + 1, Math.max(0, node.argument - 1), 2 ** 32, 24, 0]);
  else if (kind === 7) node.major = chance.below(8);
  else Object.assign(node, strange(chance));
}

function changeChildren(node: CborNode, chance: Chance): void {
  const width = node.major === 5 ? 2 : 1;
  const count = node.children.length / width;
  const at = count === 0 ? 0 : chance.below(count) * width;
  const entry = node.children.slice(at, at + width);
  const action = chance.below(4);
  if (action === 0) node.children.splice(at, width);
  else if (action === 1) node.children.splice(at, 0, ...entry);
  else if (action === 2) node.children.push(...node.children.splice(at, width));
  else node.children.splice(at, 0, ...Array.from({ length: width }, () => strange(chance)));
  node.argument = Math.floor(node.children.length / width);
}
