import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { after, describe, test } from 'node:test';
import { loadConfig, migrate, openDatabase, openForCommand } from '@holdfast/server/commands';
import { run } from '../run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-policy-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const lax = `passkey_policy:
  staff:
    applies_to: everybody
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
    minimum_credentials: 1
`;
const bound = lax.replace('synced_passkey, ', '');
const longer = lax.replace('minimum_credentials: 1', 'minimum_credentials: 1\n    session_idle: 2h');
const fourEyes = `policy_changes:\n  second_person: required\n${lax}`;

let installations = 0;
type Installation = { readonly env: Readonly<Record<string, string>>; readonly file: (source: string) => string };

/** A database under a policy, with an owner who has one synced passkey. */
async function installation(source: string): Promise<Installation> {
  installations += 1;
  const own = path.join(folder, String(installations));
  const env = { HOLDFAST_ORIGIN: 'http://localhost:8123', HOLDFAST_DATA_DIR: own };
  const config = loadConfig(env);
  assert.ok(config.ok);
  const database = openDatabase(config.value.databaseUrl);
  await migrate(database);
  const digest = createHash('sha256').update(source).digest('hex');
  const version = { version: 1, digest, source, origin: 'file', applied_at: 1, applied_by: 'server start' };
  await database.queries.insertInto('policy_version').values(version).execute();
  await database.close();
  const opened = await openForCommand(config.value);
  assert.ok(opened.ok);
  await seedOwner(opened.value);
  await opened.value.database.close();
  let files = 0;
  return {
    env,
    file: (text) => {
      files += 1;
      const name = path.join(own, `policy-${files}.yaml`);
      writeFileSync(name, text);
      return name;
    },
  };
}

type Opened = Extract<Awaited<ReturnType<typeof openForCommand>>, { ok: true }>['value'];

async function seedOwner({ database: { queries }, standing }: Opened): Promise<void> {
  const { trust } = await standing();
  const id = '00000000-0000-7000-8000-000000000001';
  const aaguid = '00000000-0000-0000-0000-000000000000';
  const named = { username: 'ada', display_name: 'Ada', email: null, user_handle: 'h' };
  const times = { enrolled_at: 1, created_at: 1, updated_at: 1, last_sign_in_at: null };
  await queries
    .insertInto('person')
    .values({ id, ...named, ...times, status: 'active' })
    .execute();
  await queries.insertInto('person_role').values({ person_id: id, role: 'owner' }).execute();
  const { audience_id } = await queries.selectFrom('person').select('audience_id').executeTakeFirstOrThrow();
  const what = { class: 'synced', evidence: 'claimed' } as const;
  const assessment = JSON.stringify({
    shape: 2,
    ...what,
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
  });
  const under = { trust_digest: trust.digest };
  const facts = { digest: 'f', facts: '{}', first_seen_at: 1, ...what, model_name: null, ...under };
  await queries
    .insertInto('credential_facts')
    .values({ ...facts, assessment, assessment_digest: 'a' })
    .execute();
  const judgement_id = 'J'.repeat(22);
  const judged = {
    outcome: 'accepted',
    tier: 1,
    wanted_status: 'active',
    reason: '',
    cause: null,
    verdict: '{}',
  } as const;
  const shared = {
    id: judgement_id,
    facts_digest: 'f',
    audience_id,
    policy_digest: 'p',
    monitored: 0,
    dirty: 0,
    ...under,
  };
  await queries
    .insertInto('judgement')
    .values({ ...shared, ...judged })
    .execute();
  const key = { public_key_spki: new Uint8Array(1), public_key_cose: new Uint8Array(1), algorithm: -7, sign_count: 0 };
  const status = { status: 'active', status_reason: '', status_cause: 'registered', tier: 1 } as const;
  const flags = { backup_eligible: 1, backed_up: 1, transports: '[]', aaguid } as const;
  const used = { created_at: 1, last_used_at: null, revoked_at: null };
  await queries
    .insertInto('credential')
    .values({ id: 'AAAA', person_id: id, name: 'Phone', judgement_id, ...what, ...key, ...status, ...flags, ...used })
    .execute();
}

type Done = { readonly code: number; readonly out: string; readonly err: string };

async function holdfast(
  { env }: Pick<Installation, 'env'>,
  args: readonly string[],
  { typed = '', isColoured = false } = {},
): Promise<Done> {
  let out = '';
  let err = '';
  const code = await run(args, {
    env,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    input: Readable.from([Buffer.from(typed)]),
    drained: async () => {},
    isColoured,
  });
  return { code, out, err };
}

describe('holdfast policy impact', () => {
  test('names who would be locked out, and exits with 1', async () => {
    const place = await installation(lax);
    const { code, out, err } = await holdfast(place, ['policy', 'impact', place.file(bound)]);
    assert.deepEqual([code, err], [1, '']);
    assert.match(out, /^Compared with version 1, which is in force, over 1 person with passkeys:\n/);
    assert.match(out, /\n {10}1 {2}can sign in today and could not any more\n {13}Ada \(ada\)\n/);
    assert.match(out, /\nCLASS {3}MODEL {6}PASSKEYS {2}LOST {2}GAINED\nsynced {2}\(no name\) {2}1 {9}1 {5}0\n/);
    assert.match(out, /\nOf 0 sign-ins of the last 30 days, 0 would have been refused\.\n$/);
  });

  test('is quiet where nobody is concerned, gives programs the same, and says what is wrong with a file', async () => {
    const place = await installation(lax);
    const same = await holdfast(place, ['policy', 'impact', place.file(longer), '--json']);
    assert.equal(same.code, 0);
    const { all, names } = JSON.parse(same.out);
    assert.deepEqual([all.people, all.locked_out, names], [1, 0, {}]);
    const broken = await holdfast(place, ['policy', 'impact', place.file('passkey_policy: {}\n')]);
    assert.equal(broken.code, 1);
    assert.match(broken.err, /policy\.no_population/);
    assert.equal((await holdfast(place, ['policy', 'impact'])).code, 2);
  });

  test('says how far it is where somebody is looking', async () => {
    const place = await installation(lax);
    const { err } = await holdfast(place, ['policy', 'impact', place.file(longer)], { isColoured: true });
    assert.equal(err, '\rSign-ins:   0 %\rSign-ins: 100 %\r\n');
  });
});

describe('holdfast policy apply', () => {
  test('shows what changes and asks; only yes is consent', async () => {
    const place = await installation(lax);
    const file = place.file(longer);
    const asked = await holdfast(place, ['policy', 'apply', file], { typed: 'y\n' });
    assert.deepEqual([asked.code, asked.err], [1, '']);
    assert.match(asked.out, /session_idle/);
    assert.match(asked.out, /Type yes: \nNothing was changed\.\n$/);
    const agreed = await holdfast(place, ['policy', 'apply', file, '--note', 'longer'], { typed: 'yes\n' });
    assert.equal(agreed.code, 0, agreed.err);
    assert.match(agreed.out, /Version 2 is in force\.\n$/);
    const again = await holdfast(place, ['policy', 'apply', file, '--yes']);
    assert.equal(again.code, 1);
    assert.match(again.err, /policy\.unchanged/);
    assert.equal((await holdfast(place, ['policy', 'apply', '-'])).code, 2);
  });

  test('what would lock every owner out is refused, and proposed with --force', async () => {
    const place = await installation(lax);
    const file = place.file(bound);
    const refused = await holdfast(place, ['policy', 'apply', file, '--yes']);
    assert.equal(refused.code, 1);
    assert.match(refused.err, /policy\.locks_out_owners/);
    const forced = await holdfast(place, ['policy', 'apply', file, '--yes', '--force']);
    assert.equal(forced.code, 0);
    assert.match(forced.out, /Proposed as [0-9a-f-]{36}: --force needs a second person/);
  });

  test('becomes a proposal where a second person is demanded, and is listed', async () => {
    const place = await installation(fourEyes);
    assert.equal((await holdfast(place, ['policy', 'proposals'])).out, 'No change of the policy waits.\n');
    const { code, out } = await holdfast(place, ['policy', 'apply', place.file(lax), '--yes', '--note', 'simpler']);
    assert.equal(code, 0);
    assert.match(out, /the policy in force demands a second person/);
    const listed = await holdfast(place, ['policy', 'proposals']);
    assert.match(
      listed.out,
      / {2}open, a change of version 1\n {2}proposed .* UTC by the command line, until .*\n {2}simpler\n/,
    );
    const [proposal] = JSON.parse((await holdfast(place, ['policy', 'proposals', '--all', '--json'])).out);
    assert.deepEqual([proposal.state, proposal.proposedVia, proposal.note], ['open', 'cli', 'simpler']);
  });
});
