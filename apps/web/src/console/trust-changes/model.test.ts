import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { HistoryRow } from './api.ts';
import { type ChangeWeight, groupChanges, type TrustChange, weightOf } from './change-model.ts';
import { before, newestPair, readChangesSearch } from './model.ts';

const change = (kind: TrustChange['kind'], text: string, ours: TrustChange['ours'] = null): TrustChange => ({
  kind,
  text,
  ours,
  entry: `aaguid:${text}`,
  model: null,
});

describe('changes between two documents of metadata', () => {
  const rows: readonly (readonly [ChangeWeight, TrustChange])[] = [
    ['worse', change('report-added', 'Acme: new report REVOKED, effective 2026-11-01.')],
    ['worse', change('report-added', 'Acme: new report USER_KEY_REMOTE_COMPROMISE, of one batch.')],
    ['worse', change('model-removed', 'Acme is no longer listed: nothing proves this model any more.')],
    ['look', change('roots-changed', 'Acme: root certificates changed, 1 added and 1 removed.')],
    ['look', change('report-withdrawn', 'Acme: report FIDO_CERTIFIED_L1 withdrawn.')],
    ['look', change('update-without-version', 'Acme: an update is reported, but …')],
    ['look', change('synchronisation-changed', 'Acme: … was unsupported, is implicit.')],
    ['better', change('report-withdrawn', 'Acme: report REVOKED withdrawn.')],
    ['certified', change('report-added', 'Acme: new report FIDO_CERTIFIED_L2.')],
    ['certified', change('certification-changed', 'Acme: was FIDO certified L1, is FIDO certified L2.')],
    ['added', change('model-added', 'Acme is new in the metadata (not FIDO certified).')],
  ];
  for (const [weight, given] of rows) {
    test(`${given.kind} is read as ${weight}: ${given.text}`, () => assert.equal(weightOf(given), weight));
  }
  test('a model that is called like a status is not one', () => {
    assert.equal(weightOf(change('report-added', 'UNREVOKED Key: new report FIDO_CERTIFIED.')), 'certified');
  });
  test('are grouped worst first, and within a group by how many of ours they concern', () => {
    const few = change('report-added', 'few REVOKED', { attested: 1, claimed: 0, setAside: 1 });
    const many = change('report-added', 'many REVOKED', { attested: 3, claimed: 4, setAside: 0 });
    const fresh = change('model-added', 'new');
    assert.deepEqual(groupChanges([fresh, few, many]), [
      { weight: 'worse', changes: [many, few] },
      { weight: 'added', changes: [fresh] },
    ]);
    assert.deepEqual(groupChanges([]), []);
  });
});

describe('the history of documents', () => {
  const row = (id: string, kind: HistoryRow['kind'], isBodyKept = true) => ({ id, kind, isBodyKept }) as HistoryRow;
  const rows = [
    row('list', 'android_status_list'),
    row('3', 'metadata_blob'),
    row('2', 'metadata_blob'),
    row('models', 'local_models'),
    row('1', 'metadata_blob', false),
  ];
  const [list, third, second] = rows;
  assert.ok(list !== undefined && third !== undefined && second !== undefined);
  test('metadata is compared with the metadata before it, while both are kept', () => {
    assert.equal(before(rows, third)?.id, '2');
    assert.equal(before(rows, second), null);
    assert.equal(before(rows, list), null);
  });
  test('the newest two are compared unless somebody chose', () => {
    assert.deepEqual([newestPair(rows)?.from.id, newestPair(rows)?.to.id], ['2', '3']);
    assert.equal(newestPair(rows.slice(2)), null);
  });
  test('what is compared stands in the address; half a pair is none', () => {
    assert.deepEqual(readChangesSearch({ from: 'a', to: 'b', q: 'kind:bundle' }), {
      from: 'a',
      to: 'b',
      q: 'kind:bundle',
    });
    assert.deepEqual(readChangesSearch({ from: 'a', to: { b: 1 } }), {});
  });
});
