import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkArrows, type Manifests } from './arrows.ts';
import { checkLeftovers, checkText } from './leftovers.ts';
import { checkNames } from './names.ts';
import { checkPurity } from './purity.ts';
import { checkServerLayers } from './server-layers.ts';
import { checkSizes } from './sizes.ts';
import { type Finding, filesBelow, isSource, readSource } from './source-file.ts';

const readable = /\.(ts|tsx|js|mjs|json|md|ya?ml|sql|css|html|sh|toml|conf)$|^\.ci\//;
/** Written by npm, not by people. */
const notWritten = new Set(['package-lock.json']);

/** Every breach of the house rules in the checkout at `root`. */
export function tidy(root: string): Finding[] {
  const files = filesBelow(root).filter((file) => !notWritten.has(file));
  const dependencies = manifestsOf(root, files);
  const ofSources = files.filter(isSource).flatMap((file) => {
    const source = readSource(root, file);
    return [
      ...checkNames(file),
      ...checkArrows(source, dependencies),
      ...checkPurity(source),
      ...checkServerLayers(source),
      ...checkSizes(source),
      ...checkLeftovers(source),
    ];
  });
  const ofTexts = files
    .filter((file) => readable.test(file))
    .flatMap((file) => checkText(file, readFileSync(path.join(root, file), 'utf8')));
  return [...ofSources, ...ofTexts];
}

function manifestsOf(root: string, files: readonly string[]): Manifests {
  const manifests = files.filter((file) => path.basename(file) === 'package.json');
  return new Map(
    manifests.map((file) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as {
        dependencies?: Record<string, string>;
        devDependencies?: Record<string, string>;
      };
      const folder = path.posix.dirname(file);
      return [folder === '.' ? '' : folder, [...Object.keys(dependencies), ...Object.keys(devDependencies)]];
    }),
  );
}

export function describeFinding({ path: file, line, message }: Finding): string {
  return `${file}:${line}: ${message}`;
}
