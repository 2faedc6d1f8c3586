import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY_MS, MINUTE_MS } from '@holdfast/kernel';
import { defaultPolicySource } from '@holdfast/policy';
import { newAuthenticator } from '../testing/browser.ts';
import { eventsOf } from '../testing/contents.ts';
import { eachDatabase, type TestInstallation } from '../testing/harness.ts';
import { type Enrolled, seedSignedIn } from '../testing/people.ts';
import { refuses, type WithOwner, withOwner } from '../testing/refuses.ts';
import { purgeExpired } from '../use-cases/housekeeping/purge.ts';
import { applyPolicyAtStart } from '../use-cases/policy/apply-at-start.ts';
import { proposePolicy } from '../use-cases/policy/propose-policy.ts';

const READ = 'GET /api/v1/policy';
const DIFF = 'POST /api/v1/policy/diff';
const VERSION = 'GET /api/v1/policy/versions/:version';
const LIST = 'GET /api/v1/policy/proposals';
const ONE = 'GET /api/v1/policy/proposals/:proposalId';
const PROPOSE = 'POST /api/v1/policy/proposals';
const APPROVE = 'POST /api/v1/policy/proposals/:proposalId/approve';
const REJECT = 'POST /api/v1/policy/proposals/:proposalId/reject';
const WITHDRAW = 'POST /api/v1/policy/proposals/:proposalId/withdraw';

const lax = `passkey_policy:
  staff:
    applies_to: everybody
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
`;
const stricter = lax.replace('applies_to: everybody', 'applies_to: everybody\n    minimum_credentials: 4');
const strictest = stricter.replace('minimum_credentials: 4', 'minimum_credentials: 5');
const impossible = `${lax}    attestation_required: true\n`;
const fourEyes = `policy_changes:\n  second_person: required\n${lax}`;
const fourEyesStricter = `policy_changes:\n  second_person: required\n${stricter}`;

/** A server under a policy, with an owner and an approver. */
async function under(
  source: string,
  open: () => Promise<TestInstallation>,
): Promise<WithOwner & { approver: Enrolled }> {
  const installation = await withOwner(open);
  await applyPolicyAtStart(installation.ports, { source, origin: 'file' });
  const approver = await seedSignedIn(installation, { username: 'approver', roles: ['approver'] });
  return { ...installation, approver };
}

const change = (source: string, baseVersion = 1, more = {}) => ({
  body: { source, note: 'as agreed', baseVersion, ...more },
});

async function proposed(
  { owner }: WithOwner,
  source: string,
  more = {},
  baseVersion = 1,
): Promise<{ id: string; digest: string }> {
  const { proposalId: id } = await owner.browser.must(PROPOSE, change(source, baseVersion, more));
  assert.ok(id !== null);
  const { proposal } = await owner.browser.must(ONE, { params: { proposalId: id } });
  assert.equal(proposal.state, 'open');
  return { id, digest: proposal.digest };
}

eachDatabase('changing the policy', (open) => {
  test('without a second person it is applied at once, as the next version, and everything is judged again', async () => {
    const installation = await under(lax, open);
    const { browser } = installation.owner;
    const before = await browser.must(DIFF, { body: { source: stricter } });
    assert.deepEqual([before.inForce, before.secondPerson, before.problems], [1, false, []]);
    assert.deepEqual(
      before.changes.map(({ population, key, before: from, after: to }) => [population, key, from, to]),
      [['staff', 'minimum_credentials', '2', '4']],
    );
    assert.deepEqual(
      before.lines.filter(({ kind }) => kind !== 'same'),
      [{ kind: 'added', before: null, after: 4, text: '    minimum_credentials: 4' }],
    );
    const done = await browser.must(PROPOSE, change(stricter));
    assert.deepEqual(done, { applied: { version: 2, outdated: 0 }, proposalId: null, locksOutYourself: false });
    const now = await browser.must(READ, {});
    assert.deepEqual([now.version, now.source, now.origin, now.appliedBy], [2, stricter, 'console', 'owner']);
    assert.deepEqual(now.history[0]?.note, 'as agreed');
    const [applied] = (await eventsOf(installation.database)).filter(({ type }) => type === 'policy.applied').slice(-1);
    assert.deepEqual([applied?.detail['version'], applied?.detail['note']], [2, 'as agreed']);
    const jobs = await installation.database.queries
      .selectFrom('job')
      .where('state', '=', 'waiting')
      .selectAll()
      .execute();
    assert.deepEqual(
      jobs.map(({ kind, cause }) => [kind, cause]),
      [['rejudge', 'version 2 of the policy was put into force']],
    );
  });

  test('an earlier version is read, and brought back by proposing its text', async () => {
    const { owner, ...installation } = await under(lax, open);
    await owner.browser.must(PROPOSE, change(stricter));
    const { source, appliedBy, proposal } = await owner.browser.must(VERSION, { params: { version: '1' } });
    assert.deepEqual([source, appliedBy, proposal], [lax, 'server start', null]);
    assert.equal((await owner.browser.must(PROPOSE, change(source, 2))).applied?.version, 3);
    await refuses(installation, 'policy.version_not_found', 404, () =>
      owner.browser.call(VERSION, { params: { version: '9' } }),
    );
  });

  test('what cannot be applied is refused with the reason, and nothing changes', async () => {
    const installation = await under(lax, open);
    const { browser } = installation.owner;
    const broken = await refuses(installation, 'policy.invalid', 422, () =>
      browser.call(PROPOSE, change('passkey_policy:\n  staff:\n    minimum_credentials: 0\n')),
    );
    assert.match(JSON.stringify(broken['fields']), /body\/source:3:/);
    await refuses(installation, 'policy.unchanged', 409, () => browser.call(PROPOSE, change(lax)));
    await refuses(installation, 'policy.base_moved', 409, () => browser.call(PROPOSE, change(stricter, 7)));
    installation.clock.advance(6 * MINUTE_MS);
    await refuses(installation, 'session.assertion_stale', 403, () => browser.call(PROPOSE, change(stricter)));
  });

  test('two who change the same version do not overwrite each other', async () => {
    const installation = await under(lax, open);
    const other = await seedSignedIn(installation, { username: 'admin', roles: ['administrator'] });
    const answers = await Promise.all([
      installation.owner.browser.call(PROPOSE, change(stricter)),
      other.browser.call(PROPOSE, change(strictest)),
    ]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
    assert.equal((await other.browser.must(READ, {})).version, 2);
  });

  test('one under which no owner could sign in takes force, and then a second person whatever the policy says', async () => {
    const installation = await under(lax, open);
    const { owner, approver } = installation;
    const { locksOut } = await owner.browser.must(DIFF, { body: { source: impossible } });
    assert.deepEqual(locksOut, { owners: true, yourself: true });
    await refuses(installation, 'policy.locks_out_owners', 409, () => owner.browser.call(PROPOSE, change(impossible)));
    const { id, digest } = await proposed(installation, impossible, { force: true });
    assert.equal((await owner.browser.must(READ, {})).version, 1);
    await approver.browser.must(APPROVE, { params: { proposalId: id }, body: { digest } });
    assert.equal((await approver.browser.must(READ, {})).version, 2);
  });

  test('whoever would lose their own way in is told', async () => {
    const installation = await under(lax, open);
    const device = newAuthenticator({ backupEligible: true, backedUp: true });
    const admin = await seedSignedIn(installation, { username: 'admin', roles: ['administrator'] }, device);
    const bound = lax.replace('synced_passkey, ', '');
    const { locksOut } = await admin.browser.must(DIFF, { body: { source: bound } });
    assert.deepEqual(locksOut, { owners: false, yourself: true });
    assert.equal((await admin.browser.must(PROPOSE, change(bound))).locksOutYourself, true);
  });
});

eachDatabase('a policy that demands a second person', (open) => {
  test('is changed by one who proposes and another who approves what they saw', async () => {
    const installation = await under(fourEyes, open);
    const { owner, approver } = installation;
    const { secondPerson, approvers } = await owner.browser.must(DIFF, { body: { source: lax } });
    assert.deepEqual([secondPerson, approvers], [true, 1]);
    const { id, digest } = await proposed(installation, fourEyesStricter);
    assert.equal((await owner.browser.must(READ, {})).version, 1);
    const shown = await approver.browser.must(ONE, { params: { proposalId: id } });
    assert.equal(shown.source, fourEyesStricter);
    assert.equal(shown.diff.changes[0]?.key, 'minimum_credentials');
    const params = { proposalId: id };
    await refuses(installation, 'proposal.own', 403, () => owner.browser.call(APPROVE, { params, body: { digest } }));
    await refuses(installation, 'proposal.other_text', 409, () =>
      approver.browser.call(APPROVE, { params, body: { digest: 'a'.repeat(64) } }),
    );
    const applied = await approver.browser.must(APPROVE, { params, body: { digest, note: 'read it' } });
    assert.deepEqual(applied, { version: 2, outdated: 0 });
    const { proposal } = await owner.browser.must(VERSION, { params: { version: '2' } });
    assert.deepEqual(
      [proposal?.state, proposal?.proposedBy?.username, proposal?.decidedBy?.username, proposal?.decisionNote],
      ['applied', 'owner', 'approver', 'read it'],
    );
    const told = (await eventsOf(installation.database))
      .map(({ type }) => type)
      .filter((type) => /^policy\./.test(type));
    assert.deepEqual(told, ['policy.applied', 'policy.proposed', 'policy.approved', 'policy.applied']);
    await refuses(installation, 'proposal.closed', 409, () =>
      approver.browser.call(APPROVE, { params, body: { digest } }),
    );
  });

  test('gives up the demand only with a second person', async () => {
    const installation = await under(fourEyes, open);
    const { id } = await proposed(installation, lax);
    assert.equal((await installation.owner.browser.must(READ, {})).version, 1);
    const { items } = await installation.approver.browser.must(LIST, { query: { q: 'state:open' } });
    assert.deepEqual(
      items.map((each) => each.id),
      [id],
    );
  });

  test('two approvers at once apply it once', async () => {
    const installation = await under(fourEyes, open);
    const other = await seedSignedIn(installation, { username: 'second', roles: ['approver'] });
    const { id, digest } = await proposed(installation, fourEyesStricter);
    const sent = { params: { proposalId: id }, body: { digest } };
    const answers = await Promise.all([installation.approver, other].map(({ browser }) => browser.call(APPROVE, sent)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
    assert.equal((await other.browser.must(READ, {})).version, 2);
    const applied = (await eventsOf(installation.database)).filter(({ type }) => type === 'policy.applied');
    assert.equal(applied.length, 2);
  });

  test('an approval from a stale session, of something expired, outdated, rejected or taken back changes nothing', async () => {
    const installation = await under(fourEyes, open);
    const { owner, approver } = installation;
    const first = await proposed(installation, fourEyesStricter);
    const second = await proposed(installation, lax);
    const third = await proposed(installation, strictest);
    const fourth = await proposed(installation, stricter);
    const approve = ({ id, digest }: { id: string; digest: string }) =>
      approver.browser.call(APPROVE, { params: { proposalId: id }, body: { digest } });
    await approver.browser.must(REJECT, { params: { proposalId: second.id }, body: { reason: 'too lax' } });
    await refuses(installation, 'proposal.closed', 409, () => approve(second));
    const admin = await seedSignedIn(installation, { username: 'admin', roles: ['administrator'] });
    await refuses(installation, 'proposal.not_yours', 403, () =>
      admin.browser.call(WITHDRAW, { params: { proposalId: third.id } }),
    );
    await owner.browser.must(WITHDRAW, { params: { proposalId: third.id } });
    await refuses(installation, 'proposal.closed', 409, () => approve(third));
    assert.equal((await approve(first)).status, 200);
    await refuses(installation, 'proposal.outdated', 409, () => approve(fourth));
    const states = (await owner.browser.must(LIST, {})).items.map(({ state }) => state);
    assert.deepEqual(states.sort(), ['applied', 'outdated', 'rejected', 'withdrawn']);
    await refuses(installation, 'proposal.not_found', 404, () =>
      approve({ ...first, id: '0'.repeat(8) + first.id.slice(8) }),
    );
    const last = await proposed(installation, fourEyes, {}, 2);
    installation.clock.advance(6 * MINUTE_MS);
    await refuses(installation, 'session.assertion_stale', 403, () => approve(last));
  });

  test('a proposal waits for seven days', async () => {
    const installation = await under(fourEyes, open);
    const { id, digest } = await proposed(installation, fourEyesStricter);
    const { id: kept } = await proposed(installation, strictest);
    installation.clock.advance(7 * DAY_MS);
    const approver = await seedSignedIn(installation, { username: 'later', roles: ['approver'] });
    const call = { params: { proposalId: id }, body: { digest } };
    await refuses(installation, 'proposal.expired', 409, () => approver.browser.call(APPROVE, call));
    await purgeExpired(installation.ports);
    const { items } = await approver.browser.must(LIST, { query: { q: 'state:expired' } });
    assert.deepEqual(items.map((each) => each.id).sort(), [id, kept].sort());
    const expired = (await eventsOf(installation.database)).filter(({ type }) => type === 'policy.proposal_expired');
    assert.deepEqual(expired.map(({ detail }) => detail['proposalId']).sort(), [id, kept].sort());
    assert.equal((await approver.browser.must(READ, {})).version, 1);
  });

  test('the same text waits once, and not too many wait', async () => {
    const installation = await under(fourEyes, open);
    const { browser } = installation.owner;
    await proposed(installation, lax);
    await refuses(installation, 'proposal.exists', 409, () => browser.call(PROPOSE, change(lax)));
    for (let count = 2; count <= 20; count += 1) await proposed(installation, `${lax}# ${count}\n`);
    await refuses(installation, 'proposal.too_many', 409, () => browser.call(PROPOSE, change(stricter)));
  });

  test('the database itself keeps a proposal from being applied by its proposer', async () => {
    const { owner, database } = await under(fourEyes, open).then(async (installation) => {
      await proposed(installation, fourEyesStricter);
      return installation;
    });
    const forged = database.queries
      .updateTable('policy_proposal')
      .set({ state: 'applied', decided_by: owner.id, decided_at: 1, version: 1 });
    await assert.rejects(forged.execute());
    await assert.rejects(forged.set({ decided_by: null }).execute());
  });

  test('whoever lost the role while the proposal waited approves nothing', async () => {
    const installation = await under(fourEyes, open);
    const { id, digest } = await proposed(installation, fourEyesStricter);
    const { approver, owner } = installation;
    await owner.browser.must('PUT /api/v1/people/:personId/roles', {
      params: { personId: approver.id },
      body: { roles: [] },
    });
    await refuses(installation, 'session.permission_missing', 403, () =>
      approver.browser.call(APPROVE, { params: { proposalId: id }, body: { digest } }),
    );
  });
});

eachDatabase('the file of a starting server', (open) => {
  const start = ({ ports }: TestInstallation, source: string) => applyPolicyAtStart(ports, { source, origin: 'file' });

  test('is proposed, once, where the policy in force demands a second person', async () => {
    const installation = await under(fourEyes, open);
    assert.equal(await start(installation, stricter), 'proposed');
    assert.equal(await start(installation, stricter), 'waiting');
    const { items } = await installation.owner.browser.must(LIST, {});
    const [proposal] = items;
    assert.deepEqual([items.length, proposal?.proposedVia, proposal?.proposedBy], [1, 'start', null]);
    const { next } = await installation.owner.browser.must('GET /api/v1/overview', {});
    assert.ok(next.some(({ code }) => code === 'policy_waits'));
    const call = { params: { proposalId: proposal?.id ?? '' }, body: { digest: proposal?.digest } };
    await installation.approver.browser.must(APPROVE, call);
    assert.equal((await installation.owner.browser.must(READ, {})).origin, 'file');
    assert.equal(await start(installation, stricter), 'unchanged');
  });

  test('is proposed once by several nodes that start together', async () => {
    const installation = await under(fourEyes, open);
    const done = await Promise.all(Array.from({ length: 6 }, () => start(installation, stricter)));
    assert.deepEqual(done.toSorted(), ['proposed', ...Array.from({ length: 5 }, () => 'waiting')]);
    assert.equal((await installation.owner.browser.must(LIST, {})).total, 1);
  });

  test('is not proposed again after a second person said no, until it changes', async () => {
    const installation = await under(fourEyes, open);
    await start(installation, stricter);
    const { items } = await installation.approver.browser.must(LIST, {});
    const params = { proposalId: items[0]?.id ?? '' };
    await installation.approver.browser.must(REJECT, { params, body: { reason: 'no' } });
    assert.equal(await start(installation, stricter), 'rejected');
    assert.equal(await start(installation, strictest), 'proposed');
    assert.equal(await start(installation, lax), 'proposed');
    const states = (await installation.approver.browser.must(LIST, {})).items.map(({ state }) => state);
    assert.deepEqual(states.sort(), ['open', 'outdated', 'rejected']);
  });

  test('is proposed where no owner could sign in afterwards, and the server starts all the same', async () => {
    const installation = await under(lax, open);
    assert.equal(await start(installation, impossible), 'proposed');
    const { items } = await installation.owner.browser.must(LIST, {});
    assert.deepEqual([items[0]?.force, (await installation.owner.browser.must(READ, {})).version], [true, 1]);
  });

  test('and the command line apply anything before there is an owner who could be locked out', async () => {
    const installation = await open();
    assert.equal(await start(installation, lax), 'applied');
    assert.equal(await start(installation, impossible), 'applied');
    const doer = { by: 'cli', at: installation.clock.at } as const;
    const wanted = { source: `${impossible}# again\n`, note: '', baseVersion: 2, force: false };
    const proposed = await proposePolicy(installation.ports, doer, wanted);
    assert.ok(proposed.ok && proposed.value.at === 'applied');
  });

  test('does not take back what was changed in the console since it was applied', async () => {
    const installation = await under(lax, open);
    await installation.owner.browser.must(PROPOSE, change(stricter));
    assert.equal(await start(installation, lax), 'kept');
    assert.equal(
      await applyPolicyAtStart(installation.ports, { source: defaultPolicySource, origin: 'shipped' }),
      'unchanged',
    );
    assert.equal(await start(installation, strictest), 'applied');
  });
});
