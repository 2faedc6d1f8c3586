import type { Finding } from './source-file.ts';

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|abuse\.test|config|d))?\.(ts|tsx|js|mjs|css)$/;
const kebabFolder = /^\.?[a-z0-9]+(-[a-z0-9]+)*$/;
/** Names that say where something was left, not what it is. */
const saysNothing = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'service', 'services', 'misc']);

/** @param file a path of a source file, relative to the root. */
export function checkNames(file: string): Finding[] {
  const segments = file.split('/');
  const name = segments.at(-1) ?? '';
  const folders = segments.slice(0, -1);
  const messages = [
    ...(kebab.test(name) ? [] : [`${name}: file names are in kebab-case`]),
    ...folders
      .filter((folder) => !kebabFolder.test(folder))
      .map((folder) => `${folder}: folder names are in kebab-case`),
    ...[...folders, name.split('.')[0] ?? '']
      .filter((part) => part.split('-').some((word) => saysNothing.has(word)))
      .map((part) => `${part} says nothing: name it after what it holds`),
  ];
  return messages.map((message) => ({ path: file, line: 1, message }));
}
