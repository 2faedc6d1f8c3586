import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultPolicySource, effectivePolicy, judge, type Policy, parsePolicy } from '@holdfast/policy';
import type { Assessment } from '@holdfast/trust';
import fc from 'fast-check';
import { judgeOnce } from './judge-once.ts';

function policyOf(source: string): Policy {
  const parsed = parsePolicy(source, 'policy of the test');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

const strict = defaultPolicySource.replace(
  'allowed_credential_types: [synced_passkey, ',
  'allowed_credential_types: [',
);
const policies = [policyOf(defaultPolicySource), policyOf(strict)];

const assessmentOf = (synced: boolean): Assessment => ({
  shape: 2,
  class: synced ? 'synced' : 'security-key',
  evidence: 'claimed',
  model: { aaguid: '00000000-0000-0000-0000-000000000000', name: null, evidence: 'claimed', source: null },
  attestation: { format: 'none', type: 'none', trusted: false, anchor: null },
  algorithm: -7,
  userVerified: true,
  backupEligible: synced,
  backedUp: synced,
  problems: [],
  certification: { level: null, fips: null },
  keyProtection: [],
  android: null,
  tpm: null,
  reasons: [],
});
const assessments = [assessmentOf(true), assessmentOf(false)];

describe('judging once', () => {
  test('gives what judging each time gives, in any order of questions', () => {
    const question = fc.record({
      policy: fc.constantFrom(...policies),
      groups: fc.subarray(['privileged_users', 'shared_workstation_users', 'elsewhere']),
      assessment: fc.constantFrom(...assessments),
    });
    fc.assert(
      fc.property(fc.array(question), (questions) => {
        for (const { policy, groups, assessment } of questions) {
          assert.deepEqual(judgeOnce(policy, groups, assessment), {
            effective: effectivePolicy(policy, groups),
            verdict: judge(policy, groups, assessment),
          });
        }
      }),
    );
  });

  test('a synced passkey is accepted under one policy and refused under the next', () => {
    const outcomes = policies.map((policy) => judgeOnce(policy, [], assessmentOf(true)).verdict.outcome);
    assert.deepEqual(outcomes, ['accepted', 'refused']);
  });
});
