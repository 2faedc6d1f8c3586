import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { repositoryRoot } from '../repository.ts';
import { catalogueProblems } from '../tidy/catalogue.ts';
import { drift, write } from './drift.ts';
import { errorsPage } from './errors-page.ts';
import { registry } from './registry.ts';

describe('generated files', () => {
  test('say what their sources say', async () => assert.deepEqual(await drift(repositoryRoot, registry), []));

  test('are found out when missing, changed by hand or impossible to make', async () => {
    const root = await mkdtemp(path.join(os.tmpdir(), 'holdfast-generated-'));
    const made = { file: 'docs/a.md', make: async () => 'fresh\n' };
    const broken = { file: 'docs/b.md', make: () => Promise.reject(new Error('no source')) };
    try {
      assert.deepEqual(await drift(root, [made]), ['docs/a.md: is missing: run node tools/generate.ts']);
      assert.deepEqual(await write(root, [made]), ['docs/a.md']);
      assert.equal(await readFile(path.join(root, 'docs/a.md'), 'utf8'), 'fresh\n');
      assert.deepEqual(await drift(root, [made]), []);
      await writeFile(path.join(root, 'docs/a.md'), 'by hand\n');
      assert.deepEqual(await drift(root, [made]), ['docs/a.md: differs from its source: run node tools/generate.ts']);
      assert.deepEqual(await drift(root, [broken]), ['docs/b.md: cannot be made: no source']);
    } finally {
      await rm(root, { recursive: true });
    }
  });
});

describe('the error catalogues', () => {
  test('are in order, each code with one owner', async () => {
    const { chapters } = await import('./catalogues.ts');
    const byHeading = Object.fromEntries(chapters.map(({ heading, catalogue }) => [heading, catalogue]));
    assert.deepEqual(catalogueProblems(byHeading), []);
  });

  test('give one row to each code, whatever its sentences hold', () => {
    const entry = { status: 400, public: 'bad', person: 'One|two.', operator: 'Three\nfour.' };
    const page = errorsPage([{ heading: 'H', about: 'A.', catalogue: { 'x.y': entry, 'x.z': entry } }]);
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    assert.deepEqual(rows, [
      '| `x.y` | 400 | `bad` | Three four. | One\\|two. |',
      '| `x.z` | 400 | `bad` | Three four. | One\\|two. |',
    ]);
  });
});
