import { importsOf } from './imports.ts';
import { globalUses } from './purity.ts';
import { type Finding, isTestCode, type SourceFile } from './source-file.ts';
import { child, nameOf } from './syntax.ts';

const databaseModules = /^(kysely(\/|$)|pg(\/|$)|node:sqlite$)/;
const queryMethods = new Set([
  'selectFrom',
  'insertInto',
  'updateTable',
  'deleteFrom',
  'replaceInto',
  'mergeInto',
  'executeTakeFirst',
  'executeTakeFirstOrThrow',
]);
/** The process's own edge: the only places that read the environment. */
const environmentReaders = new Set(['apps/server/src/main.ts', 'apps/cli/src/main.ts', 'apps/web/vite.config.ts']);

/** Queries stay in store/, the environment in main.ts, clock and randomness in adapters/. */
export function checkServerLayers(source: SourceFile): Finding[] {
  if (isTestCode(source.path)) return [];
  return [...databaseOutsideStore(source), ...environment(source), ...clock(source)];
}

function databaseOutsideStore(source: SourceFile): Finding[] {
  if (!source.path.startsWith('apps/') || source.path.startsWith('apps/server/src/store/')) return [];
  const imported = importsOf(source)
    .filter(({ specifier }) => databaseModules.test(specifier))
    .map(({ specifier, line }) => ({
      path: source.path,
      line,
      message: `${specifier} outside store/: ask a function of store/ instead`,
    }));
  const called = source.nodes.flatMap(({ node }) => {
    const method = node.type === 'MemberExpression' ? nameOf(child(node, 'property')) : undefined;
    if (method === undefined || !queryMethods.has(method)) return [];
    return [
      {
        path: source.path,
        line: source.lineOf(node.start),
        message: `a query (${method}) outside store/: make it a function of store/`,
      },
    ];
  });
  return [...imported, ...called];
}

function environment(source: SourceFile): Finding[] {
  if (!source.path.startsWith('apps/') || environmentReaders.has(source.path)) return [];
  return [...globalUses(source)]
    .filter(({ name }) => name === 'process.env')
    .map(({ line }) => ({
      path: source.path,
      line,
      message: 'process.env outside main.ts: take the setting as an argument',
    }));
}

function clock(source: SourceFile): Finding[] {
  if (!source.path.startsWith('apps/server/src/') || source.path.startsWith('apps/server/src/adapters/')) return [];
  return [...globalUses(source)]
    .filter(({ name }) => name === 'Date.now' || name === 'new Date()' || name === 'Date()' || name === 'Math.random')
    .map(({ name, line }) => ({
      path: source.path,
      line,
      message: `${name} outside adapters/: take the clock or the randomness as an argument`,
    }));
}
