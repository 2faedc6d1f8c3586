import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Proposal } from './api.ts';
import { closedText, mayStartFrom, partOf, proposalName, proposerText, stateKinds } from './model.ts';

const ada = { id: 'ada', username: 'ada', displayName: 'Ada Lovelace' };
const states = Object.keys(stateKinds) as Proposal['state'][];

describe('a proposal', () => {
  test('is named by its reason, else by who made it', () => {
    const by = { proposedBy: ada, proposedVia: 'person' as const };
    assert.equal(proposalName({ note: ' Only keys ', ...by }), 'Only keys');
    assert.equal(proposalName({ note: ' ', ...by }), 'Change of Ada Lovelace');
    assert.match(proposalName({ note: '', proposedBy: null, proposedVia: 'start' }), /policy file/);
  });
  test('says who made it, also when nobody did or they are gone', () => {
    const said = (['person', 'cli', 'start'] as const).map((proposedVia) =>
      proposerText({ proposedBy: null, proposedVia }),
    );
    assert.equal(new Set(said).size, 3);
  });
  test('every state but waiting says what came of it', () => {
    const said = states.map((state) => closedText({ state, version: 5, decisionNote: 'Too soon.' }));
    assert.equal(said.filter((text) => text === null).length, 1);
    assert.equal(new Set(said).size, states.length);
    assert.equal(
      closedText({ state: 'rejected', version: null, decisionNote: 'Too soon.' }),
      'It was rejected, and nothing was changed. Too soon.',
    );
    assert.match(closedText({ state: 'applied', version: 5, decisionNote: null }) ?? '', /version 5/);
  });
  test('its proposer takes it back, somebody else who may decides, all others read', () => {
    const open = { state: 'open' as const, proposedBy: ada };
    assert.equal(partOf(open, { id: 'ada', mayApprove: true }), 'proposer');
    assert.equal(partOf(open, { id: 'bo', mayApprove: true }), 'approver');
    assert.equal(partOf(open, { id: 'bo', mayApprove: false }), 'reader');
    assert.equal(partOf({ ...open, proposedBy: null }, { id: 'ada', mayApprove: true }), 'approver');
    for (const state of states.filter((each) => each !== 'open'))
      assert.equal(partOf({ ...open, state }, { id: 'bo', mayApprove: true }), 'reader');
  });
  test('a text that came to nothing can be proposed again', () => {
    assert.deepEqual(
      states.filter((state) => mayStartFrom({ state })),
      ['rejected', 'withdrawn', 'expired', 'outdated'],
    );
  });
});
