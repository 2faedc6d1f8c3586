import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import { deviceNames } from '@holdfast/emulator';
import { instant } from '@holdfast/kernel';
import { newAuthenticator, TestBrowser, tryRegistration, trySignIn } from '../testing/browser.ts';
import { contentsOf, eventsOf } from '../testing/contents.ts';
import { deviceWorld } from '../testing/device-world.ts';
import { eachDatabase, TEST_ORIGIN, type TestInstallation } from '../testing/harness.ts';
import { workOnce } from '../testing/jobs.ts';
import { type Enrolled, seedPerson, seedSignedIn } from '../testing/people.ts';
import { refuses, type WithOwner, withOwner } from '../testing/refuses.ts';
import { type EvidenceReport, inspectEvidence } from '../use-cases/evidence/inspect-evidence.ts';
import type { EvidenceFile } from './contract/evidence.ts';

const OF_PERSON = 'GET /api/v1/people/:personId/evidence';
const OF_PASSKEY = 'GET /api/v1/credentials/:credentialId/evidence-file';
const REVOKE = 'POST /api/v1/credentials/:credentialId/revoke';
const world = deviceWorld(instant(Date.UTC(2026, 10, 20, 9, 0, 0)));

/** Everybody may have anything, and is asked for proof. */
const policySource = `passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key, managed_device]
    maximum_credentials: 20
  privileged_users:
    applies_to: [payments]
    allowed_credential_types: [security_key]
    attestation_required: true
`;

type Open = (policySource?: string) => Promise<TestInstallation>;

async function withWorld(open: Open): Promise<WithOwner> {
  const installation = await withOwner(() => open(policySource));
  installation.setStanding({ trust: world.trust() });
  await workOnce(installation);
  return installation;
}

async function withDevices(installation: TestInstallation, username: string): Promise<Enrolled> {
  const [first, ...others] = deviceNames.map((name) => world.devices[name].create());
  const enrolled = await seedSignedIn(installation, { username, groups: ['finance'], address: '192.0.2.7' }, first);
  for (const device of others) {
    installation.clock.advance(1000);
    const added = await tryRegistration(enrolled.browser, device);
    assert.equal(added.status, 200, JSON.stringify(added.body));
  }
  return enrolled;
}

function checked(file: EvidenceFile): EvidenceReport {
  const report = inspectEvidence(Buffer.from(JSON.stringify(file)));
  assert.ok(report.ok, JSON.stringify(report));
  return report.value;
}

function contradictions({ disagreements, passkeys }: EvidenceReport): readonly unknown[] {
  return [...disagreements, ...passkeys.flatMap((passkey) => [...passkey.disagreements, ...passkey.notes])];
}

/** The answer as a program gets it. */
async function download(installation: TestInstallation, browser: TestBrowser, path: string) {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return await installation.server.inject({
    method: 'GET',
    url: path,
    headers: { cookie, 'sec-fetch-site': 'same-origin', 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https' },
  });
}

eachDatabase('evidence files', (open) => {
  test('of a person with every kind of device hold by themselves, with all that an auditor asks for', async () => {
    const installation = await withWorld(open);
    const ana = await withDevices(installation, 'ana');
    const file = await installation.owner.browser.must(OF_PERSON, { params: { personId: ana.id } });
    const report = checked(file);
    assert.deepEqual(contradictions(report), []);
    assert.equal(report.outcome, 'holds');
    assert.equal(file.passkeys.length, deviceNames.length);
    const { username, groups, status } = file.person;
    assert.deepEqual([username, groups, status], ['ana', ['finance'], 'active']);
    assert.equal(file.policy.source, policySource);
    assert.deepEqual(file.policy.effective['populations'], ['general_workforce']);
    assert.equal(file.madeFor.username, 'owner');
    const bound = file.events.items.filter(({ type }) => type === 'passkey.registered');
    assert.deepEqual(
      bound.map(({ credentialId, address }) => [credentialId, address]),
      file.passkeys.map(({ id }) => [id, '192.0.2.7']),
    );
    assert.equal(file.passkeys[0]?.registration.origin, TEST_ORIGIN);
    const attested = report.passkeys.filter(({ assessment }) => assessment?.evidence === 'attested');
    assert.deepEqual(
      attested.map(({ anchor }) => anchor === null),
      attested.map(() => false),
    );
    assert.deepEqual(installation.errorsLogged, []);
  });

  test('tell what became of a passkey: set aside when its model was reported, and revoked', async () => {
    const installation = await withWorld(open);
    const { browser } = installation.owner;
    const key = world.devices['certified-key'].create();
    const ana = await seedSignedIn(installation, { username: 'ana' }, key);
    assert.equal((await tryRegistration(ana.browser, world.devices['tpm-laptop'].create())).status, 200);
    const [credentialId = ''] = key.credentialIds();
    installation.setStanding({ trust: world.trust({ reported: { 'certified-key': 'REVOKED' } }) });
    const before = checked(await browser.must(OF_PERSON, { params: { personId: ana.id } }));
    assert.equal(before.outcome, 'holds');
    assert.match(before.passkeys[0]?.notes[0] ?? '', /given under another policy or other trust data/);

    await workOnce(installation);
    const aside = await browser.must(OF_PERSON, { params: { personId: ana.id } });
    assert.deepEqual(contradictions(checked(aside)), []);
    const passkey = aside.passkeys.find(({ id }) => id === credentialId);
    assert.deepEqual([passkey?.status, passkey?.statusCause], ['quarantined', 'judged']);
    assert.ok(
      aside.events.items.some((event) => event.type === 'passkey.quarantined' && event.credentialId === credentialId),
    );

    await browser.must(REVOKE, { params: { credentialId }, body: { reason: 'replaced' } });
    const revoked = await browser.must(OF_PASSKEY, { params: { credentialId } });
    assert.deepEqual(contradictions(checked(revoked)), []);
    assert.deepEqual([revoked.about, revoked.passkeys.length, revoked.passkeys[0]?.status], ['passkey', 1, 'revoked']);
    assert.notEqual(revoked.passkeys[0]?.revokedAt, null);
    assert.ok(revoked.events.items.every((event) => event.credentialId === credentialId));
    assert.equal(revoked.events.items.at(-1)?.type, 'credential.revoked');
  });

  test('are recorded before they leave, with the SHA-256 of their bytes, and change nothing', async () => {
    const installation = await withWorld(open);
    const ana = await seedSignedIn(installation, { username: 'ana' });
    const before = await contentsOf(installation.database);
    const answered = await download(installation, installation.owner.browser, `/api/v1/people/${ana.id}/evidence`);
    assert.equal(answered.statusCode, 200);
    const sha256 = hash('sha256', answered.rawPayload, 'hex');
    assert.equal(answered.headers['content-disposition'], 'attachment; filename="evidence-ana-2026-11-20.json"');
    assert.match(String(answered.headers['content-type']), /^application\/json/);
    assert.equal(answered.headers['repr-digest'], `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`);
    const event = (await eventsOf(installation.database)).at(-1);
    assert.deepEqual(
      [event?.type, event?.subjectId, event?.detail['sha256'], event?.detail['sizeBytes']],
      ['evidence.exported', ana.id, sha256, answered.rawPayload.length],
    );
    assert.deepEqual(await contentsOf(installation.database), before);
    const report = inspectEvidence(answered.rawPayload);
    assert.ok(report.ok && report.value.sha256 === sha256 && report.value.outcome === 'holds');
    const next = await installation.owner.browser.must(OF_PERSON, { params: { personId: ana.id } });
    const last = next.events.items.at(-1);
    assert.deepEqual(
      [last?.type, last?.actor.id, last?.address],
      ['evidence.exported', installation.owner.id, '192.0.2.1'],
    );
    const [first, second] = answered.body.split('\n');
    assert.deepEqual([first, second], ['{', '  "format": "holdfast-evidence",']);
  });

  test('have no secret, and nothing of anybody else', async () => {
    const installation = await withWorld(open);
    const ben = await seedSignedIn(installation, { username: 'ben' }, world.devices['apple-device'].create());
    // The same kind of device later: the facts of the two are stored once, with a certificate of the first.
    installation.clock.advance(60_000);
    const ana = await seedSignedIn(installation, { username: 'ana' }, world.devices['apple-device'].create());
    const anas = await download(installation, installation.owner.browser, `/api/v1/people/${ana.id}/evidence`);
    const bens = JSON.parse(
      (await download(installation, installation.owner.browser, `/api/v1/people/${ben.id}/evidence`)).body,
    ) as EvidenceFile;
    assert.equal(bens.passkeys[0]?.factsDigest, (JSON.parse(anas.body) as EvidenceFile).passkeys[0]?.factsDigest);
    const [leaf = ''] = chainOf(bens);
    assert.ok(leaf.length > 100);
    const row = await installation.database.queries
      .selectFrom('person')
      .select('user_handle')
      .where('id', '=', ana.id)
      .executeTakeFirstOrThrow();
    const sessions = await installation.database.queries.selectFrom('session').select('token_hash').execute();
    const secrets = [leaf, ben.id, ana.token, row.user_handle, ...ana.browser.cookies.values()];
    for (const secret of [...secrets, ...sessions.map((each) => each.token_hash)]) {
      assert.ok(!anas.body.includes(secret), secret);
    }
    assert.equal(checked(JSON.parse(anas.body) as EvidenceFile).outcome, 'holds');
  });

  test('show when the database was changed behind the back of the server', async () => {
    const installation = await withWorld(open);
    const ana = await seedSignedIn(installation, { username: 'ana' }, world.devices['certified-key'].create());
    const { queries } = installation.database;
    const ofAna = async () =>
      checked(await installation.owner.browser.must(OF_PERSON, { params: { personId: ana.id } }));
    assert.deepEqual(contradictions(await ofAna()), []);
    const { id } = await queries
      .selectFrom('credential')
      .select('id')
      .where('person_id', '=', ana.id)
      .executeTakeFirstOrThrow();
    await queries.updateTable('credential').set({ backup_eligible: 1 }).where('id', '=', id).execute();
    assert.deepEqual(
      (await ofAna()).passkeys[0]?.disagreements.map(({ path }) => path),
      ['passkeys[0].backupEligible'],
    );
    await queries
      .updateTable('credential_evidence')
      .set({ attestation_object: Buffer.from('a0', 'hex') })
      .where('credential_id', '=', id)
      .execute();
    const broken = await ofAna();
    assert.deepEqual([broken.outcome, broken.passkeys[0]?.ceremony.verdict], ['does_not_hold', 'reject']);
  });

  test('are for owners, administrators and auditors, and of people and passkeys that there are', async () => {
    const installation = await withWorld(open);
    const ana = await seedSignedIn(installation, { username: 'ana' });
    const params = { personId: ana.id };
    for (const role of ['administrator', 'auditor'] as const) {
      const { browser } = await seedSignedIn(installation, { username: role, roles: [role] });
      assert.equal((await browser.call(OF_PERSON, { params })).status, 200);
    }
    const desk = await seedSignedIn(installation, { username: 'desk', roles: ['help_desk'] });
    for (const { browser } of [desk, ana]) {
      await refuses(installation, 'session.permission_missing', 403, () => browser.call(OF_PERSON, { params }));
    }
    assert.equal((await new TestBrowser(installation).call(OF_PERSON, { params })).status, 401);
    const { browser } = installation.owner;
    const nobody = { personId: '00000000-0000-7000-8000-000000000000' };
    await refuses(installation, 'person.not_found', 404, () => browser.call(OF_PERSON, { params: nobody }));
    await refuses(installation, 'credential.not_found', 404, () =>
      browser.call(OF_PASSKEY, { params: { credentialId: 'AAAA' } }),
    );
    await refuses(installation, 'request.cross_site', 403, () =>
      browser.call(OF_PERSON, { params, headers: { 'sec-fetch-site': 'cross-site' } }),
    );
  });

  test('that are pasted into Inspect are known for what they are', async () => {
    const installation = await withWorld(open);
    const { browser, id } = installation.owner;
    const file = await browser.must(OF_PERSON, { params: { personId: id } });
    const answer = await browser.must('POST /api/v1/inspect', { body: { text: JSON.stringify(file) } });
    assert.match(answer.notInspected?.message ?? '', /evidence file.*npx holdfast inspect FILE/);
  });

  test('of somebody without a passkey hold too', async () => {
    const installation = await withWorld(open);
    const { id } = await seedPerson(installation, { username: 'new' });
    const file = await installation.owner.browser.must(OF_PERSON, { params: { personId: id } });
    assert.deepEqual([file.passkeys, checked(file).outcome], [[], 'holds']);
  });

  test('keep every change, and of sign-ins the newest thousand', async () => {
    const installation = await withWorld(open);
    const authenticator = newAuthenticator();
    const ana = await seedSignedIn(installation, { username: 'ana' }, authenticator);
    const { queries } = installation.database;
    const { sequence: _, ...signIn } = await queries
      .selectFrom('audit_event')
      .selectAll()
      .where('type', '=', 'sign_in.succeeded')
      .where('subject_id', '=', ana.id)
      .executeTakeFirstOrThrow();
    const copies = Array.from({ length: 1100 }, () => ({
      ...signIn,
      id: installation.ports.newId(installation.clock.at),
    }));
    for (let at = 0; at < copies.length; at += 100) {
      await queries
        .insertInto('audit_event')
        .values(copies.slice(at, at + 100))
        .execute();
    }
    assert.equal((await trySignIn(new TestBrowser(installation), authenticator)).status, 200);
    const file = await installation.owner.browser.must(OF_PERSON, { params: { personId: ana.id } });
    const types = file.events.items.map(({ type }) => type);
    assert.equal(types.filter((type) => type === 'sign_in.succeeded').length, 1000);
    assert.equal(file.events.leftOut, 102);
    assert.ok(types.includes('passkey.registered'));
    assert.deepEqual(contradictions(checked(file)), []);
  });
});

function chainOf({ passkeys }: EvidenceFile): readonly string[] {
  const { attestation } = (passkeys[0]?.facts ?? {}) as { attestation?: { chain?: readonly string[] } };
  return attestation?.chain ?? [];
}
