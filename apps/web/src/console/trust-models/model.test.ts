import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { certificationText, modelFilters, oursText, statusMark } from './model.ts';

describe('a model of the catalogue', () => {
  test('an open problem, a certification and anything else differ in shape', () => {
    const marks = [
      statusMark({ status: 'REVOKED', hasProblem: true, certification: 'L1' }),
      statusMark({ status: 'FIDO_CERTIFIED_L2', hasProblem: false, certification: 'L2' }),
      statusMark({ status: 'SELF_ASSERTION_SUBMITTED', hasProblem: false, certification: null }),
      statusMark({ status: null, hasProblem: false, certification: null }),
    ];
    assert.deepEqual(
      marks.map(({ kind, text }) => `${kind}: ${text}`),
      [
        'bad: Revoked',
        'good: FIDO certified, level 2',
        'off: Maker’s own assertion submitted',
        'off: Nothing reported',
      ],
    );
  });
  test('a status of a later release is shown as it is', () => {
    assert.equal(statusMark({ status: 'constructor', hasProblem: false, certification: null }).text, 'constructor');
    assert.equal(certificationText('L9'), 'L9');
  });
  test('says how many are ours, and how many of them are proved', () => {
    assert.equal(oursText({ ours: { attested: 0, claimed: 0, setAside: 0 } }), 'None');
    assert.equal(oursText({ ours: { attested: 1200, claimed: 0, setAside: 0 } }), '1,200');
    assert.equal(oursText({ ours: { attested: 3, claimed: 4, setAside: 0 } }), '7 (3 attested)');
    assert.equal(oursText({ ours: { attested: 0, claimed: 0, setAside: 2 } }), '2 (2 set aside)');
    assert.equal(oursText({ ours: { attested: 0, claimed: 1, setAside: 2 } }), '3 (0 attested, 2 set aside)');
    assert.equal(oursText({ ours: null }), 'Cannot be told');
  });
  test('each filter has a name for each of its values', () => {
    for (const { values } of modelFilters.choices) for (const { value, label } of values) assert.notEqual(label, value);
  });
});
