import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTrustData } from '@holdfast/trust';
import { newAuthenticator } from '../testing/browser.ts';
import { eachDatabase, type TestInstallation } from '../testing/harness.ts';
import { workOnce } from '../testing/jobs.ts';
import { type Enrolled, seedSignedIn } from '../testing/people.ts';
import { refuses, type WithOwner, withOwner } from '../testing/refuses.ts';
import { applyPolicyAtStart } from '../use-cases/policy/apply-at-start.ts';

const IMPACT = 'POST /api/v1/policy/impact';
const READ = 'GET /api/v1/policy/impacts/:jobId';
const CANCEL = 'POST /api/v1/policy/impacts/:jobId/cancel';
const PEOPLE = 'GET /api/v1/jobs/:jobId/people';

const lax = `passkey_policy:
  staff:
    applies_to: everybody
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
    minimum_credentials: 1
`;
const bound = lax.replace('synced_passkey, ', '');

type Organisation = WithOwner & { readonly synced: readonly Enrolled[] };

/** An owner with a security key and three people with synced passkeys, everything judged. */
async function organisation(open: (policy?: string) => Promise<TestInstallation>): Promise<Organisation> {
  const installation = await withOwner(() => open(lax));
  await applyPolicyAtStart(installation.ports, { source: lax, origin: 'file' });
  const synced: Enrolled[] = [];
  for (const username of ['ana', 'ben', 'cleo']) {
    const device = newAuthenticator({ backupEligible: true, backedUp: true });
    synced.push(await seedSignedIn(installation, { username }, device));
  }
  await workOnce(installation);
  return { ...installation, synced };
}

eachDatabase('the impact of a text', (open) => {
  test('is worked out in the background and tells whom it concerns', async () => {
    const installation = await organisation(open);
    const { browser } = installation.owner;
    const { jobId } = await browser.must(IMPACT, { body: { source: bound } });
    const waiting = await browser.must(READ, { params: { jobId } });
    assert.deepEqual([waiting.state, waiting.result], ['waiting', null]);
    assert.equal((await browser.must(IMPACT, { body: { source: bound } })).jobId, jobId);
    await workOnce(installation);
    const { state, result } = await browser.must(READ, { params: { jobId } });
    assert.ok(state === 'done' && result !== null);
    assert.deepEqual(
      [result.baseVersion, result.all.people, result.all.locked_out, result.all.loses_passkey],
      [1, 4, 3, 3],
    );
    assert.deepEqual(
      result.populations.map(({ name, locked_out }) => [name, locked_out]),
      [['staff', 3]],
    );
    assert.deepEqual(
      result.models.map(({ class: what, passkeys, lost }) => [what, passkeys, lost]),
      [
        ['synced', 3, 3],
        ['security-key', 1, 0],
      ],
    );
    const today = result.signIns.days.at(-1);
    assert.deepEqual([today?.day, today?.succeeded, today?.refused], ['2026-11-20', 4, 3]);
    assert.deepEqual([result.signIns.people, result.signIns.isComplete], [3, true]);
    assert.deepEqual(installation.errorsLogged, []);
  });

  test('names the people of each list, page by page', async () => {
    const installation = await organisation(open);
    const { browser } = installation.owner;
    const { jobId } = await browser.must(IMPACT, { body: { source: bound } });
    await workOnce(installation);
    const params = { jobId };
    const first = await browser.must(PEOPLE, { params, query: { list: 'locked_out', limit: '2' } });
    assert.deepEqual([first.items.length, first.total], [2, 3]);
    const query = { list: 'locked_out', limit: '2', cursor: first.next ?? '' };
    const second = await browser.must(PEOPLE, { params, query });
    const names = [...first.items, ...second.items].map(({ username }) => username);
    assert.deepEqual([names.toSorted(), second.next], [['ana', 'ben', 'cleo'], null]);
    assert.equal((await browser.must(PEOPLE, { params, query: { list: 'gains_passkey' } })).total, 0);
    assert.equal((await browser.must(PEOPLE, { params, query: { list: 'refused_sign_in' } })).total, 3);
    await refuses(installation, 'list.cursor_invalid', 400, () =>
      browser.call(PEOPLE, { params, query: { list: 'locked_out', cursor: 'AAAA' } }),
    );
  });

  test('goes on where another node stopped, and begins again when trust data changed', async () => {
    const installation = await organisation(open);
    const { browser } = installation.owner;
    const { jobId } = await browser.must(IMPACT, { body: { source: bound } });
    // Once to take the job and once for the first step.
    await workOnce(installation, { owner: 'first', asks: 2 });
    const between = await browser.must(READ, { params: { jobId } });
    assert.deepEqual([between.state, between.phase], ['running', 'sign_ins']);
    installation.clock.advance(60_000);
    const trust = makeTrustData({ models: [], digest: 'other trust data', at: installation.clock.at });
    installation.setStanding({ trust });
    await workOnce(installation, { owner: 'second' });
    const { result } = await browser.must(READ, { params: { jobId } });
    assert.deepEqual([result?.all.people, result?.all.locked_out, result?.signIns.refused], [4, 3, 3]);
    const query = { list: 'locked_out' };
    assert.equal((await browser.must(PEOPLE, { params: { jobId }, query })).total, 3);
  });

  test('is stopped when nobody needs it, in the middle too, and stays stopped', async () => {
    const installation = await organisation(open);
    const { browser } = installation.owner;
    const { jobId } = await browser.must(IMPACT, { body: { source: bound } });
    const params = { jobId };
    await workOnce(installation, { owner: 'first', asks: 2 });
    assert.equal((await browser.must(READ, { params })).state, 'running');
    await browser.must(CANCEL, { params });
    installation.clock.advance(60_000);
    await workOnce(installation, { owner: 'second' });
    const stopped = await browser.must(READ, { params });
    assert.deepEqual([stopped.state, stopped.result], ['cancelled', null]);
    const { jobId: again } = await browser.must(IMPACT, { body: { source: bound } });
    assert.notEqual(again, jobId);
    await workOnce(installation);
    await browser.must(CANCEL, { params: { jobId: again } });
    const done = await browser.must(READ, { params: { jobId: again } });
    assert.deepEqual([done.state, done.result?.all.locked_out], ['done', 3]);
    const nothing = { jobId: '00000000-0000-7000-8000-000000000000' };
    await refuses(installation, 'impact.not_found', 404, () => browser.call(CANCEL, { params: nothing }));
  });

  test('of a proposal is there for whoever approves it', async () => {
    const installation = await organisation(open);
    const fourEyes = `policy_changes:\n  second_person: required\n${lax}`;
    const { browser } = installation.owner;
    await browser.must('POST /api/v1/policy/proposals', { body: { source: fourEyes, note: '', baseVersion: 1 } });
    const body = { source: bound, note: 'no more copies', baseVersion: 2 };
    const { proposalId } = await browser.must('POST /api/v1/policy/proposals', { body });
    const approver = await seedSignedIn(installation, { username: 'approver', roles: ['approver'] });
    const asked = { params: { proposalId: proposalId ?? '' } };
    const { jobId } = await approver.browser.must('POST /api/v1/policy/proposals/:proposalId/impact', asked);
    await workOnce(installation);
    const { result } = await approver.browser.must(READ, { params: { jobId } });
    assert.deepEqual([result?.baseVersion, result?.all.locked_out], [2, 3]);
  });

  test('is not begun for a text with errors, nor for too many texts at once; old ones are forgotten', async () => {
    const installation = await organisation(open);
    const { browser } = installation.owner;
    const ask = (source: string) => browser.call(IMPACT, { body: { source } });
    await refuses(installation, 'policy.invalid', 422, () => ask('passkey_policy: {}'));
    const ids: unknown[] = [];
    for (let count = 0; count < 5; count += 1) ids.push((await ask(`${bound}# ${count}\n`)).body['jobId']);
    await refuses(installation, 'policy.too_many_impacts', 429, () => ask(bound));
    await workOnce(installation);
    for (let count = 5; count < 26; count += 1) {
      installation.clock.advance(1000);
      await ask(`${bound}# ${count}\n`);
      await workOnce(installation);
    }
    await refuses(installation, 'impact.not_found', 404, () =>
      browser.call(READ, { params: { jobId: String(ids[0]) } }),
    );
    const kept = await installation.database.queries.selectFrom('impact_person').select('job_id').distinct().execute();
    assert.equal(kept.length, 21);
  });
});
