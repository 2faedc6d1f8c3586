import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { defaultPolicySource } from '@holdfast/policy';
import { run } from './run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-policy-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function holdfast(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const said = { out: '', err: '' };
  const code = await run(args, {
    env,
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    input: Readable.from([]),
    drained: async () => {},
    isColoured: false,
  });
  return { code, ...said };
}

const shipped = fileOf('shipped.yaml', defaultPolicySource);
const stricter = fileOf('stricter.yaml', defaultPolicySource.replace('session_idle: 1h', 'session_idle: 30m'));
const broken = fileOf('broken.yaml', 'passkey_policy:\n  staff:\n    sync_allowed: false\n');
const cases = fileOf(
  'cases.yaml',
  `cases:
  - name: anybody may use a password manager
    credential: {class: synced, evidence: claimed}
    expect: accepted
  - name: but not the privileged
    person: {groups: [privileged_users]}
    credential: {class: synced, evidence: claimed}
    expect: refused
    because: sync_allowed
`,
);
const wrongCases = fileOf('wrong.yaml', 'cases:\n  - name: a\n    expect: refused\n    credential: {class: synced}\n');

/** An installation in which the shipped policy is in force. */
const env = { HOLDFAST_ORIGIN: 'http://localhost:8123', HOLDFAST_DATA_DIR: path.join(folder, 'data') };
before(async () => {
  assert.equal((await holdfast(['migrate'], env)).code, 0);
});

describe('policy test', () => {
  test('cases that hold', async () => {
    const { code, out, err } = await holdfast(['policy', 'test', shipped, cases]);
    assert.deepEqual(
      [code, out, err],
      [0, 'ok    anybody may use a password manager\nok    but not the privileged\n2 passed, 0 failed\n', ''],
    );
  });
  test('a case that does not is told with the rules that decided, and exits with 1', async () => {
    const none = fileOf('none.yaml', 'passkey_policy: {general_workforce: {allowed_credential_types: [security_key]}}');
    const { code, out } = await holdfast(['policy', 'test', none, cases]);
    assert.equal(code, 1);
    assert.ok(
      out.startsWith(`FAIL  anybody may use a password manager (${cases}:2): expected to be accepted, but is`),
      out,
    );
    assert.match(out, /\n {8}allowed_credential_types of general_workforce \(line 1\) fails: /);
    assert.match(out, /\n1 passed, 1 failed\n$/);
  });
  test('as JSON', async () => {
    const { code, out } = await holdfast(['policy', 'test', shipped, cases, '--json']);
    const report = JSON.parse(out);
    assert.deepEqual([code, report.passed, report.failed, report.cases[1].got.outcome], [0, 2, 0, 'refused']);
  });
  test('errors of either file are told with their place, and nothing is tried', async () => {
    const ofPolicy = await holdfast(['policy', 'test', broken, cases]);
    assert.deepEqual([ofPolicy.code, ofPolicy.out], [1, '']);
    assert.ok(ofPolicy.err.startsWith(`${broken}:2:3: error policy.required_missing: `), ofPolicy.err);
    const ofCases = await holdfast(['policy', 'test', shipped, wrongCases]);
    assert.deepEqual([ofCases.code, ofCases.out], [1, '']);
    assert.equal(ofCases.err, `${wrongCases}:4:17: error policy.required_missing: credential needs evidence\n`);
  });
});

describe('policy diff', () => {
  test('says what becomes stricter, then the lines', async () => {
    const { code, out } = await holdfast(['policy', 'diff', shipped, stricter]);
    assert.equal(code, 0);
    const [first, second, third] = out.split('\n');
    assert.equal(first, 'tightens  general_workforce: session_idle is 30m instead of 1h; stricter than before.');
    assert.deepEqual([second, third], ['', `--- ${shipped}`]);
    assert.match(out, /\n- {4}session_idle: 1h\n\+ {4}session_idle: 30m\n/);
  });
  test('a comment means nothing; no difference at all is said', async () => {
    const commented = fileOf('commented.yaml', `# ours\n${defaultPolicySource}`);
    assert.match((await holdfast(['policy', 'diff', shipped, commented])).out, /^The two mean the same\.\n\n---/);
    assert.equal((await holdfast(['policy', 'diff', shipped, shipped])).out, 'The two are the same.\n');
  });
  test('as JSON, with the lines that differ', async () => {
    const { out } = await holdfast(['policy', 'diff', shipped, stricter, '--json']);
    const { changes, lines } = JSON.parse(out);
    assert.deepEqual([changes.length, changes[0].effect, lines.length], [1, 'tightens', 2]);
  });
  test('a policy with errors is not compared', async () => {
    const { code, out, err } = await holdfast(['policy', 'diff', shipped, broken]);
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /policy\.required_missing/);
  });
});

describe('the policy in force', () => {
  test('before one was applied: what to do', async () => {
    const { code, err } = await holdfast(['policy', 'diff', '--in-force', stricter], env);
    assert.deepEqual([code, err], [1, 'holdfast: no policy was applied yet; the server applies one when it starts\n']);
  });
  test('is compared, and held against cases', async () => {
    const database = new DatabaseSync(path.join(env.HOLDFAST_DATA_DIR, 'holdfast.db'));
    database
      .prepare(
        "insert into policy_version (version, digest, source, origin, applied_at, applied_by) values (7, 'd', ?, 'file', 1, 'test')",
      )
      .run(defaultPolicySource);
    database.close();
    const diff = await holdfast(['policy', 'diff', '--in-force', stricter], env);
    assert.equal(diff.code, 0, diff.err);
    assert.match(diff.out, /^tightens .*\n\n--- policy version 7\n/);
    const tested = await holdfast(['policy', 'test', '--in-force', cases], env);
    assert.deepEqual([tested.code, tested.out.endsWith('2 passed, 0 failed\n')], [0, true], tested.err);
  });
  test('is not looked for where a file is asked for', async () => {
    const { code } = await holdfast(['policy', 'diff', '--in-force', 'no-such-file.yaml']);
    assert.equal(code, 2);
  });
});
