import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type InvitationRow, invitationActs } from './model.ts';

const row = (status: InvitationRow['status']): InvitationRow => ({
  id: '0190a000-0000-7000-8000-000000000003',
  person: { id: '0190a000-0000-7000-8000-000000000001', username: 'ana', displayName: 'Ana' },
  createdBy: null,
  createdAt: 0,
  expiresAt: 1,
  status,
  endedAt: null,
});
const expected = [
  ['open', ['renew', 'withdraw']],
  ['used', []],
  ['expired', ['renew']],
  ['withdrawn', ['renew']],
] as const;

describe('acts on an invitation', () => {
  for (const [status, acts] of expected) {
    test(`${status}: ${acts.join(', ') || 'none'}`, () => {
      assert.deepEqual(invitationActs(row(status), ['invitations:write']), acts);
      assert.deepEqual(invitationActs(row(status), ['invitations:read']), []);
    });
  }
});
