import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertFor, createFor, newAuthenticator, TestBrowser, tryConfirm, trySignIn } from '../testing/browser.ts';
import { eventsOf, refused } from '../testing/contents.ts';
import { eachDatabase, type TestInstallation } from '../testing/harness.ts';
import { type Enrolled, seedSignedIn } from '../testing/people.ts';
import { refuses, withOwner } from '../testing/refuses.ts';
import { type Role, roles } from './permissions.ts';

const SET_ROLES = 'PUT /api/v1/people/:personId/roles';
const INVITE = 'POST /api/v1/people/:personId/invitations';
const tokenOf = (link: string | undefined) => link?.slice(link.lastIndexOf('/') + 1) ?? '';

async function administratorOf(installation: TestInstallation): Promise<Enrolled> {
  return await seedSignedIn(installation, {
    username: 'admin',
    roles: ['administrator'],
    address: '192.0.2.9',
  });
}

/** Who has less tries to get more: each with what their role really gives them. */
eachDatabase('an insider who wants more', (open) => {
  for (const role of roles) {
    test(`a link that an administrator kept does not enrol who became ${role} meanwhile`, async () => {
      const installation = await withOwner(open);
      const admin = await administratorOf(installation);
      const body = { username: 'carol', displayName: 'Carol', invite: true };
      const made = await admin.browser.must('POST /api/v1/people', { body });
      const token = tokenOf(made.invitation?.link);
      const params = { personId: made.person.id };
      await installation.owner.browser.must(SET_ROLES, { params, body: { roles: [role] } });
      const changed = (await eventsOf(installation.database)).at(-1);
      assert.deepEqual([changed?.type, changed?.detail['withdrawnInvitations']], ['roles.changed', 1]);
      const expected = { status: 404, error: 'invitation_unusable', code: 'invitation.unusable' };
      await refused(
        installation.database,
        () => new TestBrowser(installation).call('POST /api/v1/registration/options', { body: { token } }),
        expected,
      );
      assert.deepEqual(installation.errorsLogged, []);
    });
  }

  test('the link of an owner outlives a change of roles, until its maker is an owner no more', async () => {
    const installation = await withOwner(open);
    const { owner } = installation;
    const other = await seedSignedIn(installation, { username: 'other', roles: ['owner'], address: '192.0.2.8' });
    const body = { username: 'carol', displayName: 'Carol', invite: true };
    const made = await other.browser.must('POST /api/v1/people', { body });
    const token = tokenOf(made.invitation?.link);
    const params = { personId: made.person.id };
    const anybody = new TestBrowser(installation);
    await owner.browser.must(SET_ROLES, { params, body: { roles: ['auditor'] } });
    await anybody.must('POST /api/v1/enrolment/open', { body: { token } });
    await owner.browser.must(SET_ROLES, { params: { personId: other.id }, body: { roles: [] } });
    await owner.browser.must(SET_ROLES, { params, body: { roles: [] } });
    await anybody.must('POST /api/v1/enrolment/open', { body: { token } });
    await owner.browser.must(SET_ROLES, { params, body: { roles: ['auditor'] } });
    assert.equal((await anybody.call('POST /api/v1/enrolment/open', { body: { token } })).status, 404);
  });

  test('an administrator gives out no link for an owner-to-be, and takes none of their own for one', async () => {
    const installation = await withOwner(open);
    const admin = await administratorOf(installation);
    const body = { username: 'carol', displayName: 'Carol', invite: false };
    const { person } = await admin.browser.must('POST /api/v1/people', { body });
    await installation.owner.browser.must(SET_ROLES, { params: { personId: person.id }, body: { roles: ['owner'] } });
    await refuses(installation, 'person.protected', 403, () =>
      admin.browser.call(INVITE, { params: { personId: person.id } }),
    );
  });

  test('a role that was taken away is gone with the next request of an open session', async () => {
    const installation = await withOwner(open);
    const admin = await administratorOf(installation);
    await admin.browser.must('GET /api/v1/people');
    await installation.owner.browser.must(SET_ROLES, { params: { personId: admin.id }, body: { roles: [] } });
    await refuses(installation, 'session.permission_missing', 403, () => admin.browser.call('GET /api/v1/people'));
    const body = { username: 'x', displayName: 'X', invite: true };
    await refuses(installation, 'session.permission_missing', 403, () =>
      admin.browser.call('POST /api/v1/people', { body }),
    );
  });

  test('nobody sets roles but an owner, and nobody their own', async () => {
    const installation = await withOwner(open);
    const { owner } = installation;
    const params = { personId: owner.id };
    await refuses(installation, 'person.self', 409, () =>
      owner.browser.call(SET_ROLES, { params, body: { roles: ['owner', 'auditor'] } }),
    );
    const others: readonly Role[] = ['administrator', 'help_desk', 'approver', 'auditor'];
    for (const [index, role] of others.entries()) {
      const { browser, id } = await seedSignedIn(installation, {
        username: role,
        roles: [role],
        address: `192.0.2.${20 + index}`,
      });
      await refuses(installation, 'session.permission_missing', 403, () =>
        browser.call(SET_ROLES, { params: { personId: id }, body: { roles: ['owner'] } }),
      );
    }
  });

  test('a fresh assertion is neither lent by another session nor by another person', async () => {
    const installation = await withOwner(open);
    const { owner, clock } = installation;
    const thief = owner.browser.copy();
    const colleague = await administratorOf(installation);
    clock.advance(6 * 60 * 1000);
    const params = { personId: colleague.id };
    const act = (browser: TestBrowser) => browser.call(SET_ROLES, { params, body: { roles: [] } });
    // Another browser of the same person becomes fresh; this session does not.
    const elsewhere = new TestBrowser(installation);
    assert.equal((await trySignIn(elsewhere, owner.authenticator)).status, 200);
    await refuses(installation, 'session.assertion_stale', 403, () => act(thief));
    // Whoever holds the cookie only can confirm with nothing but a passkey of the owner.
    const { publicKey } = await thief.must('POST /api/v1/confirm/options', { body: {} });
    const response = assertFor(colleague.authenticator, { ...publicKey, allowCredentials: [] });
    await refuses(installation, 'sign_in.other_person', 400, () =>
      thief.call('POST /api/v1/confirm/verify', { body: { response } }),
    );
    await refuses(installation, 'session.assertion_stale', 403, () => act(thief));
  });

  test('a clock that goes back an hour makes no assertion fresh for an hour', async () => {
    const installation = await withOwner(open);
    const { owner, clock } = installation;
    clock.advance(-60 * 60 * 1000);
    await refuses(installation, 'session.assertion_stale', 403, () =>
      owner.browser.call('POST /api/v1/groups', { body: { name: 'crew' } }),
    );
    await refuses(installation, 'session.assertion_stale', 403, () =>
      owner.browser.call('POST /api/v1/registration/options', { body: {} }),
    );
    await tryConfirm(owner.browser, owner.authenticator);
    await owner.browser.must('POST /api/v1/groups', { body: { name: 'crew' } });
  });

  test('a decoy of a name counts as taken, so that enrolling its id tells nothing', async () => {
    const installation = await withOwner(open);
    const { owner } = installation;
    const [real = ''] = owner.authenticator.credentialIds();
    const decoy = await decoyAsLongAs(installation, real);
    const answers: unknown[] = [];
    for (const id of [decoy, real]) {
      const { publicKey } = await owner.browser.must('POST /api/v1/registration/options', { body: {} });
      const response = withId(createFor(newAuthenticator(), publicKey), id);
      const told = await owner.browser.call('POST /api/v1/registration/verify', { body: { response } });
      const { requestId: _, ...body } = told.body;
      answers.push({ status: told.status, body });
      assert.equal(body['error'], 'passkey_exists');
    }
    assert.deepEqual(answers[0], answers[1]);
  });
});

async function decoyAsLongAs(installation: TestInstallation, id: string): Promise<string> {
  const browser = new TestBrowser(installation);
  for (let name = 0; ; name += 1) {
    const body = { username: `nobody-${name}` };
    const { publicKey } = await browser.must('POST /api/v1/sign-in/options', { body });
    const allowed = publicKey['allowCredentials'] as { id: string }[];
    const found = allowed.find((each) => each.id.length === id.length);
    if (found !== undefined) return found.id;
  }
}

/** Without attestation nothing signs the id, so that a liar can choose it. */
function withId(response: ReturnType<typeof createFor>, id: string): unknown {
  const object = Buffer.from(response.response.attestationObject, 'base64url');
  object.set(Buffer.from(id, 'base64url'), object.indexOf(Buffer.from(response.id, 'base64url')));
  return {
    ...response,
    id,
    rawId: id,
    response: { ...response.response, attestationObject: object.toString('base64url') },
  };
}
