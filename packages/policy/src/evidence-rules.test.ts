import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { evidenceRules } from './evidence-rules.ts';
import {
  type AssessedCredential,
  effectivePolicy,
  judge,
  linesForOperator,
  type Policy,
  parsePolicy,
  problemStatuses,
  type RuleId,
  sentenceForPerson,
} from './index.ts';

function policyOf(source: string): Policy {
  const parsed = parsePolicy(source, 'policy.yaml');
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.value;
}
const everybodyWith = (...lines: readonly string[]) =>
  policyOf(
    `passkey_policy:\n  general_workforce:\n    allowed_credential_types: [security_key, platform_authenticator]\n${lines.map((line) => `    ${line}\n`).join('')}`,
  );

type Android = NonNullable<AssessedCredential['android']>;
const phone: Android = {
  attestationSecurityLevel: 'strongbox',
  keySecurityLevel: 'strongbox',
  verifiedBoot: true,
  osPatchLevel: 202610,
  patchAgeMonths: 1,
  packages: ['com.google.android.gms'],
};
const conforming: AssessedCredential = {
  class: 'platform',
  evidence: 'attested',
  model: { aaguid: '11111111-2222-4333-8444-555555555555', name: 'Phone 9', evidence: 'attested' },
  algorithm: -7,
  userVerified: true,
  backupEligible: false,
  backedUp: false,
  problems: [],
  certification: { level: 'L2', fips: { level: 2 } },
  keyProtection: ['hardware', 'secure_element'],
  android: phone,
};
const claimed = { ...conforming.model, evidence: 'claimed' } as const;
const report = (status: string) => ({ problems: [{ status, scope: 'model' }] }) as const;

const strict = [
  'minimum_certification: L2',
  'minimum_fips_level: 2',
  'key_protection: [secure_element, tee]',
  'android_security_level: strongbox',
  'android_verified_boot: true',
  'android_patch_level: 2026-09',
  'android_patch_age: 3',
  'android_applications: [com.google.android.gms, org.example.browser]',
];

/** Each row changes one thing of a passkey that conforms. */
const refused: readonly (readonly [RuleId, string, Partial<AssessedCredential>, RegExp])[] = [
  [
    'refused_statuses',
    'a revoked model',
    report('REVOKED'),
    /maker reported a fault in this model \(Phone 9\).*Choose/,
  ],
  ['refused_statuses', 'a retired model', report('RETIRED'), /has retired this model/],
  [
    'refused_statuses',
    'a withdrawn certificate',
    { problems: [{ status: 'ATTESTATION_CERTIFICATE_REVOKED', scope: 'certificate' }] },
    /withdrawn the certificate/,
  ],
  [
    'minimum_certification',
    'a lower level',
    { certification: { level: 'L1plus', fips: { level: 2 } } },
    /certified more strictly than Phone 9 is\. Use/,
  ],
  [
    'minimum_certification',
    'a certification without a level',
    { certification: { level: 'FIDO_CERTIFIED', fips: { level: 2 } } },
    /certified more strictly/,
  ],
  [
    'minimum_certification',
    'a level that nobody knows',
    { certification: { level: 'L9', fips: { level: 2 } } },
    /certified more strictly/,
  ],
  ['minimum_certification', 'none', { certification: { level: null, fips: { level: 2 } } }, /certified more strictly/],
  ['minimum_fips_level', 'a lower level', { certification: { level: 'L2', fips: { level: 1 } } }, /FIPS certificate/],
  ['minimum_fips_level', 'none', { certification: { level: 'L2', fips: null } }, /FIPS certificate/],
  ['key_protection', 'other words', { keyProtection: ['hardware'] }, /Phone 9 does not protect its keys/],
  ['key_protection', 'no word', { keyProtection: [] }, /does not protect its keys/],
  [
    'android_security_level',
    'a key of the TEE',
    { android: { ...phone, keySecurityLevel: 'tee' } },
    /place that is less protected/,
  ],
  [
    'android_security_level',
    'an attestation of software for a key that is said to be in a chip',
    { android: { ...phone, attestationSecurityLevel: 'software' } },
    /place that is less protected/,
  ],
  ['android_verified_boot', 'an unlocked device', { android: { ...phone, verifiedBoot: false } }, /was unlocked/],
  ['android_patch_level', 'an older one', { android: { ...phone, osPatchLevel: 202608 } }, /lacked security updates/],
  ['android_patch_level', 'none told', { android: { ...phone, osPatchLevel: null } }, /lacked security updates/],
  ['android_patch_age', 'an older one', { android: { ...phone, patchAgeMonths: 4 } }, /lacked security updates/],
  ['android_patch_age', 'none told', { android: { ...phone, patchAgeMonths: null } }, /lacked security updates/],
  [
    'android_applications',
    'one more package',
    { android: { ...phone, packages: ['com.google.android.gms', 'org.other.app'] } },
    /app that is not accepted/,
  ],
  ['android_applications', 'no package', { android: { ...phone, packages: [] } }, /app that is not accepted/],
];

describe('rules about evidence', () => {
  const policy = everybodyWith(...strict);
  test('the conforming passkey is accepted, every rule told', () => {
    const verdict = judge(policy, [], conforming);
    assert.deepEqual(linesForOperator(verdict), []);
    for (const { id } of evidenceRules)
      assert.ok(
        verdict.rules.some(({ rule }) => rule === id),
        id,
      );
  });
  for (const [rule, what, change, words] of refused) {
    test(`${rule}: refuses ${what}`, () => {
      const verdict = judge(policy, [], { ...conforming, ...change });
      const failing = verdict.rules.filter(({ outcome }) => outcome === 'fails');
      assert.deepEqual(
        failing.map((each) => each.rule),
        [rule],
      );
      assert.match(sentenceForPerson(verdict) ?? '', words);
      assert.match(sentenceForPerson(verdict) ?? '', /Use a security key, or Windows Hello on your work computer\.$/);
      assert.equal(
        judge(everybodyWith('refused_statuses: none'), [], { ...conforming, ...change }).outcome,
        'accepted',
      );
    });
  }
  test('every rule has a refused case', () => {
    assert.deepEqual(new Set(refused.map(([rule]) => rule)), new Set(evidenceRules.map(({ id }) => id)));
  });
  test('what is only claimed is no proof of certification or protection', () => {
    const failing = (change: Partial<AssessedCredential>) =>
      judge(policy, [], { ...conforming, ...change })
        .rules.filter(({ outcome }) => outcome === 'fails')
        .map(({ rule }) => rule);
    assert.deepEqual(failing({ model: claimed }), ['minimum_certification', 'minimum_fips_level']);
    assert.deepEqual(failing({ evidence: 'claimed', model: claimed }), [
      'minimum_certification',
      'minimum_fips_level',
      'key_protection',
    ]);
    const sentence = sentenceForPerson(judge(policy, [], { ...conforming, model: claimed }));
    assert.match(sentence ?? '', /needs proof of the make and model/);
  });
  test('a passkey without Android evidence passes what is asked of Android', () => {
    const verdict = judge(policy, [], { ...conforming, android: null });
    assert.equal(verdict.outcome, 'accepted');
    const [line] = verdict.rules.filter(({ rule }) => rule === 'android_verified_boot');
    assert.match(line?.operator ?? '', /holds: verified boot is no Android evidence; expected verified and locked$/);
  });
  test('each status is refused by default, by its own name only, and not where none is', () => {
    for (const status of problemStatuses) {
      const faulty = { ...conforming, ...report(status) };
      assert.equal(judge(everybodyWith(), [], faulty).outcome, 'refused', status);
      assert.equal(judge(everybodyWith(`refused_statuses: [${status}]`), [], faulty).outcome, 'refused', status);
      const others = problemStatuses.filter((other) => other !== status).join(', ');
      assert.equal(judge(everybodyWith(`refused_statuses: [${others}]`), [], faulty).outcome, 'accepted', status);
      assert.equal(judge(everybodyWith('refused_statuses: none'), [], faulty).outcome, 'accepted', status);
    }
    assert.equal(judge(everybodyWith(), [], { ...conforming, ...report('STATUS_OF_TOMORROW') }).outcome, 'accepted');
  });
  test('the operator reads values in the units of the policy', () => {
    const old = {
      ...conforming,
      android: { ...phone, osPatchLevel: 202512, patchAgeMonths: 11 },
      ...report('REVOKED'),
    };
    assert.deepEqual(linesForOperator(judge(policy, [], old)), [
      `refused_statuses of general_workforce (default, entry at line 2) fails: reports is REVOKED (model); expected none of ${problemStatuses.join(', ')}`,
      'android_patch_level of general_workforce (line 9) fails: Android patch level is 2025-12; expected 2026-09 or later',
      'android_patch_age of general_workforce (line 10) fails: age of the Android patch level is 11 months; expected at most 3 months',
    ]);
  });
});

describe('several entries about evidence', () => {
  const policy = policyOf(`passkey_policy:
  general_workforce:
    allowed_credential_types: [security_key, platform_authenticator]
    refused_statuses: none
  a:
    allowed_credential_types: [security_key, platform_authenticator]
    refused_statuses: [REVOKED]
    minimum_certification: FIDO_CERTIFIED
    minimum_fips_level: 1
    key_protection: [hardware]
    android_security_level: tee
    android_patch_level: 2026-02
    android_patch_age: 12
    android_applications: [com.google.android.gms, org.example.a]
    on_new_trust_group_key: step_up
  b:
    allowed_credential_types: [security_key, platform_authenticator]
    refused_statuses: [RETIRED]
    minimum_certification: L1
    key_protection: [tee, secure_element]
    android_verified_boot: true
    android_patch_level: 2025-11
    android_patch_age: 6
    android_applications: [org.example.b, com.google.android.gms]
    on_new_trust_group_key: refuse
`);
  test('the strictest of each wins', () => {
    const both = effectivePolicy(policy, ['a', 'b']);
    assert.deepEqual(
      [both.refusedStatuses, both.minimumCertification, both.minimumFipsLevel, both.keyProtection],
      [['REVOKED', 'RETIRED'], 'L1', 1, [['hardware'], ['tee', 'secure_element']]],
    );
    assert.deepEqual(
      [both.androidSecurityLevel, both.androidVerifiedBoot, both.androidPatchLevel, both.androidPatchAgeMonths],
      ['tee', true, 202602, 6],
    );
    assert.deepEqual(both.androidApplications, ['com.google.android.gms']);
    assert.equal(both.onNewTrustGroupKey, 'refuse');
    assert.equal(both.decidedBy['minimum_certification'], 'b');
    assert.equal(both.decidedBy['key_protection'], 'a and b');
  });
  test('each list of protections needs a word of its own', () => {
    const outcome = (...keyProtection: string[]) => judge(policy, ['a', 'b'], { ...conforming, keyProtection }).outcome;
    assert.equal(outcome('hardware', 'secure_element'), 'accepted');
    assert.equal(outcome('hardware'), 'refused');
    assert.equal(outcome('tee'), 'refused');
  });
  test('nobody is asked about what no entry says', () => {
    const { rules } = judge(policy, [], conforming);
    assert.deepEqual(
      rules.filter(({ rule }) => evidenceRules.some(({ id }) => id === rule)),
      [],
    );
  });
});
