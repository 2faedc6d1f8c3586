import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { arePagesFresh } from './build.ts';

const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** A folder in which each file was written in the given second. */
async function pages(files: Readonly<Record<string, number>>): Promise<string> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'holdfast-pages-'));
  folders.push(root);
  for (const [file, second] of Object.entries(files)) {
    const at = path.join(root, file);
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, '');
    await utimes(at, second, second);
  }
  return root;
}

const rows: readonly (readonly [what: string, files: Readonly<Record<string, number>>, isFresh: boolean])[] = [
  ['built after the last change', { 'src/a.ts': 10, 'app.html': 11, 'dist/assets/a.js': 20 }, true],
  ['never built', { 'src/a.ts': 10 }, false],
  ['a source changed deep down', { 'src/console/people/a.ts': 30, 'dist/assets/a.js': 20 }, false],
  ['a page at the top changed', { 'src/a.ts': 10, 'app.html': 30, 'dist/assets/a.js': 20 }, false],
  ['what was installed does not count', { 'src/a.ts': 10, 'node_modules/x/y.js': 30, 'dist/assets/a.js': 20 }, true],
];

describe('whether the pages need building', () => {
  for (const [what, files, isFresh] of rows) {
    test(what, async () => assert.equal(arePagesFresh(await pages(files), []), isFresh));
  }
  test('other dependencies since', async () => {
    const root = await pages({ 'src/a.ts': 10, 'dist/a.js': 20 });
    const other = await pages({ 'package-lock.json': 30 });
    assert.equal(arePagesFresh(root, [path.join(other, 'package-lock.json')]), false);
  });
});
