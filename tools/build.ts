import { type Dirent, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { inRepository } from './repository.ts';

const web = inRepository('apps', 'web');
const notSources = new Set(['dist', 'node_modules']);

/** Builds sign-in page, account page and console into apps/web/dist. */
export async function buildPages(): Promise<void> {
  // Loaded only when needed: a start with fresh pages should not wait for the bundler.
  const { build } = await import('vite');
  await build({ root: web, configFile: path.join(web, 'vite.config.ts'), logLevel: 'warn' });
}

/** Says in one message why the pages could not be built; the stack of the bundler would only hide it. */
export function saysWhy(cause: unknown): string {
  return stripVTControlCharacters(cause instanceof Error ? cause.message : String(cause));
}

/** True while `dist` of the folder of pages is newer than everything it was built from. */
export function arePagesFresh(pages = web, alsoFrom: readonly string[] = [inRepository('package-lock.json')]): boolean {
  const sources = readdirSync(pages, { withFileTypes: true })
    .filter(({ name }) => !notSources.has(name))
    .map((entry) => below(pages, entry));
  return newestMs(path.join(pages, 'dist')) > Math.max(...sources, ...alsoFrom.map(newestMs));
}

function below(folder: string, entry: Dirent): number {
  return newestMs(path.join(folder, entry.name));
}

/** When the newest file at or below `place` was written; 0 when there is none. */
function newestMs(place: string): number {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(place, { withFileTypes: true }).map((entry) => below(place, entry)));
}

if (import.meta.main) {
  const startedMs = performance.now();
  try {
    await buildPages();
    console.log(`pages built in ${((performance.now() - startedMs) / 1000).toFixed(1)} s: apps/web/dist`);
  } catch (cause) {
    console.error(`The pages could not be built: ${saysWhy(cause)}`);
    process.exitCode = 1;
  }
}
