import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { selectTests, wantsDatabase } from './select.ts';
import { isGreen } from './tally.ts';

const good = "import { test } from 'node:test'; test('good', () => {});";
const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function checkout(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'holdfast-run-'));
  folders.push(root);
  for (const [file, text] of Object.entries({ ...files, 'package.json': '{"type":"module"}' })) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  return root;
}

/** In a process of its own, because a test file cannot run test files. */
async function runIn(
  root: string,
  wanted: readonly string[],
): Promise<{ lines: string[]; said: string; isGood: boolean }> {
  const source = `
    import { runAll } from ${JSON.stringify(new URL('./run.ts', import.meta.url).href)};
    const isGood = await runAll(${JSON.stringify(root)}, ${JSON.stringify(wanted)}, new AbortController().signal);
    process.exitCode = isGood ? 0 : 1;`;
  // A file, because `run` hands the flags of its own process, and so any `--eval`, to its children.
  const script = path.join(root, 'run-here.ts');
  await writeFile(script, source);
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
  const env = { ...inherited, HOLDFAST_TEST_DATABASE_URL: 'postgresql://not.used/' };
  const child = spawn(process.execPath, [script], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  return { lines: said.trimEnd().split('\n'), said, isGood: code === 0 };
}

type Row = readonly [what: string, text: string, lastLine: string, said: RegExp];

const bad: readonly Row[] = [
  [
    'a failing test, in full',
    "import { test, describe } from 'node:test'; describe('outer', () => { test('inner', () => { throw new Error('broken') }) });",
    '0 passed, 1 failed',
    /a\.test\.ts › outer › inner\n +Error: broken/,
  ],
  ['a file that crashes', "throw new Error('crash on load');", '0 passed, 1 failed', /crash on load/],
  [
    'a file that ends badly after its tests',
    `${good} process.on('exit', () => { process.exitCode = 4; });`,
    '1 passed, 1 failed',
    /a\.test\.ts/,
  ],
  ['a file without tests', "console.log('nothing');", '0 passed, 1 failed', /without a test/],
  [
    'a skipped test',
    "import { test } from 'node:test'; test.skip('later', () => {});",
    '0 passed, 1 failed',
    /was skipped/,
  ],
  ['a test still to do', "import { test } from 'node:test'; test.todo('later');", '0 passed, 1 failed', /still to do/],
  [
    'a suite whose preparation fails',
    "import { before, describe, test } from 'node:test'; describe('s', () => { before(() => { throw new Error('no room') }); test('t', () => {}); });",
    '0 passed, 2 failed',
    /no room/,
  ],
];

describe('npm test with a path', () => {
  test('counts what passed, on a last line of its own', async () => {
    const root = await checkout({
      'packages/a/src/a.test.ts': good,
      'packages/b/src/b.test.ts': `${good} test('too', () => {});`,
    });
    const { lines, isGood } = await runIn(root, ['packages']);
    assert.equal(lines.at(-1), '3 passed, 0 failed');
    assert.equal(isGood, true);
  });

  test('runs only what was asked for', async () => {
    const root = await checkout({
      'packages/a/src/a.test.ts': good,
      'packages/ab/src/b.test.ts': 'throw new Error();',
    });
    assert.equal((await runIn(root, ['packages/a'])).lines.at(-1), '1 passed, 0 failed');
  });

  test('runs stories after the rest', async () => {
    const root = await checkout({
      'e2e/story.test.ts': "import { test } from 'node:test'; test('story', () => {}); ",
      'packages/a/src/a.test.ts': good,
    });
    const { said } = await runIn(root, ['packages', 'e2e']);
    assert.ok(said.indexOf('tests: 1 good') < said.indexOf('stories: 1 good'), said);
  });

  test('is not green when nothing ran', async () => {
    const { lines, isGood } = await runIn(await checkout({ 'packages/a/src/a.test.ts': good }), ['packages/z']);
    assert.deepEqual(lines, ['no test matches packages/z', '0 passed, 0 failed']);
    assert.equal(isGood, false);
  });

  for (const [what, text, lastLine, expected] of bad) {
    test(`counts as failed ${what}`, async () => {
      const { lines, said, isGood } = await runIn(await checkout({ 'packages/a/src/a.test.ts': text }), ['packages']);
      assert.equal(lines.at(-1), lastLine, said);
      assert.match(said, expected);
      assert.equal(isGood, false);
    });
  }
});

describe('which tests run', () => {
  test('all of them unless told otherwise, stories apart, nothing of what was installed', async () => {
    const root = await checkout({
      'apps/a/src/x.test.ts': '',
      'tools/y.test.ts': '',
      'e2e/z.test.ts': '',
      'node_modules/p/q.test.ts': '',
      'packages/k/src/k.ts': '',
    });
    const selection = selectTests(root, []);
    assert.deepEqual(selection, {
      besideTheSource: ['apps/a/src/x.test.ts', 'tools/y.test.ts'],
      stories: ['e2e/z.test.ts'],
    });
    assert.equal(wantsDatabase(selection), true);
    assert.equal(wantsDatabase(selectTests(root, ['./tools/'])), false);
    assert.deepEqual(selectTests(root, ['tools/y']).besideTheSource, ['tools/y.test.ts']);
  });
});

describe('green', () => {
  test('needs a pass and no failure', () => {
    assert.equal(isGreen({ passed: 1, failed: 0 }), true);
    assert.equal(isGreen({ passed: 0, failed: 0 }), false);
    assert.equal(isGreen({ passed: 5, failed: 1 }), false);
  });
});
