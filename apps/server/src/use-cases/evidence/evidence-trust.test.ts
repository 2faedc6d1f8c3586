import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assess } from '@holdfast/trust';
import { Value } from 'typebox/value';
import { capturedPhones, capturedRegistrations } from '../../../../../vectors/captured-devices.ts';
import { EvidenceTrust } from '../../http/contract/evidence-trust.ts';
import { sameJson } from './disagreement.ts';
import { evidenceTrust, trustOf } from './evidence-trust.ts';

/** Real devices, with the genuine metadata and the anchors that come with a release. */
const captured = [...capturedRegistrations(), ...capturedPhones()];

describe('the trust data of an evidence file', () => {
  for (const { id, facts, trust, at } of captured) {
    test(`is enough to assess ${id}`, () => {
      const written: unknown = JSON.parse(JSON.stringify(evidenceTrust(trust, [], [facts])));
      assert.ok(Value.Check(EvidenceTrust, written), JSON.stringify(Value.Errors(EvidenceTrust, written)));
      const again = assess(facts, trustOf(written), at);
      assert.ok(sameJson(again, assess(facts, trust, at)), JSON.stringify(again));
    });
  }
});
