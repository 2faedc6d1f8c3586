import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { repositoryRoot } from '../repository.ts';
import { equivalentMutants } from './equivalent.ts';
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
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
  const judge = new Judge(folder, environment);
  after(() => {
    judge.stop();
    rmSync(folder, { recursive: true });
  });
  const source = path.join('packages', 'a', 'src');
  mkdirSync(path.join(folder, source), { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  const text = 'export const adult = (age: number): boolean => age >= 18;\n';
  writeFileSync(path.join(folder, source, 'a.ts'), text);
  const writeTest = (name: string, body: string) => {
    const head = "import { describe, test } from 'node:test';\nimport { adult } from './a.ts';\n";
    writeFileSync(path.join(folder, source, name), `${head}describe('d', () => test('t', () => { ${body} }));\n`);
    return `packages/a/src/${name}`;
  };
  const careless = writeTest('careless.test.ts', "if (!adult(30)) throw new Error('30');");
  const careful = writeTest('careful.test.ts', "if (!adult(18) || adult(17)) throw new Error('18');");
  const mutants = mutantsOf('packages/a/src/a.ts', text);
  const boundary = mutants.find((mutant) => mutant.after === '>');

  test('says which file noticed, whatever was judged before', async () => {
    assert.ok(boundary);
    assert.equal(await judge.firstToNotice(boundary, { [careless]: 'all' }), null);
    assert.equal(await judge.firstToNotice(boundary, { [careless]: [0], [careful]: [0] }), careful);
    assert.equal(await judge.firstToNotice(boundary, { [careless]: [0] }), null);
  });

  test('asks the tests that get there', async () => {
    const idle = writeTest('idle.test.ts', 'String(adult);');
    const coverage = await judge.coverage(mutants, [careless, idle]);
    assert.deepEqual(coverage[boundary?.key ?? ''], { [careless]: [0] });
  });

  test('does not begin while a test fails', async () => {
    const failing = writeTest('failing.test.ts', "throw new Error('always');");
    await assert.rejects(judge.coverage(mutants, [failing]), /before anything is changed/);
  });

  test('is remembered between runs', () => {
    const file = path.join(folder, 'results.jsonl');
    const [killed, survived, left] = mutants;
    assert.ok(killed && survived && left);
    const results = new Results(file);
    results.add(killed, careful);
    results.add(survived, null);
    const again = new Results(file);
    assert.deepEqual(
      [killed, survived, left].map((mutant) => again.outcome(mutant)),
      ['killed', 'survived', 'unjudged'],
    );
  });
});

describe('mutants that change nothing', () => {
  test('are still there: each names a line of today', () => {
    const rows = equivalentMutants.flatMap(({ mutants }) => mutants);
    const files = [...new Set(rows.map(([file]) => file))];
    const today = files.flatMap((file) => mutantsOf(file, readFileSync(path.join(repositoryRoot, file), 'utf8')));
    const lines = new Set(today.map(({ file, on, before, after }) => JSON.stringify([file, on, before, after])));
    assert.deepEqual(
      rows.map((row) => JSON.stringify(row)).filter((row) => !lines.has(row)),
      [],
    );
  });
});
