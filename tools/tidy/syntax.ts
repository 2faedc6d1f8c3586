/** As much of ESTree as the rules need. */
export type SyntaxNode = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
};

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

export type Placed = { readonly node: SyntaxNode; readonly parent: SyntaxNode | undefined };

/** The node and everything below it, parents before children. A list, because every rule walks it again. */
export function descendants(node: SyntaxNode): Placed[] {
  const found: Placed[] = [];
  collect(node, undefined, found);
  return found;
}

function collect(node: SyntaxNode, parent: SyntaxNode | undefined, found: Placed[]): void {
  found.push({ node, parent });
  for (const key of Object.keys(node)) {
    const value = node[key];
    if (Array.isArray(value)) {
      for (const one of value) if (isNode(one)) collect(one, node, found);
    } else if (isNode(value)) {
      collect(value, node, found);
    }
  }
}

export function child(node: SyntaxNode, key: string): SyntaxNode | undefined {
  const value = node[key];
  return isNode(value) ? value : undefined;
}

export function children(node: SyntaxNode, key: string): SyntaxNode[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The name of an identifier, or the text of a string literal. */
export function nameOf(node: SyntaxNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'Identifier') return String(node['name']);
  return node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined;
}

/** `Date.now` for the expression `Date.now`, `console` for the identifier; undefined for anything longer or computed. */
export function dottedName(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'Identifier') return nameOf(node);
  if (node?.type !== 'MemberExpression') return undefined;
  const object = child(node, 'object');
  const property = nameOf(child(node, 'property'));
  const objectName = object?.type === 'Identifier' ? nameOf(object) : undefined;
  return objectName === undefined || property === undefined ? undefined : `${objectName}.${property}`;
}
