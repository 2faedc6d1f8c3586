import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { roles as contractRoles } from '@holdfast/server/permissions';
import { toCsv } from '../lists/csv.ts';
import { filterKeys } from '../lists/filters.ts';
import { type PersonRow, peopleCsv, peopleFilters, roles, someOf } from './model.ts';

const ana: PersonRow = {
  id: '0190a000-0000-7000-8000-000000000001',
  username: 'ana@example.test',
  displayName: 'Ana Lopez',
  email: null,
  status: 'active',
  roles: ['owner'],
  groups: ['finance', 'privileged_users'],
  passkeys: 2,
  createdAt: 0,
  lastSignInAt: null,
};

describe('people', () => {
  test('the roles of the console are those of the server', () => assert.deepEqual(roles, contractRoles));
  test('understands the filters that the API understands', () => {
    assert.deepEqual(filterKeys(peopleFilters), ['status', 'passkeys', 'role', 'group']);
  });
  test('exports every column, nothing for what is not there', () => {
    const [, line] = toCsv(peopleCsv, [ana]).split('\r\n');
    assert.equal(
      line,
      `${ana.id},ana@example.test,Ana Lopez,,active,owner,finance privileged_users,2,1970-01-01T00:00:00.000Z,`,
    );
  });
  test('many groups are cut, three are not', () => {
    assert.deepEqual(someOf(['a', 'b', 'c']), { shown: ['a', 'b', 'c'], more: 0 });
    assert.deepEqual(someOf(['a', 'b', 'c', 'd']), { shown: ['a', 'b'], more: 2 });
  });
});
