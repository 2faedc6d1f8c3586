import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  defaultPolicySource,
  type Policy,
  type PolicyProblemCode,
  type PolicyTestReport,
  parsePolicy,
  policyCasesJsonSchema,
  policyProblems,
  policyTestText,
  problemText,
  runPolicyTests,
} from './index.ts';

function policyOf(source: string): Policy {
  const parsed = parsePolicy(source, 'policy.yaml');
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.value;
}
const shipped = policyOf(defaultPolicySource);

function reportOf(cases: string, policy = shipped): PolicyTestReport {
  const report = runPolicyTests(policy, cases, 'cases.yaml');
  assert.ok(report.ok, report.ok ? '' : report.error.map(problemText).join('\n'));
  return report.value;
}

const good = `cases:
  - name: anybody may use a password manager
    credential: {class: synced, evidence: claimed, model: iCloud Keychain}
    expect: accepted
    tier: 1
  - name: a root may not
    person: {groups: [privileged_users]}
    credential: {class: synced, evidence: claimed}
    expect: refused
    because: sync_allowed
  - name: a root uses an approved key
    person: {groups: [privileged_users]}
    credential:
      class: security-key
      evidence: attested
      aaguid: A25342C0-3CDC-4414-8E46-F4807FCA511C
      certification: L2
      fips_level: 2
      key_protection: [hardware, secure_element]
    expect: accepted
    tier: 3
  - name: no model with a hole
    credential: {class: security-key, evidence: claimed, statuses: [USER_KEY_REMOTE_COMPROMISE]}
    expect: refused
    because: refused_statuses
  - name: no algorithm of tomorrow
    credential: {class: security-key, evidence: claimed, algorithm: ML-DSA-44, statuses: none}
    expect: refused
    because: algorithms
  - name: no touch alone
    credential: {class: platform, evidence: claimed, user_verified: false, backup_eligible: false}
    expect: refused
`;

describe('cases of an organisation', () => {
  test('that hold', () => {
    const report = reportOf(good);
    assert.deepEqual([report.passed, report.failed], [6, 0]);
    assert.deepEqual(report.cases[1]?.got, { outcome: 'refused', tier: 0, monitored: 0 });
    assert.equal(report.cases[2]?.line, 11);
    assert.match(
      policyTestText(report, 'cases.yaml'),
      /^ok {4}anybody may use a password manager\n.*\n6 passed, 0 failed\n$/s,
    );
  });
  for (const [what, change, words] of [
    [
      'an acceptance',
      ['expect: accepted\n    tier: 1', 'expect: refused'],
      'expected to be refused, but is accepted at tier 1',
    ],
    ['a tier', ['tier: 1', 'tier: 2'], 'expected to reach tier 2, but reaches tier 1'],
    [
      'a refusal',
      ['expect: refused\n    because: sync_allowed', 'expect: accepted'],
      'expected to be accepted, but is refused',
    ],
    [
      'a reason',
      ['because: sync_allowed', 'because: algorithms'],
      'expected to be refused because of algorithms, but is because of allowed_credential_types, sync_allowed, attestation_required, approved_authenticators',
    ],
  ] as const) {
    test(`${what} that is not as expected`, () => {
      const report = reportOf(good.replace(change[0], change[1]));
      assert.deepEqual([report.passed, report.failed], [5, 1]);
      const failed = report.cases.find(({ passed }) => !passed);
      assert.equal(failed?.words, words);
      assert.match(policyTestText(report, 'c.yaml'), /\nFAIL {2}|^FAIL {2}/);
    });
  }
  test('a failure is told with its line and the rules that decided', () => {
    const report = reportOf(
      'cases:\n- {name: a, credential: {class: synced, evidence: claimed, user_verified: false}, expect: accepted}\n',
    );
    assert.equal(
      policyTestText(report, 'c.yaml'),
      'FAIL  a (c.yaml:2): expected to be accepted, but is refused\n        user_verification of general_workforce (default, entry at line 7) fails: user verified is no; expected yes\n0 passed, 1 failed\n',
    );
  });
  test('an Android phone proves what its case says, and without words as little as possible', () => {
    const policy = policyOf(`passkey_policy:
  general_workforce:
    allowed_credential_types: [platform_authenticator]
    android_security_level: tee
    android_verified_boot: true
    android_patch_level: 2026-01
    android_patch_age: 3
    android_applications: [com.google.android.gms]
`);
    const phone = (android: string) =>
      reportOf(
        `cases: [{name: a, credential: {class: platform, evidence: attested, android: ${android}}, expect: accepted}]`,
        policy,
      ).cases[0];
    const full =
      '{security_level: tee, verified_boot: true, patch_level: 2026-05, patch_age: 1, applications: [com.google.android.gms]}';
    assert.equal(phone(full)?.passed, true);
    assert.equal(phone('{}')?.failing.length, 5);
  });
  test('what a rule would refuse that is only monitored is told as well', () => {
    const policy = policyOf(
      'passkey_policy: {general_workforce: {allowed_credential_types: [synced_passkey], minimum_fips_level: 1, monitor: [minimum_fips_level]}}',
    );
    const [one] = reportOf(
      'cases: [{name: a, credential: {class: synced, evidence: claimed}, expect: accepted}]',
      policy,
    ).cases;
    assert.deepEqual([one?.passed, one?.got.monitored, one?.failing.length], [true, 1, 1]);
  });
});

const one = (lines: string) => `cases:\n  - name: a\n    expect: refused\n${lines}`;
const plain = '    credential: {class: synced, evidence: claimed}\n';
const wrong: readonly (readonly [PolicyProblemCode, string, string, string, string?])[] = [
  ['policy.root_missing', 'nothing', '', '1:1'],
  ['policy.unknown_key', 'a policy', 'passkey_policy: {}', '1:1'],
  ['policy.case_none', 'nothing below', 'cases:', '1:1'],
  ['policy.case_none', 'an empty list', 'cases: []', '1:1'],
  ['policy.wrong_type', 'a map', 'cases: {a: 1}', '1:8'],
  ['policy.wrong_type', 'a text for a case', 'cases: [a]', '1:9'],
  ['policy.case_too_many', '1001', `cases:\n${'- {}\n'.repeat(1001)}`, '1002:3'],
  [
    'policy.case_contradiction',
    'because',
    one(`    because: algorithms\n${plain}`).replace('refused', 'accepted'),
    '4:5',
    '3:5',
  ],
  ['policy.case_contradiction', 'tier', one(`    tier: 2\n${plain}`), '4:5', '3:5'],
  [
    'policy.case_name_twice',
    'two',
    `${one(plain)}  - {name: a, expect: accepted, credential: {class: synced, evidence: claimed}}\n`,
    '5:5',
    '2:5',
  ],
  ['policy.required_missing', 'credential', one(''), '2:5'],
  ['policy.required_missing', 'class', one('    credential: {evidence: claimed}\n'), '4:17'],
  ['policy.required_missing', 'name', one(plain).replace('name: a', 'tier: 1'), '2:5'],
  ['policy.unknown_key', 'in a case', one(`${plain}    expected: refused\n`), '5:5'],
  ['policy.unknown_key', 'in a person', one(`${plain}    person: {group: [a]}\n`), '5:14'],
  [
    'policy.unknown_key',
    'in a credential',
    one('    credential: {class: synced, evidence: claimed, kind: x}\n'),
    '4:52',
  ],
  [
    'policy.unknown_key',
    '__proto__',
    one('    credential: {class: synced, evidence: claimed, __proto__: {}}\n'),
    '4:52',
  ],
  [
    'policy.unknown_key',
    'in android',
    one('    credential: {class: platform, evidence: claimed, android: {root: true}}\n'),
    '4:64',
  ],
  ['policy.wrong_type', 'a credential that is a text', one('    credential: key\n'), '4:17'],
  ['policy.wrong_type', 'groups that are a text', one(`${plain}    person: {groups: a}\n`), '5:22'],
  ['policy.unknown_value', 'a class', one('    credential: {class: phone, evidence: claimed}\n'), '4:25'],
  ['policy.unknown_value', 'a rule', one(`${plain}    because: sync\n`), '5:14'],
  ['policy.out_of_range', 'a tier', one(`${plain}    tier: 4\n`), '5:11'],
  [
    'policy.bad_aaguid',
    'a digit short',
    one('    credential: {class: synced, evidence: claimed, aaguid: 0000}\n').replace('0000', '"0000"'),
    '4:60',
  ],
  [
    'policy.bad_month',
    'a day',
    one('    credential: {class: platform, evidence: claimed, android: {patch_level: 2026}}\n'),
    '4:77',
  ],
  ['policy.yaml_feature', 'an alias', 'cases: *a', '1:8'],
];

describe('what is wrong with a file of cases', () => {
  for (const [code, what, source, place, other] of wrong) {
    test(`${code}: ${what}`, () => {
      const report = runPolicyTests(shipped, source, 'cases.yaml');
      const problems = report.ok ? [] : report.error;
      const mine = problems.find((problem) => problem.code === code && `${problem.line}:${problem.column}` === place);
      assert.ok(mine, `${place} expected; told:\n${problems.map(problemText).join('\n')}`);
      assert.equal(mine.other && `${mine.other.line}:${mine.other.column}`, other);
      assert.equal(mine.file, 'cases.yaml');
    });
  }
  test('every code of cases has one', () => {
    const ofCases = Object.keys(policyProblems).filter((code) => code.startsWith('policy.case_'));
    assert.deepEqual(
      ofCases.filter((code) => !wrong.some(([covered]) => covered === code)),
      [],
    );
  });
  test('any text gives a report or at least one problem', () => {
    const words = [
      'cases',
      ':',
      ' ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      'name: a',
      'credential',
      'class: synced',
      ',',
    ];
    const soup = fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(soup, (source) => {
        const report = runPolicyTests(shipped, source, 'f');
        assert.ok(report.ok ? report.value.cases.length > 0 : report.error.length > 0);
      }),
    );
  });
});

test('the schema of cases names every key, and nothing else may stand there', () => {
  const { properties } = policyCasesJsonSchema() as {
    properties: {
      cases: {
        items: {
          required: string[];
          properties: Record<string, { additionalProperties?: false; properties?: Record<string, unknown> }>;
        };
      };
    };
  };
  const { items } = properties.cases;
  assert.deepEqual(items.required, ['name', 'expect', 'credential']);
  assert.deepEqual(Object.keys(items.properties), ['name', 'expect', 'because', 'tier', 'person', 'credential']);
  const { credential } = items.properties;
  assert.equal(credential?.additionalProperties, false);
  for (const key of Object.keys(credential?.properties ?? {})) {
    const said = reportOf(
      `cases: [{name: a, expect: accepted, credential: {class: platform, evidence: claimed, ${key === 'class' || key === 'evidence' ? '' : `${key}: ${sample[key]}`}}}]`,
    );
    assert.equal(said.cases.length, 1, key);
  }
});

const sample: Readonly<Record<string, string>> = {
  model: 'Key',
  aaguid: '11111111-2222-4333-8444-555555555555',
  certification: 'none',
  fips_level: '0',
  key_protection: '[tee]',
  statuses: 'none',
  user_verified: 'true',
  backup_eligible: 'true',
  algorithm: 'RS256',
  android: '{}',
};
