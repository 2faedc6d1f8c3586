import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { newAuthenticator } from '../../testing/browser.ts';
import { eventsOf } from '../../testing/contents.ts';
import { eachDatabase, openInstallation, type TestInstallation } from '../../testing/harness.ts';
import { workOnce } from '../../testing/jobs.ts';
import { copyPerson } from '../../testing/many-passkeys.ts';
import { seedSignedIn } from '../../testing/people.ts';
import { LEASE_MS } from '../jobs/run-jobs.ts';
import { requestRejudging } from './request-rejudging.ts';

const policy = (more = ''): string => `passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
${more}
`;
const lenient = policy();
const strict = policy('    attestation_required: true');
const monitored = policy('    attestation_required: true\n    monitor: [attestation_required]');

/** More than one step moves, some of them synced. */
const COPIES = 230;

async function manyPasskeys(installation: TestInstallation): Promise<number> {
  const ada = await seedSignedIn(installation, { username: 'ada' });
  const bob = await seedSignedIn(
    installation,
    { username: 'bob' },
    newAuthenticator({ transports: ['internal'], backupEligible: true, backedUp: true, counter: 'zero' }),
  );
  await copyPerson(installation, ada.id, COPIES);
  await copyPerson(installation, bob.id, 3);
  return COPIES + 5;
}

async function ask({ database, ports }: TestInstallation, cause = 'the policy changed'): Promise<string> {
  return await database.inTransaction((tx) =>
    requestRejudging(ports, tx, { at: ports.now(), cause, requestedBy: null }),
  );
}

async function countsOf({ database }: TestInstallation): Promise<Readonly<Record<string, number>>> {
  const rows = await database.queries.selectFrom('credential').select(['status', 'status_cause']).execute();
  const groups = Map.groupBy(rows, (row) => `${row.status} ${row.status_cause}`);
  return Object.fromEntries([...groups].map(([name, each]) => [name, each.length]));
}

async function jobsOf({ database }: TestInstallation) {
  const rows = await database.queries.selectFrom('job').selectAll().orderBy('id').execute();
  return rows.map(({ id, state, result }) => ({ id, state, result: JSON.parse(result) as Record<string, number> }));
}

async function workAfterLease(installation: TestInstallation): Promise<void> {
  installation.clock.advance(LEASE_MS);
  assert.equal(await workOnce(installation, { owner: 'two' }), 1);
}

/** Every passkey was told of once, and nothing stored says anything else. */
async function assertAllSetAside(installation: TestInstallation, passkeys: number): Promise<void> {
  assert.deepEqual(await countsOf(installation), { 'quarantined judged': passkeys });
  const events = await eventsOf(installation.database);
  const told = events.filter(({ type }) => type === 'passkey.quarantined').map(({ credentialId }) => credentialId);
  assert.equal(told.length, passkeys);
  assert.equal(new Set(told).size, passkeys);
  assert.deepEqual(await installation.database.queries.selectFrom('session').selectAll().execute(), []);
  const [job] = (await jobsOf(installation)).filter(({ state }) => state === 'done');
  assert.equal(job?.result['quarantined'], passkeys);
  assert.equal(job?.result['sessionsEnded'], passkeys);
  assert.equal(events.filter(({ type }) => type === 'rejudge.finished').length, 1);
}

eachDatabase('the job that judges again', (open, kind) => {
  test('a rule in monitor mode changes nothing and is counted', async () => {
    const installation = await open(lenient);
    const passkeys = await manyPasskeys(installation);
    const sessions = (await installation.database.queries.selectFrom('session').selectAll().execute()).length;
    installation.setStanding({ policySource: monitored });
    assert.equal(await workOnce(installation), 1);
    assert.deepEqual(await countsOf(installation), { 'active registered': passkeys });
    assert.equal((await installation.database.queries.selectFrom('session').selectAll().execute()).length, sessions);
    const [job] = await jobsOf(installation);
    assert.deepEqual(job?.result, {
      factsJudged: 0,
      assessmentsChanged: 0,
      judgementsJudged: 2,
      judgementsChanged: 0,
      quarantined: 0,
      restored: 0,
      sessionsEnded: 0,
      monitored: passkeys,
    });
  });

  test('two nodes do it once between them', async () => {
    const installation = await open(lenient);
    const passkeys = await manyPasskeys(installation);
    installation.setStanding({ policySource: strict });
    await ask(installation);
    const ended = await Promise.all(['one', 'two', 'three'].map((owner) => workOnce(installation, { owner })));
    assert.equal(
      ended.reduce((sum, each) => sum + each, 0),
      1,
    );
    await assertAllSetAside(installation, passkeys);
  });

  test('a node that stops after any step leaves the rest to another, which does nothing twice', async () => {
    const installation = await open(lenient);
    const passkeys = await manyPasskeys(installation);
    installation.setStanding({ policySource: strict });
    await ask(installation);
    // Each asks once whether to look for a job, then before each step: every one of them does a single step.
    let nodes = 0;
    while ((await workOnce(installation, { owner: `node ${nodes}`, asks: 2 })) === 0) {
      nodes += 1;
      assert.ok(nodes < 100, 'it never ends');
      assert.equal(await workOnce(installation, { owner: 'early' }), 0, 'the lease still runs');
      installation.clock.advance(LEASE_MS);
    }
    assert.ok(nodes > 6, `${nodes} steps`);
    await assertAllSetAside(installation, passkeys);
  });

  test('a newer change takes the place of a run, whose node can commit nothing more', async () => {
    const installation = await open(lenient);
    const passkeys = await manyPasskeys(installation);
    installation.setStanding({ policySource: strict });
    await ask(installation);
    await workOnce(installation, { owner: 'slow', asks: 6 });
    installation.setStanding({ policySource: lenient });
    await ask(installation, 'the change was taken back');
    assert.equal(await workOnce(installation, { owner: 'other' }), 1);
    const states = (await jobsOf(installation)).map(({ state }) => state);
    assert.deepEqual(states.toSorted(), ['done', 'superseded']);
    const counts = await countsOf(installation);
    const active = Object.entries(counts).filter(([name]) => name.startsWith('active'));
    assert.equal(
      active.reduce((sum, [, count]) => sum + count, 0),
      passkeys,
      JSON.stringify(counts),
    );
    assert.equal(await workOnce(installation), 0);
  });

  test('what is stored under another policy or other trust data is noticed without being told', async () => {
    const installation = await open(lenient);
    await seedSignedIn(installation, { username: 'ada' });
    assert.equal(await workOnce(installation), 0);
    installation.setStanding({ models: [] });
    assert.equal(await workOnce(installation), 1);
    assert.equal(await workOnce(installation), 0);
    assert.deepEqual(await countsOf(installation), { 'active registered': 1 });
  });

  test('what a node stored that had not heard of a change yet is judged again, though its judgement was made already', async () => {
    const installation = await open(lenient);
    await seedSignedIn(installation, { username: 'ada' });
    installation.setStanding({ policySource: strict });
    assert.equal(await workOnce(installation), 1);
    installation.setStanding({ policySource: lenient });
    await seedSignedIn(installation, { username: 'bob' });
    assert.deepEqual(await countsOf(installation), { 'quarantined judged': 1, 'active registered': 1 });
    installation.setStanding({ policySource: strict });
    assert.equal(await workOnce(installation), 1);
    assert.deepEqual(await countsOf(installation), { 'quarantined judged': 2 });
    assert.equal(await workOnce(installation), 0);
  });

  test('passkeys of one kind that are added at once share one row of facts and one judgement', async () => {
    const installation = await open(lenient);
    await Promise.all(['ada', 'bob', 'cyd', 'dan', 'eva'].map((username) => seedSignedIn(installation, { username })));
    const { queries } = installation.database;
    assert.equal((await queries.selectFrom('credential').select('id').execute()).length, 5);
    assert.equal((await queries.selectFrom('credential_facts').select('digest').execute()).length, 1);
    assert.equal((await queries.selectFrom('judgement').select('id').execute()).length, 1);
    assert.deepEqual(installation.errorsLogged, []);
  });

  test('what an alarm or an administrator set aside stays, and what is revoked stays as it was', async () => {
    const installation = await open(lenient);
    await manyPasskeys(installation);
    const { queries } = installation.database;
    const [alarmed, byHand, gone] = await queries.selectFrom('credential').select('id').limit(3).execute();
    const set = async (row: { id: string } | undefined, change: object) =>
      await queries
        .updateTable('credential')
        .set(change)
        .where('id', '=', row?.id ?? '')
        .execute();
    await set(alarmed, { status: 'quarantined', status_cause: 'alarm' });
    await set(byHand, { status: 'quarantined', status_cause: 'administrator' });
    await set(gone, { status: 'revoked', status_cause: 'person' });
    installation.setStanding({ policySource: strict });
    await workOnce(installation);
    installation.setStanding({ policySource: lenient });
    await workOnce(installation);
    const counts = await countsOf(installation);
    assert.deepEqual(
      [counts['quarantined alarm'], counts['quarantined administrator'], counts['revoked person']],
      [1, 1, 1],
    );
    assert.equal(counts['active judged'], COPIES + 2);
  });

  test('a step that cannot record its events changes nothing, and is done again later', async () => {
    const installation = await open(lenient);
    const passkeys = await manyPasskeys(installation);
    const { database } = installation;
    installation.setStanding({ policySource: strict });
    await ask(installation);
    await workOnce(installation, { owner: 'one', asks: 4 });
    await sql`alter table audit_event rename to audit_event_away`.execute(database.queries);
    await assert.rejects(workAfterLease(installation));
    assert.deepEqual(await countsOf(installation), { 'active registered': passkeys });
    await sql`alter table audit_event_away rename to audit_event`.execute(database.queries);
    await workAfterLease(installation);
    await assertAllSetAside(installation, passkeys);
  });

  test('a node that is killed in the middle leaves the rest to another, which does nothing twice', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'holdfast-rejudge-')), 'killed.db');
    const onDisk = kind === 'sqlite' ? await openInstallation(`sqlite:${file}`, lenient) : await open(lenient);
    const passkeys = await manyPasskeys(onDisk);
    await ask(onDisk);
    const url = kind === 'sqlite' ? `sqlite:${file}` : onDisk.ports.config.databaseUrl;
    if (kind === 'sqlite') await onDisk.close();
    const phases = await runUntilKilled(url, strict);
    assert.equal(phases.at(-1), 'move');

    const installation = kind === 'sqlite' ? await openInstallation(url, strict) : onDisk;
    installation.setStanding({ policySource: strict });
    const before = (await eventsOf(installation.database)).filter(({ type }) => type === 'passkey.quarantined').length;
    assert.ok(before > 0 && before < passkeys, `${before} were set aside before it was killed`);
    installation.clock.advance(2 * LEASE_MS);
    assert.equal(await workOnce(installation, { owner: 'the heir' }), 1);
    await assertAllSetAside(installation, passkeys);
    if (kind === 'sqlite') await installation.close();
  });
});

/** Kills a process that judges again in the middle of the second step that moves passkeys. */
async function runUntilKilled(url: string, policySource: string): Promise<readonly string[]> {
  const script = fileURLToPath(new URL('../../testing/rejudge-until-killed.ts', import.meta.url));
  const child = spawn(process.execPath, [script, url, policySource], { stdio: ['pipe', 'pipe', 'inherit'] });
  const phases: string[] = [];
  for await (const phase of createInterface({ input: child.stdout })) {
    phases.push(phase);
    if (phases.filter((each) => each === 'move').length === KILLED_AT) break;
    child.stdin.write('go on\n');
  }
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return phases;
}

/** The first sees that there are many, the second moves the first page; the third is not committed. */
const KILLED_AT = 3;
