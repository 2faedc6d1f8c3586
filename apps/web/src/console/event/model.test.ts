import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { detailLines, type EventAnswer, keptCredential, recorded, refusedBy } from './model.ts';

const answer: EventAnswer = {
  event: {
    id: '0190a000-0000-7000-8000-000000000004',
    sequence: 7,
    at: 0,
    type: 'sign_in.refused',
    outcome: 'refused',
    code: 'webauthn.origin_unexpected',
    text: '',
    actor: { id: null, name: 'system' },
    subject: { id: 'p1', name: 'Ana' },
    credentialId: null,
    address: '192.0.2.1',
  },
  origin: null,
  userAgent: null,
  requestId: 'r1',
  policyDigest: null,
  meaning: null,
  detail: { step: 'origin', received: ['a'], none: null },
};

describe('one event', () => {
  test('lists what was recorded, with its names, and leaves out what is empty', () => {
    const lines = new Map(recorded(answer).map(({ name, value }) => [name, value]));
    assert.equal(lines.get('Time (UTC)'), '1970-01-01T00:00:00.000Z');
    assert.equal(lines.get('By'), 'system');
    assert.equal(lines.get('About'), 'Ana (p1)');
    assert.equal(lines.has('Origin'), false);
  });
  test('shows every detail, nested or null', () => {
    assert.deepEqual(
      detailLines(answer.detail).map(({ value }) => value),
      ['origin', '[\n  "a"\n]', 'null'],
    );
  });
  test('says which rules refused, where the policy did', () => {
    assert.deepEqual(refusedBy({ rules: ['sync_allowed fails', 1] }), ['sync_allowed fails']);
    assert.deepEqual(refusedBy(answer.detail), []);
  });
  test('leads to a credential only where one was kept', () => {
    const event = { ...answer.event, credentialId: 'AAAA' };
    assert.equal(keptCredential(event), 'AAAA');
    assert.equal(keptCredential({ ...event, type: 'passkey.registration_refused' }), null);
  });
});
