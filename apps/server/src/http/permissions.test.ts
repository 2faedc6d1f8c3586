import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultPolicySource } from '@holdfast/policy';
import { type Role, roles } from '../access/permissions.ts';
import { TestBrowser } from '../testing/browser.ts';
import { eventsOf } from '../testing/contents.ts';
import { eachDatabase } from '../testing/harness.ts';
import { seedSignedIn } from '../testing/people.ts';
import { applyPolicyAtStart } from '../use-cases/policy/apply-at-start.ts';
import { type Api, contract } from './contract/index.ts';

const everybody = 'everybody';
const anyRole = [...roles];
const managers: readonly Role[] = ['owner', 'administrator'];
const desk: readonly Role[] = [...managers, 'help_desk', 'auditor'];
const audit: readonly Role[] = [...managers, 'auditor'];
const policyReaders: readonly Role[] = [...audit, 'approver'];
const approvers: readonly Role[] = [...managers, 'approver'];

/** Who may call what, written out by hand: the other place is the code that this is held against. */
const table: Readonly<Record<keyof Api, 'everybody' | 'signed-in' | readonly Role[]>> = {
  'GET /api/v1/context': everybody,
  'POST /api/v1/sign-in/options': everybody,
  'POST /api/v1/sign-in/verify': everybody,
  'POST /api/v1/sign-in/unknown-credential': everybody,
  'POST /api/v1/enrolment/open': everybody,
  'POST /api/v1/registration/options': everybody,
  'POST /api/v1/registration/verify': everybody,
  'POST /api/v1/confirm/options': 'signed-in',
  'POST /api/v1/confirm/verify': 'signed-in',
  'GET /api/v1/account': 'signed-in',
  'PATCH /api/v1/account/passkeys/:credentialId': 'signed-in',
  'DELETE /api/v1/account/passkeys/:credentialId': 'signed-in',
  'POST /api/v1/account/passkeys/:credentialId/trust-group-keys/:group/confirm': 'signed-in',
  'DELETE /api/v1/account/passkeys/:credentialId/trust-group-keys/:group': 'signed-in',
  'GET /api/v1/account/sessions': 'signed-in',
  'DELETE /api/v1/account/sessions/:sessionId': 'signed-in',
  'POST /api/v1/account/sessions/end-others': 'signed-in',
  'GET /api/v1/account/activity': 'signed-in',
  'GET /api/v1/people': anyRole,
  'POST /api/v1/people': managers,
  'GET /api/v1/people/:personId': anyRole,
  'PATCH /api/v1/people/:personId': managers,
  'PUT /api/v1/people/:personId/roles': ['owner'],
  'POST /api/v1/people/:personId/disable': managers,
  'POST /api/v1/people/:personId/enable': managers,
  'POST /api/v1/people/:personId/sessions/end': managers,
  'POST /api/v1/people/:personId/invitations': managers,
  'GET /api/v1/invitations': desk,
  'DELETE /api/v1/invitations/:invitationId': managers,
  'GET /api/v1/groups': anyRole,
  'POST /api/v1/groups': managers,
  'GET /api/v1/groups/:groupId': anyRole,
  'PATCH /api/v1/groups/:groupId': managers,
  'DELETE /api/v1/groups/:groupId': managers,
  'PUT /api/v1/groups/:groupId/members/:personId': managers,
  'DELETE /api/v1/groups/:groupId/members/:personId': managers,
  'GET /api/v1/credentials': desk,
  'GET /api/v1/credentials/:credentialId': desk,
  'POST /api/v1/credentials/:credentialId/revoke': managers,
  'GET /api/v1/credentials/:credentialId/trust-group-keys': desk,
  'POST /api/v1/credentials/:credentialId/quarantine': managers,
  'POST /api/v1/credentials/:credentialId/release': managers,
  'GET /api/v1/jobs': anyRole,
  'GET /api/v1/jobs/:jobId': anyRole,
  'GET /api/v1/quarantine': desk,
  'GET /api/v1/quarantine/credentials': desk,
  'POST /api/v1/inspect': desk,
  'GET /api/v1/credentials/:credentialId/evidence': desk,
  'GET /api/v1/people/:personId/evidence': audit,
  'GET /api/v1/credentials/:credentialId/evidence-file': audit,
  'GET /api/v1/trust': audit,
  'POST /api/v1/trust/sources/:source/refresh': managers,
  'POST /api/v1/trust/import': managers,
  'GET /api/v1/trust/history': audit,
  'GET /api/v1/trust/changes': audit,
  'GET /api/v1/trust/models': audit,
  'GET /api/v1/trust/models/:key': audit,
  'GET /api/v1/policy': policyReaders,
  'POST /api/v1/policy/check': policyReaders,
  'POST /api/v1/policy/explain': policyReaders,
  'POST /api/v1/policy/diff': policyReaders,
  'GET /api/v1/policy/versions/:version': policyReaders,
  'GET /api/v1/policy/proposals': policyReaders,
  'GET /api/v1/policy/proposals/:proposalId': policyReaders,
  'POST /api/v1/policy/proposals': managers,
  'POST /api/v1/policy/impact': managers,
  'POST /api/v1/policy/proposals/:proposalId/impact': approvers,
  'GET /api/v1/policy/impacts/:jobId': policyReaders,
  'POST /api/v1/policy/impacts/:jobId/cancel': approvers,
  'GET /api/v1/jobs/:jobId/people': policyReaders,
  'POST /api/v1/policy/proposals/:proposalId/approve': approvers,
  'POST /api/v1/policy/proposals/:proposalId/reject': approvers,
  'POST /api/v1/policy/proposals/:proposalId/withdraw': managers,
  'GET /api/v1/events': audit,
  'GET /api/v1/events/:eventId': audit,
  'GET /api/v1/overview': anyRole,
  // Last, because it ends the session that the others use.
  'POST /api/v1/sign-out': 'signed-in',
};
const endpoints = Object.keys(table) as (keyof Api)[];

/** Well-formed and of nothing that exists. */
const params = {
  personId: '00000000-0000-7000-8000-000000000000',
  groupId: '00000000-0000-7000-8000-000000000000',
  invitationId: '00000000-0000-7000-8000-000000000000',
  eventId: '00000000-0000-7000-8000-000000000000',
  sessionId: '00000000-0000-7000-8000-000000000000',
  credentialId: 'AAAA',
  jobId: '00000000-0000-7000-8000-000000000000',
  proposalId: '00000000-0000-7000-8000-000000000000',
  version: '999',
};

describe('the permission matrix', () => {
  test('has every endpoint of the contract and no other', () => {
    const declared = Object.values(contract).flatMap((area) => Object.values(area));
    assert.deepEqual(endpoints.toSorted(), declared.map(({ method, path }) => `${method} ${path}`).toSorted());
  });
});

eachDatabase('the permission matrix', (open) => {
  test('without a session only the public endpoints answer', async () => {
    const browser = new TestBrowser(await open());
    for (const endpoint of endpoints) {
      const { status, body } = await browser.call(endpoint, { params });
      if (table[endpoint] === everybody) assert.notEqual(status, 401, endpoint);
      else assert.deepEqual([status, body['error']], [401, 'not_signed_in'], endpoint);
    }
  });

  for (const role of [null, ...roles]) {
    test(`${role ?? 'somebody without a role'} may call exactly what the matrix says`, async () => {
      const installation = await open();
      await applyPolicyAtStart(installation.ports, { source: defaultPolicySource, origin: 'shipped' });
      const { browser } = await seedSignedIn(installation, {
        username: 'somebody',
        roles: role === null ? [] : [role],
      });
      for (const endpoint of endpoints) {
        const allowed = table[endpoint];
        const may = typeof allowed === 'string' || (role !== null && allowed.includes(role));
        const { status, body } = await browser.call(endpoint, { params });
        const code = (await eventsOf(installation.database)).at(-1)?.code;
        const isMissing = status === 403 && body['error'] === 'not_allowed' && code === 'session.permission_missing';
        assert.notEqual(status, 401, endpoint);
        assert.equal(isMissing, !may, `${endpoint} answered ${status} ${JSON.stringify(body)}`);
      }
      assert.deepEqual(installation.errorsLogged, []);
    });
  }
});
