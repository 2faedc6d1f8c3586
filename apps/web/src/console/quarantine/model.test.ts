import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseQuery } from '../lists/query-text.ts';
import type { Quarantine, QuarantineGroup } from './api.ts';
import { groupNext, groupSearch, quarantineFilters, urgencyText, wayInMarks } from './model.ts';

const quarantine = (change: Partial<Quarantine> = {}): Quarantine => ({
  credentials: 3,
  people: 1,
  withoutWayIn: 0,
  isExact: true,
  groups: [],
  ...change,
});
const group = (change: Partial<QuarantineGroup> = {}): QuarantineGroup => ({
  cause: 'judged',
  rule: 'refused_statuses',
  reason: 'It was revoked.',
  model: 'Fortress F2',
  aaguid: 'f0f2',
  credentials: 1,
  people: 1,
  withoutWayIn: 0,
  ...change,
});

describe('the quarantine', () => {
  test('says whether anybody is kept out', () => {
    assert.equal(urgencyText(quarantine()), 'Everybody concerned has another way in. 3 passkeys of 1 person');
    assert.equal(urgencyText(quarantine({ withoutWayIn: 1 })), '3 passkeys of 1 person');
  });
  test('says so where only the newest were looked at', () => {
    const text = urgencyText(quarantine({ isExact: false, withoutWayIn: 1, credentials: 2000, people: 900 }));
    assert.equal(text, '2,000 passkeys of 900 people are told of here, the newest. There are more.');
  });
  test('a group leads to its passkeys', () => {
    const keys = ['way_in', 'cause', 'model'];
    const filters = (of: QuarantineGroup) => parseQuery(groupSearch(of), keys);
    assert.deepEqual(filters(group()), {
      words: '',
      filters: [
        { key: 'cause', value: 'judged' },
        { key: 'model', value: 'Fortress F2' },
      ],
    });
    assert.deepEqual(filters(group({ model: null })).filters[1], { key: 'model', value: 'f0f2' });
    assert.deepEqual(filters(group({ model: 'The "best" key' })).filters[1], { key: 'model', value: 'f0f2' });
  });
  test('what to do depends on who set it aside', () => {
    const said = (['judged', 'alarm', 'administrator'] as const).map((cause) => groupNext({ cause }));
    assert.equal(new Set(said).size, 3);
  });
  test('the ways in differ in shape, and each filter value has a name', () => {
    assert.equal(new Set(Object.values(wayInMarks)).size, 3);
    for (const { values } of quarantineFilters.choices)
      for (const { value, label } of values) assert.notEqual(label, value);
  });
});
