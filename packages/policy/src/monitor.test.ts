import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type AssessedCredential,
  admits,
  asksTrustGroupKey,
  creationOptions,
  decide,
  effectivePolicy,
  explainText,
  judge,
  linesForOperator,
  monitorableRules,
  type Policy,
  parsePolicy,
  sentenceForPerson,
  trustGroupKeyReaction,
} from './index.ts';

function policyOf(source: string): Policy {
  const parsed = parsePolicy(source, 'policy.yaml');
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.value;
}

const synced: AssessedCredential = {
  class: 'synced',
  evidence: 'claimed',
  model: { aaguid: 'd548826e-79b4-db40-a3d8-11116f7e8349', name: 'Bitwarden', evidence: 'claimed' },
  algorithm: -7,
  userVerified: true,
  backupEligible: true,
  backedUp: true,
  problems: [],
  certification: { level: null, fips: null },
  keyProtection: [],
  android: null,
};
const trial = policyOf(`passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, security_key]
  finance:
    allowed_credential_types: [security_key]
    attestation_required: true
    monitor: [allowed_credential_types, attestation_required]
`);

describe('a rule in monitor mode', () => {
  test('records what it would refuse, and refuses nothing', () => {
    const verdict = judge(trial, ['finance'], synced);
    assert.deepEqual([verdict.outcome, verdict.tier, verdict.monitored], ['accepted', 1, 2]);
    assert.deepEqual(
      verdict.rules.slice(0, 2).map(({ rule, outcome, mode, person }) => [rule, outcome, mode, person]),
      [
        ['allowed_credential_types', 'fails', 'monitor', null],
        ['attestation_required', 'fails', 'monitor', null],
      ],
    );
    assert.equal(sentenceForPerson(verdict), null);
    assert.deepEqual(linesForOperator(verdict), []);
    assert.equal(
      verdict.rules[0]?.operator,
      'allowed_credential_types of finance (line 5) fails (only monitored): class is synced; expected security-key',
    );
  });
  test('stands behind what refuses', () => {
    const { outcome, rules, monitored } = judge(trial, ['finance'], { ...synced, userVerified: false });
    assert.deepEqual([outcome, monitored], ['refused', 2]);
    assert.deepEqual(
      rules.slice(0, 4).map(({ rule, mode }) => [rule, mode]),
      [
        ['user_verification', 'enforce'],
        ['user_verification', 'enforce'],
        ['allowed_credential_types', 'monitor'],
        ['attestation_required', 'monitor'],
      ],
    );
  });
  test('is told as a note', () => {
    const text = explainText(trial, ['finance'], synced);
    assert.match(text, /\n {2}note {2}attestation_required of finance \(line 6\) fails \(only monitored\): /);
    assert.match(text, /\nAccepted, tier 1; 2 monitored rules would refuse it\n$/);
  });
  test('changes nothing of what the person may create', () => {
    const effective = effectivePolicy(trial, ['finance']);
    assert.deepEqual(effective.allowedCredentialTypes, ['synced_passkey', 'security_key']);
    assert.deepEqual([effective.attestationRequired, effective.syncAllowed, effective.monitor], [false, true, []]);
    assert.equal(effective.attestationAsked, true);
    assert.equal(effective.decidedBy['allowed_credential_types'], 'general_workforce');
  });
  test('that nobody enforces is open, even to what nobody knows', () => {
    const every = policyOf(`passkey_policy:
  general_workforce:
    allowed_credential_types: [security_key]
    attestation_required: true
    approved_authenticators: [x]
    denied_authenticators: [Bitwarden]
    minimum_certification: L1
    minimum_fips_level: 1
    key_protection: [hardware]
    monitor: [${monitorableRules.filter((rule) => !rule.startsWith('android')).join(', ')}]
`);
    const effective = effectivePolicy(every, []);
    for (const algorithm of [-7, -50, -12345]) {
      const worst = { ...synced, algorithm, userVerified: false, problems: [{ status: 'REVOKED', scope: 'model' }] };
      assert.equal(judge(every, [], worst as AssessedCredential).outcome, 'accepted');
      assert.ok(admits(effective, worst as AssessedCredential));
    }
    assert.equal(decide(every, [], synced).monitored, judge(every, [], synced).monitored);
    assert.equal(effective.decidedBy['minimum_certification'], 'general_workforce');
    assert.deepEqual([effective.userVerification, effective.monitor.length], ['preferred', 11]);
    const options = creationOptions(effective, {
      rp: { id: 'example.org', name: 'Example' },
      user: { id: 'AA', name: 'ada', displayName: 'Ada' },
      challenge: 'AA',
      timeoutMs: 1,
      exclude: [],
    });
    assert.ok(options.ok && options.value.pubKeyCredParams[0]?.alg === -7);
  });
  test('takes part in no contradiction', () => {
    for (const lines of [
      ['allowed_credential_types: [synced_passkey]', 'sync_allowed: false', 'monitor: [sync_allowed]'],
      ['allowed_credential_types: [synced_passkey]', 'attestation_required: true', 'monitor: [attestation_required]'],
      ['allowed_credential_types: [synced_passkey]', 'minimum_certification: L1', 'monitor: [minimum_certification]'],
      ['allowed_credential_types: [platform_authenticator]', 'monitor: [allowed_credential_types]'],
    ]) {
      const entry = `  a:\n${lines.map((line) => `    ${line}\n`).join('')}`;
      const source = `passkey_policy:\n  general_workforce: {allowed_credential_types: [synced_passkey, security_key]}\n${entry}`;
      assert.ok(parsePolicy(source, 'f').ok, lines.join('\n'));
    }
  });
});

describe('the key of a trust group', () => {
  const source = (reaction: string) =>
    policyOf(`passkey_policy:
  general_workforce: {allowed_credential_types: [synced_passkey, security_key]}
  a: {allowed_credential_types: [synced_passkey, security_key], on_new_trust_group_key: ${reaction}}
  b: {allowed_credential_types: [security_key]}
`);
  test('is asked for where a synced passkey is allowed', () => {
    const policy = source('warn');
    assert.deepEqual(
      [[], ['a'], ['b'], ['a', 'b']].map((groups) => effectivePolicy(policy, groups).trustGroupKeyAsked),
      [true, true, false, false],
    );
    assert.equal(asksTrustGroupKey(policy), true);
    const none = policyOf('passkey_policy: {general_workforce: {allowed_credential_types: [security_key]}}');
    assert.equal(asksTrustGroupKey(none), false);
    assert.equal(
      effectivePolicy(policyOf('passkey_policy: {a: {allowed_credential_types: [synced_passkey]}}'), [])
        .trustGroupKeyAsked,
      false,
    );
  });
  test('refuse before step_up before warn', () => {
    assert.equal(trustGroupKeyReaction(effectivePolicy(source('refuse'), [])), 'warn');
    assert.equal(trustGroupKeyReaction(effectivePolicy(source('refuse'), ['a'])), 'refuse');
    assert.equal(trustGroupKeyReaction(effectivePolicy(source('step_up'), ['a'])), 'step_up');
  });
});
