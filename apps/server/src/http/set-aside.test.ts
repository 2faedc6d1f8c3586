import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newAuthenticator, TestBrowser, tryRegistration, trySignIn } from '../testing/browser.ts';
import { eventsOf } from '../testing/contents.ts';
import { eachDatabase, type TestInstallation } from '../testing/harness.ts';
import { workOnce } from '../testing/jobs.ts';
import { type Enrolled, seedSignedIn } from '../testing/people.ts';
import { refuses, withOwner } from '../testing/refuses.ts';

const READ = 'GET /api/v1/credentials/:credentialId';
const QUARANTINE = 'POST /api/v1/credentials/:credentialId/quarantine';
const RELEASE = 'POST /api/v1/credentials/:credentialId/release';
const JOBS = 'GET /api/v1/jobs';

const policy = (more = ''): string => `passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
    on_counter_regression: quarantine
${more}`;

async function paramsOf({ database }: TestInstallation, { id }: Enrolled) {
  const found = database.queries
    .selectFrom('credential')
    .where('person_id', '=', id)
    .select('id')
    .orderBy('created_at');
  return { credentialId: (await found.executeTakeFirstOrThrow()).id };
}

eachDatabase('setting passkeys aside by hand', (open) => {
  test('an administrator sets a passkey aside, its sessions end, and releases it again', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    const ana = await seedSignedIn(installation, { username: 'ana' });
    const params = await paramsOf(installation, ana);
    const before = await browser.must(READ, { params });
    assert.deepEqual([before.mayQuarantine, before.mayRelease], [true, false]);

    const body = { reason: 'Ana reported that her bag was stolen.' };
    const aside = await browser.must(QUARANTINE, { params, body });
    assert.deepEqual([aside.endedSessions, aside.signal.allAcceptedCredentialIds], [1, []]);
    const { status, statusReason, statusCause } = aside.credential;
    assert.deepEqual([status, statusReason, statusCause], ['quarantined', body.reason, 'administrator']);
    assert.equal((await ana.browser.call('GET /api/v1/account')).status, 401);
    assert.equal((await trySignIn(ana.browser, ana.authenticator)).status, 403);
    await refuses(installation, 'credential.not_active', 409, () => browser.call(QUARANTINE, { params, body }));
    const listed = await browser.must('GET /api/v1/credentials', { query: { q: 'status_cause:administrator' } });
    assert.deepEqual(
      listed.items.map(({ id }) => id),
      [params.credentialId],
    );

    const view = await browser.must(READ, { params });
    assert.deepEqual([view.mayQuarantine, view.mayRelease, view.releaseBlockedBecause], [false, true, null]);
    const back = await browser.must(RELEASE, { params, body: { reason: 'The bag was found, unopened.' } });
    assert.equal(back.credential.status, 'active');
    assert.equal(back.credential.statusReason, 'An administrator released it: The bag was found, unopened.');
    assert.equal((await trySignIn(ana.browser, ana.authenticator)).status, 200);
    await refuses(installation, 'credential.not_quarantined', 409, () => browser.call(RELEASE, { params, body }));
    const events = (await eventsOf(installation.database)).filter(
      ({ type, outcome }) => outcome === 'success' && /quarantined|restored/.test(type),
    );
    assert.deepEqual(
      events.map(({ type, subjectId, detail }) => [type, subjectId, detail['cause']]),
      [
        ['passkey.quarantined', ana.id, 'administrator'],
        ['passkey.restored', ana.id, 'administrator'],
      ],
    );
  });

  test('what a node releases by a policy that is not in force any more is set aside again', async () => {
    const installation = await withOwner(() => open(policy()));
    const { browser } = installation.owner;
    const ana = await seedSignedIn(installation, { username: 'ana', groups: ['travellers'] });
    const params = await paramsOf(installation, ana);
    const body = { reason: 'Ana reported that her bag was stolen.' };
    await browser.must(QUARANTINE, { params, body });
    const stricter = `${policy()}  travellers:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
    algorithms: [EdDSA]
`;
    installation.setStanding({ policySource: stricter });
    await workOnce(installation);
    assert.equal((await browser.must(READ, { params })).credential.statusCause, 'administrator');

    // This node has not heard of the change yet.
    installation.setStanding({ policySource: policy() });
    assert.equal((await browser.must(RELEASE, { params, body })).credential.status, 'active');
    installation.setStanding({ policySource: stricter });
    assert.equal(await workOnce(installation), 1);
    const { status, statusCause } = (await browser.must(READ, { params })).credential;
    assert.deepEqual([status, statusCause], ['quarantined', 'judged']);
  });

  test('what an alarm set aside is released by hand, but never by its owner', async () => {
    const installation = await withOwner(() => open(policy()));
    const { owner } = installation;
    const ana = await seedSignedIn(installation, { username: 'ana', roles: ['administrator'] });
    const params = await paramsOf(installation, ana);
    assert.equal((await trySignIn(ana.browser, ana.authenticator, { misbehaviours: ['stale-counter'] })).status, 401);
    assert.equal((await owner.browser.must(READ, { params })).credential.statusCause, 'alarm');
    const spare = await paramsOf(installation, owner);
    const body = { reason: 'It was tried in two browsers at once.' };
    await owner.browser.must(RELEASE, { params, body });

    await installation.database.queries
      .updateTable('credential')
      .set({ status: 'quarantined', status_cause: 'alarm' })
      .where('id', '=', spare.credentialId)
      .execute();
    const second = newAuthenticator();
    const back = new TestBrowser(installation);
    assert.equal((await trySignIn(back, ana.authenticator)).status, 200);
    await refuses(installation, 'person.protected', 403, () => back.call(RELEASE, { params: spare, body }));
    assert.equal((await tryRegistration(back, second)).status, 200);
    await back.must('GET /api/v1/account');
    await installation.database.queries
      .updateTable('credential')
      .set({ status: 'quarantined', status_cause: 'alarm' })
      .where('id', '=', second.credentialIds()[0] ?? '')
      .execute();
    const own = { credentialId: second.credentialIds()[0] ?? '' };
    // An administrator is protected from another one, and everybody from deciding about their own.
    await installation.database.queries
      .updateTable('person_role')
      .set({ role: 'owner' })
      .where('person_id', '=', ana.id)
      .execute();
    assert.equal((await trySignIn(back, ana.authenticator)).status, 200);
    await refuses(installation, 'person.self', 409, () => back.call(RELEASE, { params: own, body }));
  });

  test('what the rules refuse is not released by hand; it comes back when they accept it', async () => {
    const installation = await withOwner(() => open(policy()));
    const { browser, authenticator } = installation.owner;
    const synced = newAuthenticator({ transports: ['internal'], backupEligible: true, backedUp: true });
    const ana = await seedSignedIn(installation, { username: 'ana' }, synced);
    const params = await paramsOf(installation, ana);
    installation.setStanding({ policySource: policy().replace('synced_passkey, ', '') });
    await workOnce(installation);
    assert.equal((await browser.must(READ, { params })).credential.statusCause, 'judged');
    assert.equal((await trySignIn(browser, authenticator)).status, 200);
    const body = { reason: 'because' };
    const told = await refuses(installation, 'credential.still_refused', 409, () =>
      browser.call(RELEASE, { params, body }),
    );
    assert.match(String(told['message']), /^The rules refuse this passkey, so it cannot be released: .+/);
    const view = await browser.must(READ, { params });
    assert.deepEqual([view.mayRelease, view.releaseBlockedBecause !== null], [false, true]);
    installation.setStanding({ policySource: policy() });
    await refuses(installation, 'credential.judged_aside', 409, () => browser.call(RELEASE, { params, body }));
    await workOnce(installation);
    assert.equal((await browser.must(READ, { params })).credential.status, 'active');
  });

  test('nobody sets the last way in of the owners aside', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    const params = await paramsOf(installation, installation.owner);
    await refuses(installation, 'credential.last_of_owners', 409, () =>
      browser.call(QUARANTINE, { params, body: { reason: 'because' } }),
    );
  });
});

eachDatabase('jobs', (open) => {
  test('are listed newest first with progress and result, by kind, and read one by one', async () => {
    const installation = await withOwner(() => open(policy()));
    const { browser } = installation.owner;
    assert.deepEqual(await browser.must(JOBS, {}), { items: [], next: null, total: 0, totalIsExact: true });
    for (const more of ['    session_idle: 2h\n', '    session_idle: 3h\n']) {
      installation.clock.advance(1000);
      installation.setStanding({ policySource: policy(more) });
      await workOnce(installation);
    }
    const all = await browser.must(JOBS, { query: { kind: 'rejudge' } });
    assert.deepEqual([all.items.length, all.total], [2, 2]);
    const [newest, oldest] = all.items;
    assert.ok((newest?.createdAt ?? 0) > (oldest?.createdAt ?? 0));
    assert.deepEqual([newest?.state, newest?.result['judgementsJudged'], newest?.requestedBy], ['done', 1, null]);
    const first = await browser.must(JOBS, { query: { limit: '1' } });
    const rest = await browser.must(JOBS, { query: { limit: '1', cursor: first.next ?? '' } });
    assert.deepEqual([...first.items, ...rest.items], all.items);
    const params = { jobId: newest?.id ?? '' };
    assert.deepEqual(await browser.must('GET /api/v1/jobs/:jobId', { params }), { job: newest });
    assert.deepEqual((await browser.must(JOBS, { query: { kind: 'impact' } })).items, []);
    await refuses(installation, 'job.not_found', 404, () =>
      browser.call('GET /api/v1/jobs/:jobId', { params: { jobId: installation.owner.id } }),
    );
  });
});
