import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  checkEdit,
  dangerousActs,
  disablePreview,
  editOf,
  enablePreview,
  endSessionsPreview,
  invitePreview,
  type PersonAnswer,
  rolesPreview,
  updateBody,
  wantedProgress,
} from './model.ts';

const ana: PersonAnswer = {
  person: {
    id: '0190a000-0000-7000-8000-000000000001',
    username: 'ana',
    displayName: 'Ana',
    email: 'ana@example.test',
    status: 'active',
    roles: ['help_desk'],
    groups: ['finance'],
    passkeys: 1,
    createdAt: 0,
    lastSignInAt: null,
  },
  populations: ['general_workforce'],
  wanted: {
    allowedTypes: ['synced'],
    attestationRequired: false,
    attestationAsked: false,
    minimum: 2,
    maximum: 10,
    have: 1,
    missing: 1,
    mayAdd: true,
    todo: [],
  },
  sessions: 2,
  invitations: [],
  may: { invite: true, disable: true, changeRoles: true, edit: true },
  inviteBlockedBecause: null,
};
const all = ['sessions:end'];

describe('acts on one person', () => {
  test('say to whom what will happen', () => {
    assert.match(disablePreview(ana).effect, /as Ana any more, and their 2 open sessions end at once/);
    assert.match(disablePreview({ ...ana, sessions: 1 }).effect, /their open session ends/);
    assert.match(disablePreview({ ...ana, sessions: 0 }).effect, /No session is open/);
    const open = { status: 'open' } as PersonAnswer['invitations'][number];
    assert.match(disablePreview({ ...ana, invitations: [open] }).effect, /invitation link stops working\.$/);
    assert.match(endSessionsPreview(ana).effect, /2 open sessions end/);
    assert.match(enablePreview(ana).effect, /with their 1 passkey\.$/);
    assert.match(enablePreview({ ...ana, person: { ...ana.person, passkeys: 0 } }).effect, /need an invitation/);
  });
  test('roles: names what is gained and lost', () => {
    assert.equal(rolesPreview(ana, ['owner', 'auditor']).effect, 'Ana gets: Owner, Auditor. Ana loses: Help desk.');
    assert.equal(rolesPreview(ana, ['help_desk']).effect, 'Nothing changes.');
  });
  test('invitation: says that an open one stops working', () => {
    const open = { status: 'open' } as PersonAnswer['invitations'][number];
    assert.match(invitePreview({ ...ana, invitations: [open] }).effect, /stop working/);
    assert.doesNotMatch(invitePreview(ana).effect, /stop working/);
  });
  test('only what the reader may do is offered', () => {
    assert.deepEqual(dangerousActs(ana, all), ['endSessions', 'setRoles', 'disable']);
    assert.deepEqual(dangerousActs({ ...ana, person: { ...ana.person, status: 'disabled' } }, all), [
      'endSessions',
      'setRoles',
      'enable',
    ]);
    const nothing = { invite: false, disable: false, changeRoles: false, edit: false };
    assert.deepEqual(dangerousActs({ ...ana, may: nothing }, all), []);
    assert.deepEqual(dangerousActs(ana, []), ['setRoles', 'disable']);
  });
});

describe('editing a person', () => {
  test('sends only what changed', () => {
    const edit = editOf(ana);
    assert.equal(updateBody(ana, edit), undefined);
    assert.deepEqual(updateBody(ana, { ...edit, email: ' ' }), { email: null });
    assert.deepEqual(updateBody(ana, { ...edit, groups: ['finance', 'it'], displayName: 'Ana L' }), {
      displayName: 'Ana L',
      groups: ['finance', 'it'],
    });
  });
  test('refuses an empty name and a wrong address', () => {
    assert.deepEqual(Object.keys(checkEdit({ displayName: '', email: 'x', groups: [] })), ['displayName', 'email']);
  });
  test('progress is at most whole', () => {
    assert.deepEqual(wantedProgress(ana), { text: '1 of 2 passkeys', share: 0.5 });
    assert.equal(wantedProgress({ ...ana, wanted: { ...ana.wanted, have: 3 } })?.share, 1);
    assert.equal(wantedProgress({ ...ana, wanted: { ...ana.wanted, minimum: 0 } }), null);
  });
});
