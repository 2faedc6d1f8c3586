import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

type Bundle = Rolldown.OutputBundle;

/** Fails the build when the script that the sign-in page loads at once is heavier than allowed, compressed with gzip. */
export function signInBudget({ scriptBytesMax }: { scriptBytesMax: number }): Plugin {
  return {
    name: 'sign-in-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const bytes = loadedAtOnce(bundle, 'sign-in').reduce((sum, code) => sum + gzipSync(code).byteLength, 0);
      if (bytes === 0) this.error('The sign-in entry was not found in the bundle, so its weight is unknown.');
      if (bytes > scriptBytesMax) {
        this.error(
          `The sign-in page loads ${bytes} bytes of compressed script; at most ${scriptBytesMax} are allowed.`,
        );
      }
      this.info(`sign-in page: ${(bytes / 1024).toFixed(1)} kB of compressed script`);
    },
  };
}

/** The code of an entry and of everything it imports statically; what is fetched on demand does not count. */
function loadedAtOnce(bundle: Bundle, entry: string): string[] {
  const start = Object.values(bundle).find((part) => part.type === 'chunk' && part.isEntry && part.name === entry);
  if (start === undefined) return [];
  const seen = new Map<string, string>();
  const visit = (file: string): void => {
    const part = bundle[file];
    if (part?.type !== 'chunk' || seen.has(file)) return;
    seen.set(file, part.code);
    part.imports.forEach(visit);
  };
  visit(start.fileName);
  return [...seen.values()];
}
