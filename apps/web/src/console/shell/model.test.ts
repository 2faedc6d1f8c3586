import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { permissionsOf, roles } from '@holdfast/server/permissions';
import { words } from '../words.ts';
import { accessTo, areaAt, areas, areasFor, firstArea, roleName } from './model.ts';

const seenBy = (role: Parameters<typeof permissionsOf>[0][number]) =>
  areasFor([...permissionsOf([role])]).map((area) => area.id);

describe('areas of the console', () => {
  test('an owner and an auditor see all of them', () => {
    assert.deepEqual(
      seenBy('owner'),
      areas.map((area) => area.id),
    );
    assert.deepEqual(
      seenBy('auditor'),
      areas.map((area) => area.id),
    );
  });
  test('a help desk sees neither policy nor events', () => {
    assert.deepEqual(seenBy('help_desk'), ['overview', 'people', 'groups', 'invitations', 'credentials', 'inspect']);
  });
  test('every role has a name and a place to start', () => {
    for (const role of roles) {
      assert.notEqual(roleName(role), role);
      assert.ok(firstArea([...permissionsOf([role])]));
    }
    assert.equal(roleName('constructor'), 'constructor');
  });
  test('every area has a name', () => {
    for (const { id } of areas) assert.ok(words(`shell.areas.${id}`));
  });
  test('an address belongs to one area, whatever follows', () => {
    assert.equal(areaAt('/console/')?.id, 'overview');
    assert.equal(areaAt('/console/people/018f')?.id, 'people');
    assert.equal(areaAt('/console/peoples'), undefined);
    assert.equal(areaAt('/account'), undefined);
  });
  test('says whether an address is open', () => {
    const helpDesk = [...permissionsOf(['help_desk'])];
    assert.equal(accessTo('/console/people', helpDesk), 'open');
    assert.equal(accessTo('/console/policy', helpDesk), 'closed');
    assert.equal(accessTo('/console/nowhere', helpDesk), 'not-found');
    assert.equal(accessTo('/console', []), 'no-role');
  });
});
