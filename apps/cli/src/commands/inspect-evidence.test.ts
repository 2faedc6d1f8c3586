import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { EVIDENCE_BYTES_MAX, type EvidenceReport, type InspectVerdict } from '@holdfast/server/commands';
import type { Terminal } from '../command.ts';
import { inspect } from './inspect.ts';

const example = fileURLToPath(new URL('../../../../vectors/evidence/person.json', import.meta.url));
const text = readFileSync(example, 'utf8');

type Ran = { readonly code: number; readonly out: string; readonly err: string };

/** @param chunks what comes on standard input, piece by piece */
async function run(
  args: readonly string[],
  { chunks = [], json = false, jsonl = false, isColoured = false } = {} as {
    chunks?: readonly (string | Uint8Array)[];
    json?: boolean;
    jsonl?: boolean;
    isColoured?: boolean;
  },
): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  async function* input() {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const terminal: Terminal = {
    env: {},
    out: (written) => void out.push(written),
    err: (written) => void err.push(written),
    input: input(),
    drained: async () => {},
    isColoured,
  };
  const code = await inspect.run(terminal, { ...(json ? { json } : {}), ...(jsonl ? { jsonl } : {}) }, args);
  return { code, out: out.join(''), err: err.join('') };
}

describe('holdfast inspect with an evidence file', () => {
  test('says first whether it holds, then what was found of every passkey, then what to compare', async () => {
    const { code, out, err } = await run([example]);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^✓ HOLDS {2}evidence of a person, 4 passkeys: Ana Lopez \(ana\)\n/);
    const order = ['What was found', 'Passkeys', 'certified-key', 'Verdict', 'Compare with what', 'What a file cannot'];
    assert.deepEqual(
      order.map((word) => out.indexOf(word)).toSorted((a, b) => a - b),
      order.map((word) => out.indexOf(word)),
    );
    assert.doesNotMatch(out, /^.{101}/m);
    const coloured = await run([example], { isColoured: true });
    assert.notEqual(coloured.out, out);
    assert.equal(stripVTControlCharacters(coloured.out), out);
  });

  test('says the SHA-256 of the bytes, whatever way they come', async () => {
    const whole = JSON.parse((await run([example], { json: true })).out) as EvidenceReport;
    assert.match(whole.sha256, /^[0-9a-f]{64}$/);
    const pieces = Array.from({ length: Math.ceil(text.length / 1000) }, (_, i) =>
      text.slice(i * 1000, i * 1000 + 1000),
    );
    const piped = JSON.parse((await run(['-'], { json: true, chunks: pieces })).out) as EvidenceReport;
    assert.deepEqual(piped, whole);
  });

  test('exits with 1 when something disagrees, and says what', async () => {
    const changed = text.replace('"outcome": "refused"', '"outcome": "accepted"');
    const { code, out } = await run([], { chunks: [changed] });
    assert.equal(code, 1);
    assert.match(out, /^✗ DOES NOT HOLD/);
    assert.match(out, /What does not agree\n✗ digest: /);
    assert.match(out, /✗ passkeys\[2\]\.judgement\.outcome: The file says "accepted"; its evidence gives "refused"\./);
  });

  test('exits with 1 when it cannot be read, and says why', async () => {
    const { code, out, err } = await run([], { chunks: [text.replace('"version": 1', '"version": 7')] });
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /^holdfast: The evidence file has a version that this release cannot read/);
    assert.match((await run([], { chunks: [text.slice(0, 5000)] })).err, /documented shape.*\n.*is not JSON/);
    const large = await run([], { chunks: [new Uint8Array(EVIDENCE_BYTES_MAX), 'x'] });
    assert.match(large.err, /larger than one mebibyte, and no evidence file/);
  });

  test('shows what would move the cursor as its number', async () => {
    const hostile = text.replaceAll('"Ana Lopez"', '"\\u001b[2J\\u202eAna\\nLopez"');
    const { out } = await run([], { chunks: [hostile] });
    assert.match(out, /\\u\{1b\}\[2J\\u\{202e\}Ana\\u\{a\}Lopez/);
    assert.doesNotMatch(out.replaceAll('\n', ''), /\p{Cc}/u);
  });
});

describe('holdfast inspect --jsonl with an evidence file', () => {
  const verdicts = ({ out }: Ran) =>
    out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as InspectVerdict]));

  test('writes one verdict for each passkey', async () => {
    const ran = await run([example], { jsonl: true });
    assert.equal(ran.code, 0);
    const { passkeys } = JSON.parse(text) as { passkeys: readonly { id: string }[] };
    assert.deepEqual(
      verdicts(ran).map(({ id, verdict }) => [id, verdict]),
      passkeys.map(({ id }) => [id, 'accept']),
    );
  });

  test('names the file where it disagrees as a whole, and knows it by its first bytes however they come', async () => {
    const changed = text.replace('Example Works', 'Example Jerks');
    const ran = await run([], { jsonl: true, chunks: [...changed.slice(0, 40), changed.slice(40)] });
    const [whole, ...others] = verdicts(ran);
    assert.deepEqual([whole?.id, whole?.verdict, whole?.code], [null, 'reject', 'inspect.evidence_disagrees']);
    assert.equal(others.length, 4);
  });

  test('says of one that cannot be read that it was not judged', async () => {
    const ran = await run([], { jsonl: true, chunks: [text.slice(0, 3000)] });
    assert.equal(ran.code, 1);
    const [only] = verdicts(ran);
    assert.equal(only?.code, 'inspect.evidence_malformed');
  });

  test('lines of cases are answered as before, the first one however short', async () => {
    const ran = await run([], { jsonl: true, chunks: ['{', '}\n', '\n', '{"format": "holdfast"}\n'] });
    assert.deepEqual(
      verdicts(ran).map(({ code }) => code),
      ['inspect.case_malformed', 'inspect.case_malformed'],
    );
  });
});
