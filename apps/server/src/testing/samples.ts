import type { Api } from '../http/contract/index.ts';

const id = '00000000-0000-7000-8000-000000000000';
const response = { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: {} };
const reason = 'because';

type Sample = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
};

/** A well-formed request to every endpoint, with every member that there is, about nothing that exists. */
export const samples: Readonly<Record<keyof Api, Sample>> = {
  'GET /api/v1/context': {},
  'POST /api/v1/sign-in/options': { body: { username: 'somebody' } },
  'POST /api/v1/sign-in/verify': { body: { response } },
  'POST /api/v1/sign-in/unknown-credential': { body: { response } },
  'POST /api/v1/confirm/options': { body: {} },
  'POST /api/v1/confirm/verify': { body: { response } },
  'POST /api/v1/sign-out': {},
  'POST /api/v1/enrolment/open': { body: { token: 'A'.repeat(43) } },
  'POST /api/v1/registration/options': { body: { token: 'A'.repeat(43) } },
  'POST /api/v1/registration/verify': { body: { token: 'A'.repeat(43), response, name: 'Key' } },
  'GET /api/v1/account': {},
  'PATCH /api/v1/account/passkeys/:credentialId': { params: { credentialId: 'AAAA' }, body: { name: 'Key' } },
  'DELETE /api/v1/account/passkeys/:credentialId': { params: { credentialId: 'AAAA' } },
  'GET /api/v1/account/sessions': {},
  'DELETE /api/v1/account/sessions/:sessionId': { params: { sessionId: id } },
  'POST /api/v1/account/sessions/end-others': {},
  'GET /api/v1/account/activity': {},
  'GET /api/v1/people': {},
  'POST /api/v1/people': {
    body: { username: 'new', displayName: 'New', email: 'new@example.org', groups: ['nowhere'], invite: false },
  },
  'GET /api/v1/people/:personId': { params: { personId: id } },
  'PATCH /api/v1/people/:personId': {
    params: { personId: id },
    body: { displayName: 'New', email: 'new@example.org', groups: ['nowhere'] },
  },
  'PUT /api/v1/people/:personId/roles': { params: { personId: id }, body: { roles: ['owner'] } },
  'POST /api/v1/people/:personId/disable': { params: { personId: id }, body: { reason } },
  'POST /api/v1/people/:personId/enable': { params: { personId: id } },
  'POST /api/v1/people/:personId/sessions/end': { params: { personId: id } },
  'POST /api/v1/people/:personId/invitations': { params: { personId: id } },
  'GET /api/v1/invitations': {},
  'DELETE /api/v1/invitations/:invitationId': { params: { invitationId: id } },
  'GET /api/v1/groups': {},
  'POST /api/v1/groups': { body: { name: 'new', description: 'new' } },
  'GET /api/v1/groups/:groupId': { params: { groupId: id } },
  'PATCH /api/v1/groups/:groupId': { params: { groupId: id }, body: { description: 'new' } },
  'DELETE /api/v1/groups/:groupId': { params: { groupId: id } },
  'PUT /api/v1/groups/:groupId/members/:personId': { params: { groupId: id, personId: id } },
  'DELETE /api/v1/groups/:groupId/members/:personId': { params: { groupId: id, personId: id } },
  'GET /api/v1/credentials': {},
  'GET /api/v1/credentials/:credentialId': { params: { credentialId: 'AAAA' } },
  'POST /api/v1/credentials/:credentialId/revoke': { params: { credentialId: 'AAAA' }, body: { reason } },
  'GET /api/v1/quarantine': {},
  'GET /api/v1/quarantine/credentials': {},
  'GET /api/v1/credentials/:credentialId/trust-group-keys': { params: { credentialId: 'AAAA' } },
  'POST /api/v1/account/passkeys/:credentialId/trust-group-keys/:group/confirm': {
    params: { credentialId: 'AAAA', group: 'a'.repeat(64) },
  },
  'DELETE /api/v1/account/passkeys/:credentialId/trust-group-keys/:group': {
    params: { credentialId: 'AAAA', group: 'a'.repeat(64) },
  },
  'POST /api/v1/credentials/:credentialId/quarantine': { params: { credentialId: 'AAAA' }, body: { reason } },
  'POST /api/v1/credentials/:credentialId/release': { params: { credentialId: 'AAAA' }, body: { reason } },
  'GET /api/v1/jobs': {},
  'GET /api/v1/jobs/:jobId': { params: { jobId: id } },
  'POST /api/v1/inspect': { body: { text: '{}' } },
  'GET /api/v1/credentials/:credentialId/evidence': { params: { credentialId: 'AAAA' } },
  'GET /api/v1/people/:personId/evidence': { params: { personId: id } },
  'GET /api/v1/credentials/:credentialId/evidence-file': { params: { credentialId: 'AAAA' } },
  'GET /api/v1/policy': {},
  'POST /api/v1/policy/check': { body: { source: 'passkey_policy: {}' } },
  'POST /api/v1/policy/explain': { body: { personId: id, credentialId: 'AAAA' } },
  'POST /api/v1/policy/diff': { body: { source: 'passkey_policy: {}' } },
  'GET /api/v1/policy/versions/:version': { params: { version: '999' } },
  'GET /api/v1/policy/proposals': {},
  'GET /api/v1/policy/proposals/:proposalId': { params: { proposalId: id } },
  'POST /api/v1/policy/proposals': {
    body: { source: 'passkey_policy: {}', note: 'new', baseVersion: 1, force: true },
  },
  'POST /api/v1/policy/impact': { body: { source: 'passkey_policy: {}' } },
  'POST /api/v1/policy/proposals/:proposalId/impact': { params: { proposalId: id } },
  'GET /api/v1/policy/impacts/:jobId': { params: { jobId: id } },
  'POST /api/v1/policy/impacts/:jobId/cancel': { params: { jobId: id } },
  'GET /api/v1/jobs/:jobId/people': { params: { jobId: id }, query: { list: 'locked_out' } },
  'POST /api/v1/policy/proposals/:proposalId/approve': {
    params: { proposalId: id },
    body: { digest: 'a'.repeat(64), note: 'read' },
  },
  'POST /api/v1/policy/proposals/:proposalId/reject': { params: { proposalId: id }, body: { reason } },
  'POST /api/v1/policy/proposals/:proposalId/withdraw': { params: { proposalId: id } },
  'GET /api/v1/trust': {},
  'POST /api/v1/trust/sources/:source/refresh': { params: { source: 'nowhere' } },
  'POST /api/v1/trust/import': { body: { text: 'nothing', name: 'nothing.txt', dryRun: false, evenIfEmptier: true } },
  'GET /api/v1/trust/history': {},
  'GET /api/v1/trust/changes': { query: { from: id, to: id } },
  'GET /api/v1/trust/models': {},
  'GET /api/v1/trust/models/:key': { params: { key: id } },
  'GET /api/v1/events': {},
  'GET /api/v1/events/:eventId': { params: { eventId: id } },
  'GET /api/v1/overview': {},
};
