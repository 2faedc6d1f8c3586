import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { defaultPolicySource } from '@holdfast/policy';
import { VERSION } from '@holdfast/server/commands';
import { freshDatabase, postgresForTests } from '@holdfast/tools/postgres';
import { commands, run } from './run.ts';

const bin = fileURLToPath(new URL('../bin/holdfast.js', import.meta.url));
const ORIGIN = 'http://localhost:8123';

type Done = { readonly code: number | null; readonly out: string; readonly err: string };

/** The command as people call it: the real file, in a process of its own, with nothing of our own environment. */
function holdfast(args: readonly string[], env: Readonly<Record<string, string>> = {}, input = ''): Promise<Done> {
  const { promise, resolve, reject } = Promise.withResolvers<Done>();
  const child = spawn(process.execPath, [bin, ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOLDFAST_ORIGIN: ORIGIN, ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.on('error', reject);
  child.on('close', (code) => resolve({ code, out, err }));
  child.stdin.end(input);
  return promise;
}

const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('the command line by itself', () => {
  test('says its release and what it can do', async () => {
    const version = await holdfast(['--version']);
    assert.deepEqual([version.code, version.out], [0, `${VERSION}\n`]);
    const help = await holdfast(['help']);
    assert.equal(help.code, 0);
    for (const { name } of commands) {
      assert.ok(help.out.includes(`\n  ${name} `), name);
      let out = '';
      const terminal = {
        env: {},
        out: (text: string) => {
          out += text;
        },
        err: assert.fail,
        input: Readable.from([]),
        drained: async () => {},
        isColoured: false,
      };
      assert.equal(await run([...name.split(' '), '--help'], terminal), 0);
      assert.ok(out.startsWith(`Usage: holdfast ${name}`), name);
    }
  });

  const wrong = [
    [['nothing'], /no command nothing/],
    [['admin'], /admin invite, admin list/],
    [['policy', 'check', 'a', 'b'], /does not take "b"/],
    [['migrate', '--force'], /--force/],
    [['policy', 'explain'], /needs --person/],
    [['policy', 'check', 'no-such-file.yaml'], /no-such-file\.yaml cannot be read/],
    [['policy', 'test', 'a'], /needs a policy and a file of cases/],
    [['policy', 'test', 'no-such-file.yaml', 'b'], /no-such-file\.yaml cannot be read/],
    [['policy', 'diff', 'a'], /needs two files/],
    [['policy', 'diff', '--in-force', 'a', 'b'], /needs two files/],
    [['policy', 'diff', '-', '-'], /needs two files/],
  ] as const;
  for (const [args, words] of wrong) {
    test(`refuses ${args.join(' ')} with the reason and exit code 2`, async () => {
      const { code, out, err } = await holdfast(args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, words);
      assert.doesNotMatch(err, /\n +at /);
    });
  }

  test('a configuration that cannot be used is told with every setting', async () => {
    const env = { HOLDFAST_ORIGIN: 'http://example.org', HOLDFAST_LISTEN: 'nowhere', HOLDFAST_NO_SUCH: '1' };
    const { code, err } = await holdfast(['admin', 'list'], env);
    assert.equal(code, 2);
    for (const name of Object.keys(env)) assert.ok(err.includes(name), name);
  });
});

describe('holdfast policy', () => {
  test('the default is printed, and is without problems', async () => {
    const printed = await holdfast(['policy', 'default']);
    assert.deepEqual([printed.code, printed.out], [0, defaultPolicySource]);
    const checked = await holdfast(['policy', 'check', '-'], {}, printed.out);
    assert.deepEqual([checked.code, checked.out], [0, 'standard input: no problems\n']);
    assert.equal((await holdfast(['policy', 'check'])).out, 'the shipped policy: no problems\n');
  });

  test('problems are told with file, line and column, and exit with 1', async () => {
    const file = path.join(folder, 'policy.yaml');
    writeFileSync(
      file,
      'passkey_policy:\n  staff:\n    allowed_credential_types: [synced_passkey]\n    sync_allowed: false\n',
    );
    const told = await holdfast(['policy', 'check', file]);
    assert.equal(told.code, 1);
    assert.ok(told.out.startsWith(`${file}:`), told.out);
    assert.match(told.out, /:\d+:\d+: error policy\.sync_contradiction: .*\(see also .*:\d+:\d+\)/);
    const json = await holdfast(['policy', 'check', '--json'], { HOLDFAST_POLICY_FILE: file });
    assert.equal(json.code, 1);
    assert.equal(JSON.parse(json.out).problems[0].code, 'policy.sync_contradiction');
  });

  test('a warning alone is no failure', async () => {
    const source = 'passkey_policy:\n  staff:\n    allowed_credential_types: [security_key]\n';
    const { code, out } = await holdfast(['policy', 'check', '-'], {}, source);
    assert.equal(code, 0);
    assert.match(out, /warning policy\.not_everybody/);
  });
});

for (const kind of ['sqlite', 'postgres'] as const) {
  describe(`holdfast on ${kind}`, () => {
    const dataDir = path.join(folder, kind);
    let env: Record<string, string> = {};
    const closing: (() => Promise<void>)[] = [];
    before(async () => {
      env = { HOLDFAST_DATA_DIR: dataDir };
      if (kind === 'sqlite') return;
      const postgres = await postgresForTests();
      const database = await freshDatabase(postgres.url);
      closing.push(database.drop, postgres.stop);
      env = { ...env, HOLDFAST_DATABASE_URL: database.url };
    });
    after(async () => {
      for (const close of closing) await close();
    });

    test('before there are tables every command says what to do and makes nothing', async () => {
      for (const args of [
        ['admin', 'list'],
        ['admin', 'invite'],
        ['policy', 'explain', '--person', 'a'],
      ]) {
        const { code, out, err } = await holdfast(args, env);
        assert.deepEqual([code, out], [1, ''], args.join(' '));
        assert.match(err, /run: holdfast migrate/i);
      }
      assert.throws(() => readdirSync(dataDir), /ENOENT/);
    });

    test('migrates once, then invites the first owner and a new one, and lists them', async () => {
      const first = await holdfast(['migrate', '--json'], env);
      assert.deepEqual([first.code, JSON.parse(first.out).applied[0]], [0, '0001-initial'], first.err);
      assert.equal((await holdfast(['migrate'], env)).out, 'The database is up to date.\n');
      assert.match((await holdfast(['admin', 'list'], env)).out, /Nobody holds a role yet/);
      const invited = await holdfast(['admin', 'invite'], env);
      assert.match(invited.out, /\n {2}http:\/\/localhost:8123\/enrol\/[A-Za-z0-9_-]{43}\n/, invited.err);
      const json = JSON.parse((await holdfast(['admin', 'invite', '--json'], env)).out);
      assert.notEqual(json.link, /http\S+/.exec(invited.out)?.[0]);
      const rescue = await holdfast(['admin', 'invite', '--new-owner', 'rescue@example.org'], env);
      assert.match(rescue.out, /rescue@example\.org is an owner with this link/, rescue.err);
      const refused = await holdfast(['admin', 'invite', '--new-owner', 'No Name'], env);
      assert.deepEqual([refused.code, refused.out], [1, '']);
      assert.match(refused.err, /is no username.*request\.malformed/);
      const people = JSON.parse((await holdfast(['admin', 'list', '--json'], env)).out) as Record<string, unknown>[];
      assert.deepEqual(
        people.map(({ username, roles, status }) => [username, roles, status]),
        [
          ['administrator', ['owner'], 'invited'],
          ['rescue@example.org', ['owner'], 'invited'],
        ],
      );
      assert.match(
        (await holdfast(['admin', 'list'], env)).out,
        /^USERNAME +NAME +ROLES +STATE +PASSKEYS\nadministrator /,
      );
    });

    test('explains nothing for somebody unknown, or before a policy is applied', async () => {
      const early = await holdfast(['policy', 'explain', '--person', 'administrator'], env);
      assert.equal(early.code, 1);
      assert.match(early.err, /No policy was applied yet/);
      const unknown = await holdfast(['policy', 'explain', '--person', 'nobody'], env);
      assert.deepEqual([unknown.code, unknown.out], [1, '']);
      assert.match(unknown.err, /no person with the username nobody/);
    });
  });
}

describe('holdfast policy explain', () => {
  const env = { HOLDFAST_DATA_DIR: path.join(folder, 'explain') };
  before(async () => {
    await holdfast(['migrate'], env);
    await holdfast(['admin', 'invite'], env);
    seedPasskey(path.join(env.HOLDFAST_DATA_DIR, 'holdfast.db'));
  });

  test('tells rule by rule, and exits with 1 because the passkey is refused', async () => {
    const { code, out, err } = await holdfast(['policy', 'explain', '--person', 'Administrator'], env);
    assert.equal(code, 1, err);
    assert.match(
      out,
      /^First administrator \(administrator\) is in: no group\nPopulations that apply: general_workforce\n/,
    );
    assert.match(out, /\n {2}allowed_credential_types: security_key \(general_workforce\)\n/);
    assert.match(out, /\nPasskey “Phone” \(AAAA\)\n/);
    assert.match(out, /FAIL +allowed_credential_types of general_workforce \(line 3\)/);
  });

  test('gives programs the same, and refuses a passkey that the person does not have', async () => {
    const args = ['policy', 'explain', '--person', 'administrator', '--json', '--credential'];
    const one = await holdfast([...args, 'AAAA'], env);
    assert.deepEqual([one.code, JSON.parse(one.out).credentials[0].verdict.outcome], [1, 'refused']);
    const none = await holdfast([...args, 'BBBB'], env);
    assert.deepEqual([none.code, none.out], [1, '']);
    assert.match(none.err, /credential\.not_found/);
  });
});

/** A policy that allows security keys only, and a synced passkey of the first administrator, as rows. */
function seedPasskey(file: string): void {
  const source = 'passkey_policy:\n  general_workforce:\n    allowed_credential_types: [security_key]\n';
  const aaguid = '00000000-0000-0000-0000-000000000000';
  const assessment = {
    shape: 2,
    class: 'synced',
    evidence: 'claimed',
    model: { aaguid, name: null, evidence: 'claimed', source: null },
    attestation: { format: 'none', type: 'none', trusted: false, anchor: null },
    algorithm: -7,
    userVerified: true,
    backupEligible: true,
    backedUp: true,
    problems: [],
    certification: { level: null, fips: null },
    keyProtection: [],
    android: null,
    tpm: null,
    reasons: [],
  };
  const database = new DatabaseSync(file);
  const first = database.prepare('select id, audience_id from person').get() as { id: string; audience_id: string };
  database
    .prepare(
      "insert into policy_version (version, digest, source, origin, applied_at, applied_by) values (1, 'd', ?, 'file', 1, 'test')",
    )
    .run(source);
  database
    .prepare(
      `insert into credential_facts (digest, facts, first_seen_at, class, evidence, assessment, assessment_digest, trust_digest)
       values ('d', '{}', 1, 'synced', 'claimed', ?, 'd', 'd')`,
    )
    .run(JSON.stringify(assessment));
  database
    .prepare(
      `insert into judgement (id, facts_digest, audience_id, outcome, tier, wanted_status, reason, verdict, monitored,
        policy_digest, trust_digest, dirty)
       values ('j', 'd', ?, 'accepted', 1, 'active', '', '{}', 0, 'd', 'd', 0)`,
    )
    .run(first.audience_id);
  database
    .prepare(
      `insert into credential (id, person_id, name, public_key_spki, public_key_cose, algorithm, sign_count,
        backup_eligible, backed_up, transports, status, status_reason, status_cause, class, evidence, aaguid, tier,
        judgement_id, created_at)
       values ('AAAA', ?, 'Phone', x'00', x'00', -7, 0, 1, 1, '[]', 'active', '', 'registered', 'synced', 'claimed', ?, 1,
        'j', 1)`,
    )
    .run(first.id, aaguid);
  database.close();
}
