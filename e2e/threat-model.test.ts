import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(path.join(root, 'docs', 'threat-model.md'), 'utf8');

/** Files in backticks and, behind each, names of its tests in typographic quotes. */
function named(markdown: string): readonly { readonly file: string; readonly tests: readonly string[] }[] {
  const text = markdown.replace(/\s+/g, ' ');
  const files = [...text.matchAll(/`([\w./-]+\.test\.ts)`((?: (?:and )?“[^”]+”)*)/g)];
  return files.map(([, file = '', behind = '']) => ({
    file,
    tests: [...behind.matchAll(/“([^”]+)”/g)].map(([, name = '']) => name),
  }));
}

/** A document that promises more than the code keeps is worse than none. */
describe('the threat model', () => {
  const references = named(page);
  const files = new Set(references.map(({ file }) => file));

  test('names tests for what it says', () => {
    assert.ok(files.size > 20, `${files.size} files`);
    const promises = page.split('- *Stops it:*').length - 1;
    assert.ok(promises >= 14, `${promises} promises`);
  });

  for (const { file, tests } of references) {
    test(`${file} has ${tests.length === 0 ? 'its tests' : tests.join(' and ')}`, () => {
      assert.ok(existsSync(path.join(root, file)), `there is no ${file}`);
      const source = readFileSync(path.join(root, file), 'utf8');
      for (const name of tests) assert.ok(source.includes(name), `${file} has no test “${name}”`);
    });
  }

  test('names every file of abuse tests', () => {
    const abuse = globSync('{apps,packages,e2e}/**/*.abuse.test.ts', { cwd: root, exclude: ['**/node_modules/**'] });
    assert.deepEqual(
      abuse.filter((file) => !files.has(file)),
      [],
    );
  });
});
