import path from 'node:path';
import { type ImportSite, importsOf } from './imports.ts';
import { type Finding, isTest, isTestCode, type SourceFile } from './source-file.ts';

/** What each workspace may import of the others: the arrows of the layout. A missing arrow is a decision. */
const arrows: ReadonlyMap<string, readonly string[]> = new Map([
  ['packages/kernel', []],
  ['packages/encoding', ['kernel']],
  ['packages/webauthn', ['encoding', 'kernel']],
  ['packages/trust', ['webauthn', 'encoding', 'kernel']],
  ['packages/policy', ['kernel']],
  ['packages/recovery', ['kernel']],
  ['packages/rollout', ['kernel']],
  ['packages/audit', ['encoding', 'kernel']],
  ['packages/emulator', ['encoding', 'kernel']],
  ['apps/server', ['kernel', 'encoding', 'webauthn', 'trust', 'policy', 'recovery', 'rollout', 'audit']],
  [
    'apps/cli',
    ['server', 'server/commands', 'kernel', 'encoding', 'webauthn', 'trust', 'policy', 'recovery', 'rollout', 'audit'],
  ],
  ['apps/web', ['server/contract', 'server/permissions']],
]);

/** Tests may also play the other side, and use what tools/ offers them. */
const arrowsOfTests = ['emulator', 'tools/postgres', 'tools/browser', 'tools/tidy/catalogue'];

/** Drive everything else, so they may import everything else. */
const drivers = ['tools', 'e2e', 'bench', 'vectors'];

export type Manifests = ReadonlyMap<string, readonly string[]>;

/** @param dependencies what each package.json lists, by workspace folder; the root's under `''`. */
export function checkArrows(source: SourceFile, dependencies: Manifests): Finding[] {
  const workspace = workspaceOf(source.path);
  return importsOf(source).flatMap((site) => {
    const message = problemWith(site, source.path, workspace, dependencies);
    return message === undefined ? [] : [{ path: source.path, line: site.line, message }];
  });
}

export function workspaceOf(file: string): string {
  const [first = '', second = ''] = file.split('/');
  return first === 'packages' || first === 'apps' ? `${first}/${second}` : drivers.includes(first) ? first : '';
}

function problemWith(site: ImportSite, file: string, workspace: string, dependencies: Manifests): string | undefined {
  const { specifier } = site;
  if (specifier.startsWith('.')) return relativeProblem(specifier, file, workspace);
  if (specifier.startsWith('@holdfast/')) return arrowProblem(site, file, workspace);
  if (workspace === 'apps/web' && specifier.startsWith('node:') && isProductionWeb(file)) {
    return `${specifier} does not exist in a browser`;
  }
  if (specifier.startsWith('node:') || specifier.startsWith('#')) return undefined;
  return externalProblem(specifier, file, workspace, dependencies);
}

function relativeProblem(specifier: string, file: string, workspace: string): string | undefined {
  const target = path.posix.join(path.posix.dirname(file), specifier);
  // Vectors are files, not a workspace, so a path is the only way to them.
  const isVectors = isTestCode(file) && target.startsWith('vectors/');
  if (!drivers.includes(workspace) && workspaceOf(target) !== workspace && !isVectors) {
    return `${specifier} leaves ${workspace}: import the other workspace by its name`;
  }
  if (!isTestCode(file) && isTestCode(target)) return `${specifier} is for tests only`;
  return undefined;
}

function arrowProblem({ specifier, typeOnly }: ImportSite, file: string, workspace: string): string | undefined {
  const target = specifier.slice('@holdfast/'.length);
  if (drivers.includes(workspace)) return undefined;
  if (isTestCode(file) && arrowsOfTests.includes(target)) return undefined;
  if (!(arrows.get(workspace) ?? []).includes(target))
    return `${workspace} must not import ${specifier} (the layout has no such arrow)`;
  if (workspace === 'apps/web' && !typeOnly && !isTest(file))
    return `${specifier} is the server's: the pages may take its types only (import type)`;
  return undefined;
}

function externalProblem(
  specifier: string,
  file: string,
  workspace: string,
  dependencies: Manifests,
): string | undefined {
  const name = packageOf(specifier);
  const listed = (folder: string) => dependencies.get(folder)?.includes(name) ?? false;
  if (listed(workspace)) return undefined;
  // The root lists what only building and testing need; tools/ drives every workspace and so may use what any of them has.
  if ((isTestCode(file) || isBuildConfig(file)) && listed('')) return undefined;
  if (drivers.includes(workspace) && [...dependencies.keys()].some(listed)) return undefined;
  return `${name} is not a dependency of ${workspace === '' ? 'the root' : workspace}: list it in its package.json`;
}

export function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function isBuildConfig(file: string): boolean {
  return file.endsWith('.config.ts') || file.startsWith('apps/web/build/');
}

function isProductionWeb(file: string): boolean {
  return file.startsWith('apps/web/src/') && !isTest(file) && !isTestCode(file);
}
