import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A copy of the packages that nobody edits while mutants of it are judged. */
export type Sandbox = {
  readonly root: string;
  readonly read: (file: string) => string;
  readonly remove: () => void;
};

/** Everything from npm is shared; the workspaces of the copy are its own. */
export function createSandbox(root: string): Sandbox {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'holdfast-mutate-'));
  for (const folder of ['packages', 'vectors'])
    cpSync(path.join(root, folder), path.join(copy, folder), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json']) cpSync(path.join(root, file), path.join(copy, file));
  const modules = path.join(root, 'node_modules');
  mkdirSync(path.join(copy, 'node_modules', '@holdfast'), { recursive: true });
  for (const name of readdirSync(modules)) {
    if (name !== '@holdfast') symlinkSync(path.join(modules, name), path.join(copy, 'node_modules', name));
  }
  for (const name of readdirSync(path.join(copy, 'packages'))) {
    symlinkSync(path.join(copy, 'packages', name), path.join(copy, 'node_modules', '@holdfast', name));
  }
  return {
    root: copy,
    read: (file) => readFileSync(path.join(copy, file), 'utf8'),
    remove: () => rmSync(copy, { recursive: true, force: true }),
  };
}
