import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { Judge } from './judge.ts';
import { applied, mutantsOf } from './mutants.ts';
import { Results } from './results.ts';

const changes = (text: string) => mutantsOf('a.ts', text).map((mutant) => applied(text, mutant));

const samples: readonly (readonly [string, readonly string[]])[] = [
  ['f(a === b);', [';', 'f(a !== b);']],
  ['const x = a < b;', ['const x = a <= b;', 'const x = a >= b;']],
  ['const x = a && b;', ['const x = a || b;']],
  ['const x = a ?? b;', ['const x = a && b;']],
  ['const x = true;', ['const x = false;']],
  ['const x = !a;', ['const x = a;']],
  ['const x = 7;', ['const x = 8;']],
  ['const x = a ? b : c;', ['const x = true ? b : c;', 'const x = false ? b : c;']],
  ['if (a) throw b;', ['if (true) throw b;', 'if (false) throw b;']],
  ["const x = 'text';", []],
  ['type T = 1 | true;', []],
  ['const x = { 1: a };', []],
];

describe('mutants', () => {
  for (const [text, expected] of samples) {
    test(`of ${text}`, () => assert.deepEqual(changes(text).toSorted(), [...expected].toSorted()));
  }

  test('have keys that name the text of the file', () => {
    const [one] = mutantsOf('a.ts', 'const x = true;');
    const [other] = mutantsOf('a.ts', 'const x = true; // more');
    assert.notEqual(one?.key, other?.key);
  });
});

describe('judging', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-judge-'));
  after(() => rmSync(folder, { recursive: true }));
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
  const judge = new Judge(folder, environment);
  mkdirSync(path.join(folder, 'src'));
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  const writeTest = (name: string, body: string) =>
    writeFileSync(path.join(folder, 'src', name), `import { test } from 'node:test';\ntest('t', () => { ${body} });\n`);
  writeTest('good.test.ts', '');
  writeTest('bad.test.ts', "throw new Error('noticed');");

  test('names the test file that noticed', async () => {
    assert.equal(await judge.firstToNotice('a.ts', ['src/good.test.ts', 'src/bad.test.ts']), 'src/bad.test.ts');
    assert.equal(await judge.firstToNotice('a.ts', ['src/good.test.ts']), null);
  });

  test('is remembered between runs', () => {
    const file = path.join(folder, 'results.jsonl');
    const [killed, survived, left] = mutantsOf('a.ts', 'const x = [1, 2, 3];');
    assert.ok(killed && survived && left);
    const results = new Results(file);
    results.add(killed, 'src/bad.test.ts');
    results.add(survived, null);
    const again = new Results(file);
    assert.deepEqual(
      [killed, survived, left].map((mutant) => again.outcome(mutant)),
      ['killed', 'survived', 'unjudged'],
    );
  });
});
