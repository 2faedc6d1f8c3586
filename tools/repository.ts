import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout, whatever the current directory is. */
export const repositoryRoot = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

export function inRepository(...segments: readonly string[]): string {
  return path.join(repositoryRoot, ...segments);
}
