import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { InspectVerdict } from '@holdfast/server/commands';
import { inspectCases } from '../../../../vectors/inspect-cases.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const vectorFile = (name: string) =>
  fileURLToPath(new URL(`../../../../vectors/inspect/${name}.json`, import.meta.url));
const vector = (name: string) => JSON.parse(readFileSync(vectorFile(name), 'utf8')) as Record<string, unknown>;
const line = (value: unknown) => `${JSON.stringify(value)}\n`;

const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-inspect-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The command in a process of its own, with no configuration: it needs none. */
function start(args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [main, 'inspect', ...args], { env: { PATH: process.env['PATH'] ?? '' } });
}

type Done = { readonly code: number | null; readonly out: string; readonly err: string };

function inspect(args: readonly string[], input: string | Buffer = ''): Promise<Done> {
  const { promise, resolve, reject } = Promise.withResolvers<Done>();
  const child = start(args);
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.on('error', reject);
  child.on('close', (code) =>
    resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
  );
  // A command that refuses its arguments ends without reading.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return promise;
}

const verdictsOf = ({ out }: Done): readonly InspectVerdict[] =>
  out.split('\n').flatMap((text) => (text === '' ? [] : [JSON.parse(text) as InspectVerdict]));

describe('holdfast inspect --jsonl', () => {
  const cases = inspectCases();
  if (cases.length > 0) {
    test('judges every third-party case as its file says, in their order', async () => {
      const file = path.join(folder, 'cases.jsonl');
      writeFileSync(file, cases.map(({ given }) => line(given)).join(''));
      const done = await inspect(['--jsonl', file]);
      assert.equal(done.code, 0, done.err);
      assert.deepEqual(
        verdictsOf(done).map(({ id, verdict }) => [id, verdict]),
        cases.map(({ given, verdict }) => [given.id, verdict]),
      );
      const wrong = verdictsOf(done).filter(({ attestation }, index) => {
        const trust = cases[index]?.trust ?? null;
        return trust !== null && attestation?.trusted !== (trust === 'trusted');
      });
      assert.deepEqual(wrong, []);
    });
  }

  test('answers every line, in order, also those that are no case', async () => {
    const accepted = vector('accepted-registration');
    const input = Buffer.concat([
      Buffer.from('\uFEFF'),
      Buffer.from(line({ ...accepted, id: 1 })),
      Buffer.from('not json\r\n\n   \n'),
      Buffer.from(line(7)),
      Buffer.from([0x22, 0xff, 0x22, 0x0a]),
      Buffer.from(`{"a":"${'a'.repeat(1_100_000)}"}\n`),
      Buffer.from(line({ ...vector('refused-registration'), id: 'two' }).trimEnd()),
    ]);
    const done = await inspect(['--jsonl'], input);
    assert.equal(done.code, 1, 'some lines could not be judged');
    assert.equal(done.err, '');
    assert.deepEqual(
      verdictsOf(done).map(({ id, verdict, code }) => [id, verdict, code ?? null]),
      [
        [1, 'accept', null],
        [null, 'reject', 'inspect.not_json'],
        [null, 'reject', 'inspect.case_malformed'],
        [null, 'reject', 'inspect.not_json'],
        [null, 'reject', 'inspect.line_too_long'],
        ['two', 'reject', 'webauthn.origin_unexpected'],
      ],
    );
  });

  test('ends well when every line was judged, whatever the verdicts are', async () => {
    const done = await inspect(['--jsonl', '-'], line(vector('refused-authentication')));
    assert.equal(done.code, 0);
    assert.equal(verdictsOf(done)[0]?.code, 'webauthn.user_verification_missing');
    assert.deepEqual(await inspect(['--jsonl']), { code: 0, out: '', err: '' });
  });

  test('answers a line before the next one comes', async () => {
    const child = start(['--jsonl']);
    const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
    const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
    for (const id of ['first', 'second']) {
      child.stdin.write(line({ ...vector('accepted-registration'), id }));
      assert.equal((JSON.parse(String((await answers.next()).value)) as InspectVerdict).id, id);
    }
    child.stdin.end();
    assert.equal(await closed, 0);
  });

  test('stops quietly when nobody reads any more', async () => {
    const child = start(['--jsonl']);
    const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.stdin.on('error', () => {});
    child.stdout.once('data', () => child.stdout.destroy());
    child.stdin.write(line(vector('accepted-registration')).repeat(2000));
    child.stdin.end();
    assert.equal(await closed, 0);
    assert.equal(err, '');
  });
});

describe('holdfast inspect, for a person', () => {
  test('shows a refused registration as it is kept in the golden text', async () => {
    const golden = readFileSync(new URL('../inspect/refused-registration.golden.txt', import.meta.url), 'utf8');
    const done = await inspect([vectorFile('refused-registration')]);
    assert.deepEqual([done.code, done.err], [1, '']);
    assert.equal(done.out, golden);
  });

  test('is at most 100 columns wide, and plain where nobody sees colours', async () => {
    for (const name of ['refused-registration', 'accepted-registration', 'refused-authentication']) {
      const { out } = await inspect([vectorFile(name)]);
      assert.ok(!out.includes('\u001b'), name);
      for (const text of out.split('\n')) assert.ok(text.length <= 100, text);
    }
  });

  test('ends with 0 for what is accepted, and takes standard input', async () => {
    const { code, out } = await inspect([], readFileSync(vectorFile('accepted-registration')));
    assert.equal(code, 0);
    assert.match(out, /^✓ ACCEPTED {2}registration\n/);
    assert.match(out, /packed, certified, trusted/);
  });

  test('a response alone is shown with what could not be compared', async () => {
    const { code, out } = await inspect(['-'], JSON.stringify(vector('accepted-registration')['response']));
    assert.equal(code, 0);
    assert.match(out, /^– NOTHING FOUND AGAINST IT {2}registration\n/);
    assert.match(out, /Not compared {6}6 steps/);
  });

  test('--json has the same as data, with every value whole', async () => {
    const { code, out } = await inspect(['--json', vectorFile('refused-registration')]);
    assert.equal(code, 1);
    const report = JSON.parse(out) as { verdict: { step: string }; steps: unknown[]; tree: { label: string }[] };
    assert.equal(report.verdict.step, 'origin');
    assert.ok(report.steps.length > 20);
    assert.equal(report.tree[0]?.label, 'Response');
  });

  test('says what is wrong with a case, and with what is none', async () => {
    const { code, out, err } = await inspect([], '{"ceremony":"registration","response":{},"expected":{"rpid":"x"}}');
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /^holdfast: The case does not have the documented shape/);
    assert.match(err, /\n {2}expected\.rpid: Unknown member/);
    assert.match((await inspect([], 'hello')).err, /not an attestation object/);
    assert.match((await inspect([], 'a'.repeat(1_100_000))).err, /larger than one mebibyte/);
  });

  test('says what is wrong with its arguments', async () => {
    const missing = await inspect(['no-such-file.json']);
    assert.deepEqual([missing.code, missing.out], [2, '']);
    assert.match(missing.err, /no-such-file\.json cannot be read/);
    assert.equal((await inspect(['--json', '--jsonl'])).code, 2);
    assert.equal((await inspect(['a', 'b'])).code, 2);
  });
});
