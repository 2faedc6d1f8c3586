import type { SourceFile } from './source-file.ts';
import { child, children, nameOf, type SyntaxNode } from './syntax.ts';

/** One place that names a module. */
export type ImportSite = {
  readonly specifier: string;
  readonly line: number;
  /** True where nothing is left of it at run time. */
  readonly typeOnly: boolean;
  readonly names: readonly string[];
};

export function importsOf(source: SourceFile): ImportSite[] {
  return source.nodes.flatMap(({ node }) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return [];
    return [{ specifier, line: source.lineOf(node.start), typeOnly: isTypeOnly(node), names: namesOf(node) }];
  });
}

function specifierOf(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return nameOf(child(node, 'source'));
    default:
      return undefined;
  }
}

function isTypeOnly(node: SyntaxNode): boolean {
  return node.type === 'TSImportType' || node['importKind'] === 'type' || node['exportKind'] === 'type';
}

function namesOf(node: SyntaxNode): string[] {
  return children(node, 'specifiers').flatMap(
    (one) => nameOf(child(one, 'imported')) ?? nameOf(child(one, 'local')) ?? [],
  );
}
