import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { CEREMONY_COOKIE, SESSION_COOKIE } from '../http/cookies.ts';
import { assertFor, createFor, newAuthenticator, TestBrowser, type Told, trySignIn } from '../testing/browser.ts';
import { contentsOf, eventsOf } from '../testing/contents.ts';
import { eachDatabase, type TestInstallation } from '../testing/harness.ts';
import { type Enrolled, seedPerson, seedSignedIn } from '../testing/people.ts';
import { type WithOwner, withOwner } from '../testing/refuses.ts';
import type { Database } from './database.ts';
import type { Schema } from './schema.ts';

type World = WithOwner & { readonly ana: Enrolled };
type Act = () => Promise<Told>;

async function world(open: () => Promise<TestInstallation>): Promise<World> {
  const installation = await withOwner(open);
  const ana = await seedSignedIn(installation, { username: 'ana', groups: ['staff'], address: '192.0.2.2' });
  return { ...installation, ana };
}

const idOf = ({ authenticator }: Enrolled): string => authenticator.credentialIds()[0] ?? '';

async function groupId({ database }: World, name: string): Promise<string> {
  const found = database.queries.selectFrom('group').select('id').where('name', '=', name);
  return (await found.executeTakeFirstOrThrow()).id;
}

async function signingIn({ ana, ...installation }: World): Promise<Act> {
  const browser = new TestBrowser(installation);
  const { publicKey } = await browser.must('POST /api/v1/sign-in/options', { body: {} });
  const response = assertFor(ana.authenticator, publicKey);
  return () => browser.call('POST /api/v1/sign-in/verify', { body: { response } });
}

async function confirming({ ana: { browser, authenticator } }: World): Promise<Act> {
  const { publicKey } = await browser.must('POST /api/v1/confirm/options', { body: {} });
  const response = assertFor(authenticator, publicKey);
  return () => browser.call('POST /api/v1/confirm/verify', { body: { response } });
}

async function enrolling(installation: World): Promise<Act> {
  const { token } = await seedPerson(installation, { username: 'new' });
  const browser = new TestBrowser(installation);
  const { publicKey } = await browser.must('POST /api/v1/registration/options', { body: { token } });
  const response = createFor(newAuthenticator(), publicKey);
  return () => browser.call('POST /api/v1/registration/verify', { body: { token, response } });
}

async function adding({ ana: { browser } }: World): Promise<Act> {
  const { publicKey } = await browser.must('POST /api/v1/registration/options', { body: {} });
  const response = createFor(newAuthenticator(), publicKey);
  return () => browser.call('POST /api/v1/registration/verify', { body: { response } });
}

async function removing({ ana }: World): Promise<Act> {
  const { publicKey } = await ana.browser.must('POST /api/v1/registration/options', { body: {} });
  const response = createFor(newAuthenticator(), publicKey);
  await ana.browser.must('POST /api/v1/registration/verify', { body: { response } });
  const params = { credentialId: idOf(ana) };
  return () => ana.browser.call('DELETE /api/v1/account/passkeys/:credentialId', { params });
}

async function endingOthers({ ana, ...installation }: World): Promise<Act> {
  await trySignIn(new TestBrowser(installation), ana.authenticator);
  return () => ana.browser.call('POST /api/v1/account/sessions/end-others');
}

async function enabling({ owner: { browser }, ana: { id } }: World): Promise<Act> {
  const params = { personId: id };
  await browser.must('POST /api/v1/people/:personId/disable', { params, body: { reason: 'x' } });
  return () => browser.call('POST /api/v1/people/:personId/enable', { params });
}

async function inviting(installation: World): Promise<Act> {
  const { id } = await seedPerson(installation, { username: 'new' });
  return () =>
    installation.owner.browser.call('POST /api/v1/people/:personId/invitations', { params: { personId: id } });
}

async function withdrawing({ owner: { browser } }: World): Promise<Act> {
  const body = { username: 'new', displayName: 'New', invite: true };
  const made = await browser.must('POST /api/v1/people', { body });
  const params = { invitationId: made.invitation?.invitationId ?? '' };
  return () => browser.call('DELETE /api/v1/invitations/:invitationId', { params });
}

async function removingGroup(installation: World): Promise<Act> {
  const { browser } = installation.owner;
  const { group } = await browser.must('POST /api/v1/groups', { body: { name: 'empty' } });
  return () => browser.call('DELETE /api/v1/groups/:groupId', { params: { groupId: group.id } });
}

async function joining(installation: World): Promise<Act> {
  const { owner, ana } = installation;
  const { group } = await owner.browser.must('POST /api/v1/groups', { body: { name: 'crew' } });
  const params = { groupId: group.id, personId: ana.id };
  return () => owner.browser.call('PUT /api/v1/groups/:groupId/members/:personId', { params });
}

/** Everything that changes something, with what must be so before it. */
const acts: Readonly<Record<string, (installation: World) => Promise<Act>>> = {
  'signing in': signingIn,
  confirming,
  'enrolling by invitation': enrolling,
  'adding a passkey': adding,
  'removing a passkey': removing,
  'renaming a passkey':
    async ({ ana }) =>
    () =>
      ana.browser.call('PATCH /api/v1/account/passkeys/:credentialId', {
        params: { credentialId: idOf(ana) },
        body: { name: 'Another' },
      }),
  'signing out':
    async ({ ana }) =>
    () =>
      ana.browser.call('POST /api/v1/sign-out'),
  'ending other sessions': endingOthers,
  'adding a person':
    async ({ owner }) =>
    () =>
      owner.browser.call('POST /api/v1/people', {
        body: { username: 'new', displayName: 'New', groups: ['staff'], invite: true },
      }),
  'changing a person':
    async ({ owner, ana }) =>
    () =>
      owner.browser.call('PATCH /api/v1/people/:personId', {
        params: { personId: ana.id },
        body: { displayName: 'Ana', email: 'ana@example.org', groups: [] },
      }),
  'changing roles':
    async ({ owner, ana }) =>
    () =>
      owner.browser.call('PUT /api/v1/people/:personId/roles', {
        params: { personId: ana.id },
        body: { roles: ['auditor'] },
      }),
  'disabling a person':
    async ({ owner, ana }) =>
    () =>
      owner.browser.call('POST /api/v1/people/:personId/disable', {
        params: { personId: ana.id },
        body: { reason: 'x' },
      }),
  'enabling a person': enabling,
  'ending sessions of a person':
    async ({ owner, ana }) =>
    () =>
      owner.browser.call('POST /api/v1/people/:personId/sessions/end', { params: { personId: ana.id } }),
  'inviting a person': inviting,
  'withdrawing an invitation': withdrawing,
  'adding a group':
    async ({ owner }) =>
    () =>
      owner.browser.call('POST /api/v1/groups', { body: { name: 'crew' } }),
  'describing a group': async (installation) => {
    const params = { groupId: await groupId(installation, 'staff') };
    return () =>
      installation.owner.browser.call('PATCH /api/v1/groups/:groupId', { params, body: { description: 'x' } });
  },
  'removing a group': removingGroup,
  'joining a group': joining,
  'leaving a group': async (installation) => {
    const params = { groupId: await groupId(installation, 'staff'), personId: installation.ana.id };
    return () => installation.owner.browser.call('DELETE /api/v1/groups/:groupId/members/:personId', { params });
  },
  'revoking a passkey':
    async ({ owner, ana }) =>
    () =>
      owner.browser.call('POST /api/v1/credentials/:credentialId/revoke', {
        params: { credentialId: idOf(ana) },
        body: { reason: 'x' },
      }),
  'setting a passkey aside':
    async ({ owner, ana }) =>
    () =>
      owner.browser.call('POST /api/v1/credentials/:credentialId/quarantine', {
        params: { credentialId: idOf(ana) },
        body: { reason: 'x' },
      }),
  'releasing a passkey': async ({ owner, ana }) => {
    const params = { credentialId: idOf(ana) };
    await owner.browser.must('POST /api/v1/credentials/:credentialId/quarantine', { params, body: { reason: 'x' } });
    return () =>
      owner.browser.call('POST /api/v1/credentials/:credentialId/release', { params, body: { reason: 'y' } });
  },
};

eachDatabase('an act that cannot be recorded', (open) => {
  for (const [what, prepare] of Object.entries(acts)) {
    test(`is not done: ${what}`, async () => {
      const installation = await world(open);
      const { database, errorsLogged } = installation;
      const act = await prepare(installation);
      const before = await contentsOf(database);
      const recorded = (await eventsOf(database)).length;

      await sql`alter table audit_event rename to audit_event_away`.execute(database.queries);
      assert.equal((await act()).status, 500);
      assert.deepEqual(await contentsOf(database), before);
      await sql`alter table audit_event_away rename to audit_event`.execute(database.queries);
      assert.equal(errorsLogged.length, 1);

      // Nothing was used up by it either: the same request, sent again, is done and recorded.
      const again = await act();
      assert.ok(again.status === 200 || again.status === 204, JSON.stringify(again.body));
      assert.notDeepEqual(await contentsOf(database), before);
      const added = (await eventsOf(database)).slice(recorded);
      assert.ok(added.length > 0);
      assert.ok(added.every(({ outcome }) => outcome === 'success'));
    });
  }
});

const everyTable = [
  'person',
  'person_role',
  'group',
  'group_member',
  'credential',
  'credential_evidence',
  'credential_facts',
  'audience',
  'judgement',
  'job',
  'invitation',
  'session',
  'spent_challenge',
  'policy_version',
  'trust_document',
  'trust_document_body',
  'trust_source',
  'installation',
  'rate_limit',
  'audit_event',
] as const satisfies readonly (keyof Schema)[];

async function dump({ queries }: Database): Promise<string> {
  const tables = everyTable.map(async (table) => {
    const rows = await queries.selectFrom(table).selectAll().execute();
    return rows.flatMap((row) => Object.values(row).map(readable)).join('\n');
  });
  return (await Promise.all(tables)).join('\n');
}

function readable(value: unknown): string {
  return value instanceof Uint8Array ? `${Buffer.from(value).toString('latin1')}` : String(value);
}

eachDatabase('a thief of the database', (open) => {
  test('finds no token of a session or invitation, no cookie, no key and no challenge in any table', async () => {
    const installation = await world(open);
    const { owner, ana, database, ports } = installation;
    const body = { username: 'new', displayName: 'New', invite: true };
    const made = await owner.browser.must('POST /api/v1/people', { body });
    const { publicKey } = await ana.browser.must('POST /api/v1/confirm/options', { body: {} });
    const response = assertFor(ana.authenticator, publicKey, { misbehaviours: ['garbage-signature'] });
    await ana.browser.call('POST /api/v1/confirm/verify', { body: { response } });
    await (await confirming(installation))();
    await new TestBrowser(installation).call('POST /api/v1/enrolment/open', { body: { token: ana.token } });
    const secrets = {
      'a session': ana.browser.cookies.get(SESSION_COOKIE),
      'the session of the owner': owner.browser.cookies.get(SESSION_COOKIE),
      'a ceremony cookie': ana.browser.cookies.get(CEREMONY_COOKIE),
      'an open invitation': made.invitation?.link.split('/').at(-1),
      'a used invitation': ana.token,
      'a refused challenge': String(publicKey['challenge']),
      'the key of challenges': Buffer.from(ports.keys.challenge).toString('base64url'),
      'the key of decoys': Buffer.from(ports.keys.decoy).toString('base64url'),
    };
    const text = await dump(database);
    assert.ok(text.includes(idOf(ana)), 'the dump shows what is there');
    for (const [what, secret] of Object.entries(secrets)) {
      assert.ok(secret !== undefined && secret.length > 40, what);
      assert.ok(!text.includes(secret), what);
      assert.ok(!text.includes(Buffer.from(secret, 'base64url').toString('hex')), what);
      assert.ok(!text.includes(Buffer.from(secret, 'base64url').toString('latin1')), what);
    }
  });

  test('cannot use what is there: the hash of a session opens none, nor that of an invitation', async () => {
    const installation = await world(open);
    const { queries } = installation.database;
    const { token_hash: session } = await queries.selectFrom('session').select('token_hash').executeTakeFirstOrThrow();
    const invitations = await queries.selectFrom('invitation').select('token_hash').execute();
    for (const stolen of [session, session.slice(0, 43), Buffer.from(session, 'hex').toString('base64url')]) {
      const browser = new TestBrowser(installation);
      browser.cookies.set(SESSION_COOKIE, stolen);
      assert.equal((await browser.call('GET /api/v1/account')).status, 401);
    }
    for (const { token_hash: token } of invitations) {
      const told = await new TestBrowser(installation).call('POST /api/v1/enrolment/open', { body: { token } });
      assert.equal(told.status, 404);
    }
  });
});
