import { importsOf } from './imports.ts';
import { type Finding, isTestCode, type SourceFile } from './source-file.ts';
import { child, children, dottedName, nameOf, type SyntaxNode } from './syntax.ts';

/** What would make the same input give another answer, and what to take instead. */
const bannedInPackages: ReadonlyMap<string, string> = new Map([
  ['Date.now', 'take the instant as an argument'],
  ['new Date()', 'take the instant as an argument'],
  ['Date()', 'take the instant as an argument'],
  ['performance.now', 'take the instant as an argument'],
  ['Math.random', 'take the random bytes as an argument'],
  ['crypto.getRandomValues', 'take the random bytes as an argument'],
  ['crypto.randomUUID', 'take the id as an argument'],
  ['process.env', 'take the setting as an argument'],
  ['process', 'take what you need as an argument'],
  ['globalThis', 'take what you need as an argument'],
  ['fetch', 'let an adapter of the server fetch, and take the bytes as an argument'],
  ['setTimeout', 'return when it is due; the server waits'],
  ['setInterval', 'return when it is due; the server waits'],
  ['setImmediate', 'return when it is due; the server waits'],
  ['queueMicrotask', 'return when it is due; the server waits'],
  ['console', 'return what there is to say'],
]);

const randomFunctions = [
  'randomBytes',
  'randomUUID',
  'randomInt',
  'randomFill',
  'randomFillSync',
  'getRandomValues',
  'webcrypto',
];
const keyMakers = [
  'generateKeyPair',
  'generateKeyPairSync',
  'generateKey',
  'generateKeySync',
  'generatePrime',
  'generatePrimeSync',
];

/** Modules of Node that compute only. Everything else reads or writes something. */
const pureModules = new Set(['node:crypto', 'node:buffer', 'node:util', 'node:url', 'node:assert']);

/** Packages are pure and synchronous: no clock, no randomness, no environment, no input or output, no waiting. */
export function checkPurity(source: SourceFile): Finding[] {
  if (!/^packages\/[^/]+\/src\//.test(source.path) || isTestCode(source.path)) return [];
  return [...bannedGlobals(source), ...bannedModules(source), ...waiting(source)];
}

function bannedGlobals(source: SourceFile): Finding[] {
  return [...globalUses(source)].flatMap(({ name, line }) => {
    const instead = bannedInPackages.get(name);
    return instead === undefined ? [] : [{ path: source.path, line, message: `${name} in a package: ${instead}` }];
  });
}

/** Uses of globals by name; a property of that name (`clock.fetch`) or a key is not one, nor is a type. */
export function* globalUses(source: SourceFile): Generator<{ name: string; line: number }> {
  const declared = new Set(declaredNames(source));
  for (const { node, parent } of source.nodes) {
    const name = globalName(node, parent);
    if (name !== undefined && !declared.has(name.split('.')[0] ?? '')) yield { name, line: source.lineOf(node.start) };
  }
}

function globalName(node: SyntaxNode, parent: SyntaxNode | undefined): string | undefined {
  if (
    node.type === 'NewExpression' &&
    nameOf(child(node, 'callee')) === 'Date' &&
    children(node, 'arguments').length === 0
  ) {
    return 'new Date()';
  }
  if (node.type === 'CallExpression' && nameOf(child(node, 'callee')) === 'Date') return 'Date()';
  if (node.type === 'MemberExpression') return dottedName(node);
  if (node.type !== 'Identifier' || isOnlyAName(node, parent)) return undefined;
  return nameOf(node);
}

function isOnlyAName(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  if (parent === undefined) return false;
  if (parent.type.startsWith('TS'))
    return (
      parent.type !== 'TSAsExpression' &&
      parent.type !== 'TSSatisfiesExpression' &&
      parent.type !== 'TSNonNullExpression'
    );
  if (parent.type === 'MemberExpression') {
    // `process.env` is reported as a whole by its parent.
    return (
      parent['computed'] !== true && (parent['property'] === node || bannedInPackages.has(dottedName(parent) ?? ''))
    );
  }
  return parent['key'] === node && parent['computed'] !== true && parent['shorthand'] !== true;
}

function* declaredNames(source: SourceFile): Generator<string> {
  for (const { node } of source.nodes) {
    const isImport = /^Import(Default|Namespace)?Specifier$/.test(node.type);
    if (isImport) yield nameOf(child(node, 'local')) ?? '';
    if (node.type === 'VariableDeclarator' || node.type === 'FunctionDeclaration')
      yield nameOf(child(node, 'id')) ?? '';
    for (const parameter of children(node, 'params')) yield nameOf(parameter) ?? '';
  }
}

function bannedModules(source: SourceFile): Finding[] {
  const isEmulator = source.path.startsWith('packages/emulator/');
  // node:crypto cannot be given its randomness for new keys, and the emulator cannot be an authenticator without.
  const banned = new Set(isEmulator ? randomFunctions : [...randomFunctions, ...keyMakers]);
  return importsOf(source)
    .flatMap(({ specifier, line, names, typeOnly }) => {
      if (typeOnly || !specifier.startsWith('node:')) return [];
      if (!pureModules.has(specifier)) {
        return [{ path: source.path, line, message: `${specifier} in a package: let an adapter of the server do it` }];
      }
      return names
        .filter((name) => banned.has(name))
        .map((name) => ({
          path: source.path,
          line,
          message: `${name} in a package: take the random bytes or the key as an argument`,
        }));
    })
    .concat(memberUses(source, banned));
}

/** `crypto.randomBytes` where `crypto` is the whole module. */
function memberUses(source: SourceFile, banned: ReadonlySet<string>): Finding[] {
  return source.nodes.flatMap(({ node }) => {
    const [object, property] = (node.type === 'MemberExpression' ? dottedName(node) : undefined)?.split('.') ?? [];
    if (property === undefined || object === undefined || !/crypto$/i.test(object) || !banned.has(property)) return [];
    if (bannedInPackages.has(`${object}.${property}`)) return [];
    return [
      {
        path: source.path,
        line: source.lineOf(node.start),
        message: `${object}.${property} in a package: take the random bytes or the key as an argument`,
      },
    ];
  });
}

function waiting(source: SourceFile): Finding[] {
  return source.nodes.flatMap(({ node }) => {
    if (node.type !== 'AwaitExpression' && node['async'] !== true) return [];
    return [
      { path: source.path, line: source.lineOf(node.start), message: 'packages are synchronous: no async, no await' },
    ];
  });
}
