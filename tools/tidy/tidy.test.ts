import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { repositoryRoot } from '../repository.ts';
import { checkArrows } from './arrows.ts';
import { catalogueProblems } from './catalogue.ts';
import { checkLeftovers, checkText } from './leftovers.ts';
import { checkNames } from './names.ts';
import { checkPurity } from './purity.ts';
import { checkServerLayers } from './server-layers.ts';
import { checkSizes } from './sizes.ts';
import { type Finding, filesBelow, parseSource } from './source-file.ts';
import { describeFinding, tidy } from './tidy.ts';

const dependencies = new Map([
  ['', ['fast-check', 'vite']],
  ['packages/encoding', ['cborg']],
  ['apps/server', ['kysely', 'pg']],
  ['apps/web', ['react']],
]);

const say = (findings: readonly Finding[]) => findings.map(({ message }) => message).join('\n');
const arrows = (file: string, text: string) => say(checkArrows(parseSource(file, text), dependencies));
const purity = (file: string, text: string) => say(checkPurity(parseSource(file, text)));
const layers = (file: string, text: string) => say(checkServerLayers(parseSource(file, text)));
const sizes = (file: string, text: string) => say(checkSizes(parseSource(file, text)));
const leftovers = (file: string, text: string) => say(checkLeftovers(parseSource(file, text)));

/** A sample on one line, so that the list of tests stays readable. */
const title = (text: string) => text.replaceAll('\n', ' ').slice(0, 70);

type Sample = readonly [file: string, text: string];

function samples(
  name: string,
  check: (file: string, text: string) => string,
  accepted: readonly Sample[],
  refused: readonly (readonly [...Sample, RegExp])[],
) {
  describe(name, () => {
    for (const [file, text] of accepted) {
      test(`accepts in ${file}: ${title(text)}`, () => assert.equal(check(file, text), ''));
    }
    for (const [file, text, said] of refused) {
      test(`refuses in ${file}: ${title(text)}`, () => assert.match(check(file, text), said));
    }
  });
}

samples(
  'imports follow the arrows of the layout',
  arrows,
  [
    ['packages/encoding/src/a.ts', "import { ok } from '@holdfast/kernel';"],
    ['packages/trust/src/a.ts', "import { verify } from '@holdfast/webauthn';"],
    ['packages/webauthn/src/a.test.ts', "import { make } from '@holdfast/emulator';"],
    ['packages/webauthn/src/a.test.ts', "import fc from 'fast-check';"],
    ['packages/webauthn/src/a.test.ts', "import { cases } from '../../../vectors/cases.ts';"],
    ['packages/encoding/src/a.ts', "import { decode } from 'cborg/length';"],
    ['apps/server/src/a.ts', "import { decide } from '@holdfast/policy';"],
    ['apps/server/src/store/a.test.ts', "import { freshDatabase } from '@holdfast/tools/postgres';"],
    ['apps/cli/src/a.ts', "import { main } from '@holdfast/server';"],
    ['apps/web/src/a.tsx', "import type { Person } from '@holdfast/server/contract';"],
    ['apps/web/src/a.test.ts', "import test from 'node:test';"],
    ['apps/web/src/a.test.ts', "import { permissions } from '@holdfast/server/permissions';"],
    ['apps/web/vite.config.ts', "import { defineConfig } from 'vite';"],
    ['apps/web/build/budget.ts', "import type { Plugin } from 'vite';"],
    ['e2e/a.test.ts', "import { make } from '@holdfast/emulator';"],
    ['tools/a.ts', "import pg from 'pg';"],
    ['tools/a.ts', "import('../apps/server/src/main.ts');"],
  ],
  [
    ['packages/kernel/src/a.ts', "import { x } from '@holdfast/encoding';", /packages\/kernel must not import/],
    ['packages/policy/src/a.ts', "import type { Facts } from '@holdfast/webauthn';", /no such arrow/],
    ['packages/policy/src/a.ts', "export * from '@holdfast/trust';", /no such arrow/],
    ['packages/webauthn/src/a.ts', "import { make } from '@holdfast/emulator';", /no such arrow/],
    ['packages/webauthn/src/a.ts', "type T = import('@holdfast/policy').Policy;", /no such arrow/],
    ['apps/server/src/a.ts', "const e = await import('@holdfast/emulator');", /no such arrow/],
    ['packages/encoding/src/a.ts', "import { x } from '../../kernel/src/index.ts';", /leaves packages\/encoding/],
    [
      'packages/encoding/src/a.ts',
      "import fc from 'fast-check';",
      /fast-check is not a dependency of packages\/encoding/,
    ],
    ['packages/kernel/src/a.ts', "import { decode } from 'cborg';", /cborg is not a dependency of packages\/kernel/],
    ['apps/server/src/a.ts', "import { x } from './testing/b.ts';", /for tests only/],
    ['apps/web/src/a.tsx', "import { Person } from '@holdfast/server/contract';", /types only/],
    ['apps/web/src/a.tsx', "import type { main } from '@holdfast/server';", /no such arrow/],
    ['apps/web/src/a.tsx', "import { readFileSync } from 'node:fs';", /not exist in a browser/],
    ['tools/a.ts', "import x from 'left-pad';", /left-pad is not a dependency of tools/],
  ],
);

samples(
  'packages are pure and synchronous',
  purity,
  [
    ['packages/kernel/src/a.ts', 'export const iso = (ms: number) => new Date(ms).toISOString();'],
    ['packages/kernel/src/a.ts', "import { verify } from 'node:crypto';"],
    ['packages/kernel/src/a.ts', 'const a = port.fetch(); const b = { process: 1, console: 2 };'],
    ['packages/kernel/src/a.ts', 'export type T = { fetch: string }; function f(process: Step) { return process.id; }'],
    ['packages/kernel/src/a.ts', "const text = 'Date.now() and await';"],
    ['packages/emulator/src/a.ts', "import { generateKeyPairSync } from 'node:crypto';"],
    ['packages/kernel/src/a.test.ts', 'await sleep(Date.now());'],
    ['apps/server/src/adapters/a.ts', 'const at = Date.now();'],
  ],
  [
    ['packages/kernel/src/a.ts', 'const at = Date.now();', /Date\.now in a package: take the instant/],
    ['packages/kernel/src/a.ts', 'const at = new Date();', /new Date\(\) in a package: take the instant/],
    ['packages/kernel/src/a.ts', 'const now = Date;\nconst at = Date();', /Date\(\) in a package/],
    ['packages/kernel/src/a.ts', 'const n = Math.random();', /take the random bytes/],
    ['packages/kernel/src/a.ts', 'const n = process.env.HOME;', /process\.env in a package: take the setting/],
    ['packages/kernel/src/a.ts', 'const { env } = process;', /process in a package/],
    ['packages/kernel/src/a.ts', 'const page = fetch(url);', /fetch in a package/],
    ['packages/kernel/src/a.ts', 'setTimeout(f, 1);', /setTimeout in a package/],
    ['packages/kernel/src/a.ts', "console.log('x');", /console in a package/],
    ['packages/kernel/src/a.ts', "import { readFileSync } from 'node:fs';", /node:fs in a package/],
    ['packages/kernel/src/a.ts', "import net from 'node:net';", /node:net in a package/],
    ['packages/kernel/src/a.ts', "import { get } from 'node:http';", /node:http in a package/],
    ['packages/kernel/src/a.ts', "import { randomBytes } from 'node:crypto';", /randomBytes in a package/],
    [
      'packages/kernel/src/a.ts',
      "import crypto from 'node:crypto';\ncrypto.randomInt(3);",
      /crypto\.randomInt in a package/,
    ],
    ['packages/kernel/src/a.ts', 'const id = crypto.randomUUID();', /take the id/],
    ['packages/emulator/src/a.ts', "import { randomBytes } from 'node:crypto';", /randomBytes in a package/],
    [
      'packages/webauthn/src/a.ts',
      "import { generateKeyPairSync } from 'node:crypto';",
      /generateKeyPairSync in a package/,
    ],
    ['packages/kernel/src/a.ts', 'export async function f() {}', /synchronous/],
    ['packages/kernel/src/a.ts', 'const x = await y;', /synchronous/],
  ],
);

samples(
  'the server keeps queries in store/, settings in main.ts, clock and randomness in adapters/',
  layers,
  [
    ['apps/server/src/store/people.ts', "import { sql } from 'kysely';\ndb.selectFrom('person');"],
    ['apps/server/src/main.ts', 'const { HOLDFAST_ORIGIN } = process.env;'],
    ['apps/cli/src/main.ts', 'run(process.env);'],
    ['apps/server/src/use-cases/a.ts', "process.on('exit', stop); const at = now(); new Date(at);"],
    ['apps/server/src/adapters/clock.ts', 'export const now = () => Date.now();'],
    ['apps/server/src/http/a.test.ts', "import pg from 'pg'; process.env.X; Date.now();"],
  ],
  [
    ['apps/server/src/use-cases/a.ts', "import { sql } from 'kysely';", /kysely outside store/],
    ['apps/server/src/http/a.ts', "import type { Kysely } from 'kysely';", /kysely outside store/],
    ['apps/server/src/main.ts', "import { DatabaseSync } from 'node:sqlite';", /node:sqlite outside store/],
    ['apps/cli/src/main.ts', "import pg from 'pg';", /pg outside store/],
    ['apps/server/src/use-cases/a.ts', "db.selectFrom('person').selectAll();", /a query \(selectFrom\) outside store/],
    ['apps/server/src/store/a.ts', 'const x = process.env.X;', /process\.env outside main/],
    ['apps/server/src/http/a.ts', 'const at = Date.now();', /Date\.now outside adapters/],
    ['apps/server/src/store/a.ts', 'const at = new Date();', /new Date\(\) outside adapters/],
  ],
);

const lines = (count: number) => 'x();\n'.repeat(count);

samples(
  'sizes stay readable',
  sizes,
  [
    ['packages/kernel/src/a.ts', `function f() {\n${lines(68)}}`],
    ['packages/kernel/src/a.ts', lines(400)],
    ['packages/kernel/src/a.test.ts', lines(600)],
    ['packages/kernel/src/a.test.ts', `describe('x', () => {\n${lines(100)}test('y', f);\n});`],
    [
      'packages/kernel/src/a.test.ts',
      `eachDatabase('x', () => {\n${lines(100)}for (const row of rows) test('y', f);\n});`,
    ],
  ],
  [
    ['packages/kernel/src/a.ts', `function f() {\n${lines(69)}}`, /a function of 71 lines/],
    ['packages/kernel/src/a.ts', `const f = () => {\n${lines(69)}};`, /a function of 71 lines/],
    ['packages/kernel/src/a.ts', `class A { m() {\n${lines(69)}} }`, /a function of 71 lines/],
    ['packages/kernel/src/a.test.ts', `test('x', () => {\n${lines(100)}});`, /a function of 102 lines/],
    ['packages/kernel/src/a.ts', `each('x', () => {\n${lines(100)}test('y', f);\n});`, /a function of 103 lines/],
    ['packages/kernel/src/a.ts', lines(401), /401 lines; a file has at most 400/],
    ['packages/kernel/src/a.test.ts', lines(601), /601 lines; a file has at most 600/],
  ],
);

samples(
  'nothing is left behind',
  leftovers,
  [
    ['packages/kernel/src/a.ts', "const mark = 'TODO'; // what is to do"],
    ['packages/kernel/src/a.ts', 'const x: unknown = 1; list.only(1); regex.skip();'],
    ['packages/kernel/src/a.test.ts', "// @ts-expect-error a string is no id\nconst x: PersonId = 'a';"],
    ['packages/kernel/src/a.test.ts', "test('skip', { timeout: 1 }, () => {});"],
  ],
  [
    ['packages/kernel/src/a.ts', '// TODO: finish', /unfinished mark/],
    ['packages/kernel/src/a.ts', '/* FIXME */', /unfinished mark/],
    ['packages/kernel/src/a.ts', '// HACK', /unfinished mark/],
    ['packages/kernel/src/a.ts', '// biome-ignore lint: because', /silenced check/],
    ['packages/kernel/src/a.test.ts', '// @ts-ignore', /silenced check/],
    ['packages/kernel/src/a.ts', '// @ts-expect-error', /expected type error outside a test/],
    ['packages/kernel/src/a.test.ts', "test.only('x', f);", /does not run/],
    ['packages/kernel/src/a.test.ts', "describe.skip('x', f);", /does not run/],
    ['packages/kernel/src/a.test.ts', "test('x', { skip: true }, f);", /does not run/],
    ['packages/kernel/src/a.test.ts', "t.skip('no database');", /does not run/],
    ['packages/kernel/src/a.ts', 'const x = y as any;', /any switches/],
    ['packages/kernel/src/a.ts', 'const x: Record<string, any> = {};', /any switches/],
  ],
);

samples(
  'no text tells of one machine',
  (file, text) => say(checkText(file, text)),
  [
    ['docs/a.md', 'https://example.org/home/page and ./work/ and data/root/'],
    ['docs/a.md', 'a heading\n======\n'],
  ],
  [
    ['docs/a.md', `see ${['', 'root', 'x'].join('/')}`, /a path of one machine/],
    ['apps/server/src/a.ts', `open('${['', 'home', 'ada', 'x'].join('/')}')`, /a path of one machine/],
    ['docs/a.md', `${'<'.repeat(7)} HEAD`, /unfinished merge/],
  ],
);

samples(
  'names say what something is',
  (file) => say(checkNames(file)),
  [
    ['packages/kernel/src/result.ts', ''],
    ['packages/webauthn/src/verify-registration.test.ts', ''],
    ['apps/web/vite.config.ts', ''],
  ],
  [
    ['packages/kernel/src/Result.ts', '', /kebab-case/],
    ['packages/kernel/src/verify_registration.ts', '', /kebab-case/],
    ['packages/kernel/src/Formats/packed.ts', '', /folder names/],
    ['packages/kernel/src/utils.ts', '', /says nothing/],
    ['packages/kernel/src/string-utils.ts', '', /says nothing/],
    ['apps/server/src/services/mail.ts', '', /services says nothing/],
    ['packages/kernel/src/helpers.test.ts', '', /says nothing/],
  ],
);

describe('catalogues are in order', () => {
  const entry = { status: 400, public: 'bad_request', person: 'Try again.', operator: 'It was bad.' };
  const refused: readonly (readonly [string, Parameters<typeof catalogueProblems>[0], RegExp])[] = [
    ['a code of two owners', { a: { 'x.y': entry }, b: { 'x.y': entry } }, /in a and in b/],
    ['a code without an area', { a: { broken: entry } }, /area\.what_is_wrong/],
    ['a public name of several words', { a: { 'x.y': { ...entry, public: 'Bad request' } } }, /public name/],
    ['a status that accepts', { a: { 'x.y': { ...entry, status: 200 } } }, /does not refuse/],
    ['nothing for the person', { a: { 'x.y': { ...entry, person: '' } } }, /person reads/],
    ['no sentence for the operator', { a: { 'x.y': { ...entry, operator: 'bad' } } }, /operator reads/],
  ];
  test('accepts distinct codes with both sentences', () => {
    assert.deepEqual(catalogueProblems({ a: { 'x.y': entry }, b: { 'x.z': entry } }), []);
  });
  for (const [what, catalogues, said] of refused) {
    test(`refuses ${what}`, () => assert.match(catalogueProblems(catalogues).join('\n'), said));
  }
});

describe('this checkout', () => {
  test('is read whole', () => {
    const files = filesBelow(repositoryRoot);
    for (const known of ['package.json', 'packages/kernel/src/result.ts', 'tools/tidy/tidy.test.ts', '.ci/run']) {
      assert.ok(files.includes(known), known);
    }
    assert.deepEqual(
      files.filter((file) => file.includes('node_modules')),
      [],
    );
  });
  test('keeps the house rules', () => assert.deepEqual(tidy(repositoryRoot).map(describeFinding), []));
});
