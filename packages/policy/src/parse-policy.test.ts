import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  checkPolicy,
  defaultPolicySource,
  parsePolicy,
  policyProblems,
  problemStatuses,
  problemText,
  settingKeys,
} from './index.ts';

/** An entry with the one key that it needs, and more lines. */
function entry(name: string, ...more: readonly string[]): string {
  return [`  ${name}:`, '    allowed_credential_types: [security_key]', ...more.map((line) => `    ${line}`), ''].join(
    '\n',
  );
}
function everybodyWith(...more: readonly string[]): string {
  return `passkey_policy:\n${entry('general_workforce', ...more)}`;
}
const head = 'passkey_policy:\n';
const many = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('');

/** Each row breaks one thing; the place is where the problem stands, then where the other culprit stands. */
const cases: readonly (readonly [keyof typeof policyProblems, string, string, string, string?])[] = [
  ['policy.too_large', 'more than 256 KiB', `${everybodyWith()}#${'x'.repeat(256 * 1024)}`, '1:1'],
  ['policy.not_yaml', 'a bracket left open', 'passkey_policy: [', '1:18'],
  ['policy.not_yaml', 'a tab as indentation', 'passkey_policy:\n\tgeneral_workforce:\n', '2:1'],
  ['policy.not_yaml', 'a control character', `${everybodyWith()}# \u0002`, '4:3'],
  ['policy.not_yaml', 'half a character pair', `${everybodyWith()}# \ud800`, '4:3'],
  ['policy.yaml_feature', 'an anchor', 'passkey_policy: &all {}', '1:17'],
  ['policy.yaml_feature', 'an alias', 'passkey_policy: *all', '1:17'],
  ['policy.yaml_feature', 'a tag', 'passkey_policy: !!js/function x', '1:17'],
  ['policy.yaml_feature', 'a directive', `%YAML 1.1\n---\n${everybodyWith()}`, '1:1'],
  ['policy.yaml_feature', 'a second document', `${everybodyWith()}---\na: 1\n`, '4:1'],
  ['policy.too_deep', 'brackets', `passkey_policy: ${'['.repeat(17)}`, '1:33'],
  ['policy.too_deep', 'dashes', `${'- '.repeat(20)}x`, '1:33'],
  ['policy.too_deep', 'indentation', many(20, (i) => `${' '.repeat(i)}a:\n`), '17:17'],
  ['policy.root_missing', 'nothing at all', '', '1:1'],
  ['policy.root_missing', 'comments only', '# later\n', '1:1'],
  ['policy.root_missing', 'a list', '[]', '1:1'],
  ['policy.unknown_key', 'another root key', `${everybodyWith()}version: 1\n`, '4:1'],
  ['policy.unknown_key', 'in an entry', everybodyWith('minimum_credential: 2'), '4:5'],
  ['policy.unknown_key', 'a merge key', everybodyWith('<<: {}'), '4:5'],
  ['policy.unknown_key', '__proto__', everybodyWith('__proto__: {}'), '4:5'],
  ['policy.unknown_key', 'constructor', everybodyWith('constructor: 1'), '4:5'],
  ['policy.key_not_text', 'a number', everybodyWith('1: 2'), '4:5'],
  ['policy.key_not_text', 'a list', everybodyWith('? [a]', ': 2'), '4:7'],
  ['policy.duplicate_key', 'in an entry', everybodyWith('algorithms: [ES256]', 'algorithms: [ES256]'), '5:5', '4:5'],
  ['policy.duplicate_key', 'two entries', head + entry('general_workforce') + entry('general_workforce'), '4:3', '2:3'],
  ['policy.no_population', 'nothing', head, '1:1'],
  ['policy.no_population', 'an empty map', 'passkey_policy: {}', '1:1'],
  ['policy.too_many_populations', '65', head + entry('general_workforce') + many(64, (i) => entry(`p${i}`)), '130:3'],
  ['policy.population_name', 'a digit first', `${everybodyWith()}${entry('1st')}`, '4:3'],
  ['policy.population_name', '__proto__', `${everybodyWith()}${entry('__proto__')}`, '4:3'],
  ['policy.required_missing', 'an entry of nothing', `${everybodyWith()}  others:\n`, '4:3'],
  ['policy.required_missing', 'the key', `${everybodyWith()}  others:\n    algorithms: [ES256]\n`, '4:3'],
  ['policy.wrong_type', 'a list of entries', 'passkey_policy:\n  - a\n', '2:3'],
  ['policy.wrong_type', 'an entry that is a text', 'passkey_policy:\n  general_workforce: any\n', '2:22'],
  ['policy.wrong_type', 'a text for a number', everybodyWith('minimum_credentials: two'), '4:26'],
  ['policy.wrong_type', 'a text for a boolean', everybodyWith('attestation_required: yes'), '4:27'],
  ['policy.wrong_type', 'a text for a list', everybodyWith('denied_authenticators: x'), '4:28'],
  ['policy.wrong_type', 'a number in a list of texts', everybodyWith('denied_authenticators: [1]'), '4:29'],
  ['policy.wrong_type', 'a boolean for a duration', everybodyWith('session_idle: true'), '4:19'],
  ['policy.wrong_type', 'nothing', everybodyWith('user_verification:'), '4:5'],
  ['policy.unknown_value', 'a reaction', everybodyWith('on_counter_regression: block'), '4:28'],
  ['policy.unknown_value', 'a type', `${head}  general_workforce: {allowed_credential_types: [securitykey]}`, '2:50'],
  ['policy.out_of_range', 'zero', everybodyWith('minimum_credentials: 0'), '4:26'],
  ['policy.out_of_range', 'fifty-one', everybodyWith('maximum_credentials: 51'), '4:26'],
  ['policy.out_of_range', 'a fraction', everybodyWith('maximum_credentials: 2.5'), '4:26'],
  ['policy.out_of_range', 'infinity', everybodyWith('maximum_credentials: .inf'), '4:26'],
  ['policy.out_of_range', 'a duration of zero', everybodyWith('session_idle: 0m'), '4:19'],
  ['policy.out_of_range', 'a duration of years', everybodyWith('session_absolute: 900d'), '4:23'],
  ['policy.bad_duration', 'a number', everybodyWith('session_idle: 15'), '4:19'],
  ['policy.bad_duration', 'another unit', everybodyWith('session_idle: 15min'), '4:19'],
  ['policy.empty_list', 'no type', `${head}  general_workforce: {allowed_credential_types: []}`, '2:49'],
  [
    'policy.list_too_long',
    '201 models',
    everybodyWith(`denied_authenticators: [${many(201, (i) => `m${i}, `)}]`),
    '4:28',
  ],
  ['policy.bad_text', 'empty', everybodyWith('applies_to: [""]'), '4:18'],
  ['policy.bad_text', 'too long', everybodyWith(`applies_to: [${'x'.repeat(129)}]`), '4:18'],
  ['policy.bad_text', 'an invisible character', everybodyWith('applies_to: ["a\\u200bb"]'), '4:18'],
  [
    'policy.bad_aaguid',
    'a digit short',
    everybodyWith('denied_authenticators: [2fc0579f-8113-47ea-b116-bb5a8db9202]'),
    '4:29',
  ],
  [
    'policy.bad_aaguid',
    'no dashes',
    everybodyWith('denied_authenticators: [2fc0579f811347eab116bb5a8db9202a]'),
    '4:29',
  ],
  [
    'policy.bad_aaguid',
    'zeros approved',
    everybodyWith('approved_authenticators: [00000000-0000-0000-0000-000000000000]'),
    '4:31',
  ],
  ['policy.algorithm_unsupported', 'known, not for policies', everybodyWith('algorithms: [ES256, RS1]'), '4:25'],
  [
    'policy.minimum_over_maximum',
    'in an entry',
    everybodyWith('minimum_credentials: 3', 'maximum_credentials: 2'),
    '4:5',
    '5:5',
  ],
  [
    'policy.minimum_over_maximum',
    'of entries that meet',
    everybodyWith('maximum_credentials: 2') + entry('admins', 'minimum_credentials: 3'),
    '7:5',
    '4:5',
  ],
  [
    'policy.sync_contradiction',
    'explicit',
    `${head}  general_workforce:\n    sync_allowed: false\n    allowed_credential_types: [synced_passkey]\n`,
    '3:5',
    '4:32',
  ],
  [
    'policy.attestation_unreachable',
    'attestation',
    `${head}  general_workforce:\n    attestation_required: true\n    allowed_credential_types: [synced_passkey]\n`,
    '3:5',
    '4:5',
  ],
  [
    'policy.attestation_unreachable',
    'approval',
    `${head}  general_workforce:\n    approved_authenticators: [x]\n    allowed_credential_types: [synced_passkey]\n`,
    '3:5',
    '4:5',
  ],
  [
    'policy.approved_and_denied',
    'in other case',
    everybodyWith('approved_authenticators: [Key X, Key Y]', 'denied_authenticators: [key y]'),
    '4:38',
    '5:29',
  ],
  [
    'policy.idle_over_absolute',
    'both written',
    everybodyWith('session_idle: 2h', 'session_absolute: 1h'),
    '4:5',
    '5:5',
  ],
  [
    'policy.nothing_allowed',
    'with everybody',
    `${everybodyWith()}  admins: {allowed_credential_types: [platform_authenticator]}\n`,
    '4:12',
    '3:5',
  ],
  [
    'policy.nothing_allowed',
    'no algorithm',
    everybodyWith('algorithms: [ES256]') + entry('admins', 'algorithms: [RS256]'),
    '7:5',
    '4:5',
  ],
  [
    'policy.nothing_allowed',
    'three of one group',
    `${head}  a: {applies_to: [g], allowed_credential_types: [security_key, platform_authenticator]}\n  b: {applies_to: [g], allowed_credential_types: [platform_authenticator, synced_passkey]}\n  c: {applies_to: [g], allowed_credential_types: [synced_passkey, security_key]}\n`,
    '4:24',
    '2:24',
  ],
  [
    'policy.nothing_allowed_in_both',
    'other groups',
    `${head}  general_workforce: {allowed_credential_types: [security_key, platform_authenticator]}\n${entry('a')}  b: {allowed_credential_types: [platform_authenticator]}\n`,
    '5:7',
    '4:5',
  ],
  ['policy.duplicate_value', 'a model twice', everybodyWith('denied_authenticators: [x, x]'), '4:32', '4:29'],
  ['policy.not_issued_yet', 'mobile', `${head}  general_workforce: {allowed_credential_types: [mobile_bound]}`, '2:50'],
  ['policy.sync_without_type', 'no synced type', everybodyWith('sync_allowed: true'), '4:5', '3:5'],
  [
    'policy.approval_needs_attestation',
    'explicit false',
    everybodyWith('attestation_required: false', 'approved_authenticators: [x]'),
    '4:5',
    '5:5',
  ],
  ['policy.wrong_type', 'policy_changes that is a text', `${everybodyWith()}policy_changes: required\n`, '4:17'],
  ['policy.unknown_key', 'in policy_changes', `${everybodyWith()}policy_changes: {approvers: 2}\n`, '4:18'],
  [
    'policy.unknown_value',
    'a second person who is optional',
    `${everybodyWith()}policy_changes:\n  second_person: maybe\n`,
    '5:18',
  ],
  ['policy.unknown_value', 'a status', everybodyWith('refused_statuses: [REVOCED]'), '4:24'],
  ['policy.unknown_value', 'a certification', everybodyWith('minimum_certification: L4'), '4:28'],
  ['policy.unknown_value', 'a protection', everybodyWith('key_protection: [hardwear]'), '4:22'],
  ['policy.unknown_value', 'an Android level', everybodyWith('android_security_level: titan'), '4:29'],
  ['policy.unknown_value', 'a reaction to a group key', everybodyWith('on_new_trust_group_key: quarantine'), '4:29'],
  ['policy.unknown_value', 'a rule that is none', everybodyWith('monitor: [session_idle]'), '4:15'],
  ['policy.out_of_range', 'a FIPS level', everybodyWith('minimum_fips_level: 5'), '4:25'],
  ['policy.out_of_range', 'an age', everybodyWith('android_patch_age: 121'), '4:24'],
  ['policy.wrong_type', 'verified boot', everybodyWith('android_verified_boot: locked'), '4:28'],
  ['policy.wrong_type', 'a month that is a list', everybodyWith('android_patch_level: [2026]'), '4:26'],
  ['policy.bad_month', 'a year', everybodyWith('android_patch_level: 2026'), '4:26'],
  ['policy.bad_month', 'a day too much', everybodyWith('android_patch_level: 2026-01-05'), '4:26'],
  ['policy.bad_month', 'the thirteenth', everybodyWith('android_patch_level: 2026-13'), '4:26'],
  ['policy.bad_package', 'one word', everybodyWith('android_applications: [chrome]'), '4:28'],
  [
    'policy.attestation_unreachable',
    'certification',
    `${head}  general_workforce:\n    minimum_certification: L1\n    allowed_credential_types: [synced_passkey]\n`,
    '3:5',
    '4:5',
  ],
  [
    'policy.proof_needs_attestation',
    'explicit false',
    everybodyWith('attestation_required: false', 'key_protection: [hardware]'),
    '4:5',
    '5:5',
  ],
  ['policy.android_without_type', 'security keys only', everybodyWith('android_verified_boot: true'), '4:5', '3:5'],
  ['policy.trust_group_key_without_type', 'no synced', everybodyWith('on_new_trust_group_key: refuse'), '4:5', '3:5'],
  ['policy.monitor_without_rule', 'a default', everybodyWith('monitor: [attestation_required]'), '4:15'],
  [
    'policy.monitor_without_rule',
    'written and open',
    everybodyWith('minimum_fips_level: 0', 'monitor: [minimum_fips_level]'),
    '5:15',
    '4:5',
  ],
  ['policy.not_everybody', 'one group only', head + entry('admins'), '2:3'],
  [
    'policy.too_many_problems',
    'one more than is told',
    everybodyWith(...Array.from({ length: 201 }, (_, i) => `k${i}: 1`)),
    '204:5',
  ],
];

describe('what is wrong with a policy', () => {
  for (const [code, what, source, place, other] of cases) {
    test(`${code}: ${what}`, () => {
      const { policy, problems } = checkPolicy(source, 'policy.yaml');
      const mine = problems.filter((problem) => problem.code === code);
      const places = mine.map(({ line, column }) => `${line}:${column}`);
      assert.ok(places.includes(place), `${place} expected; told:\n${problems.map(problemText).join('\n')}`);
      const culprit = mine[places.indexOf(place)]?.other;
      assert.equal(culprit && `${culprit.line}:${culprit.column}`, other);
      const isError = policyProblems[code].severity === 'error';
      if (isError) assert.equal(policy, null);
      assert.deepEqual(new Set(mine.map(({ severity }) => severity)), new Set([policyProblems[code].severity]));
    });
  }
  test('every code has a case', () => {
    // Files of test cases have their own beside their reader.
    const ofPolicies = Object.keys(policyProblems).filter((code) => !code.startsWith('policy.case_'));
    assert.deepEqual(new Set(cases.map(([code]) => code)), new Set(ofPolicies));
  });
  test('warnings alone do not stand in the way', () => {
    const source = `${head}  general_workforce: {allowed_credential_types: [security_key, managed_device]}`;
    assert.deepEqual(
      checkPolicy(source, 'f').problems.map(({ code }) => code),
      ['policy.not_issued_yet'],
    );
    assert.ok(parsePolicy(source, 'f').ok);
  });
  test('everything is told at once, in the order of the file', () => {
    const source = everybodyWith('algorithms: [none]', 'minimum_credentials: 99', 'user_verificaton: required');
    const { problems } = checkPolicy(source, 'f');
    assert.deepEqual(
      problems.map(({ line, code }) => [line, code]),
      [
        [4, 'policy.unknown_value'],
        [5, 'policy.out_of_range'],
        [6, 'policy.unknown_key'],
      ],
    );
  });
  test('a slip gets the key that was meant', () => {
    for (const [slip, meant] of [
      ['minimum-credentials', 'minimum_credentials'],
      ['Session_Idle', 'session_idle'],
      ['user_verificaton', 'user_verification'],
    ] as const) {
      const [problem] = checkPolicy(everybodyWith(`${slip}: 1`), 'f').problems;
      assert.match(problem?.message ?? '', new RegExp(`Did you mean "${meant}"\\?`));
    }
    const [far] = checkPolicy(everybodyWith('colour: 1'), 'f').problems;
    assert.doesNotMatch(far?.message ?? '', /Did you mean/);
  });
  test('a problem is printed as compilers do, with both places', () => {
    const [problem] = checkPolicy(everybodyWith('session_idle: 2h', 'session_absolute: 1h'), 'p.yaml').problems;
    assert.equal(
      problem && problemText(problem),
      'p.yaml:4:5: error policy.idle_over_absolute: general_workforce: session_idle 2h is longer than session_absolute 1h (see also p.yaml:5:5)',
    );
  });
});

describe('what a policy says', () => {
  const parsed = (source: string, options = {}) => {
    const result = parsePolicy(source, 'f', options);
    assert.ok(result.ok, result.ok ? '' : result.error.map(problemText).join('\n'));
    return result.value;
  };
  const first = (source: string) => {
    const [population] = parsed(source).populations;
    assert.ok(population);
    return population;
  };

  test('every key, written', () => {
    const population = first(`${head}  staff:
    applies_to: [A, b c]
    allowed_credential_types: [security_key, synced_passkey]
    minimum_credentials: 3
    maximum_credentials: 4
    attestation_required: true
    sync_allowed: true
    approved_authenticators: [Key X, 2FC0579F-8113-47EA-B116-BB5A8DB9202A]
    denied_authenticators: [Key Z]
    user_verification: preferred
    algorithms: [RS256, ES256]
    session_idle: 15m
    session_absolute: 7d
    on_counter_regression: refuse
    on_backup_state_change: quarantine
    refused_statuses: [REVOKED, RETIRED]
    minimum_certification: L1plus
    minimum_fips_level: 2
    key_protection: [secure_element, tee]
    android_security_level: strongbox
    android_verified_boot: true
    android_patch_level: 2026-01
    android_patch_age: 6
    android_applications: [com.google.android.gms]
    on_new_trust_group_key: step_up
    monitor: [key_protection, user_verification]
`);
    const { positions, ...rest } = population;
    assert.deepEqual(rest, {
      name: 'staff',
      appliesTo: ['A', 'b c'],
      allowedCredentialTypes: ['security_key', 'synced_passkey'],
      minimumCredentials: 3,
      maximumCredentials: 4,
      attestationRequired: true,
      syncAllowed: true,
      approvedAuthenticators: ['Key X', '2fc0579f-8113-47ea-b116-bb5a8db9202a'],
      deniedAuthenticators: ['Key Z'],
      refusedStatuses: ['REVOKED', 'RETIRED'],
      minimumCertification: 'L1plus',
      minimumFipsLevel: 2,
      keyProtection: ['secure_element', 'tee'],
      androidSecurityLevel: 'strongbox',
      androidVerifiedBoot: true,
      androidPatchLevel: 202601,
      androidPatchAgeMonths: 6,
      androidApplications: ['com.google.android.gms'],
      userVerification: 'preferred',
      algorithms: ['RS256', 'ES256'],
      session: { idleMs: 900_000, absoluteMs: 604_800_000 },
      onCounterRegression: 'refuse',
      onBackupStateChange: 'quarantine',
      onNewTrustGroupKey: 'step_up',
      monitor: ['key_protection', 'user_verification'],
    });
    assert.deepEqual(Object.keys(positions).sort(), ['name', ...settingKeys].sort());
    assert.deepEqual(positions['algorithms'], { line: 12, column: 5 });
  });
  test('every default', () => {
    const { positions, ...rest } = first(everybodyWith());
    assert.deepEqual(rest, {
      name: 'general_workforce',
      appliesTo: null,
      allowedCredentialTypes: ['security_key'],
      minimumCredentials: 2,
      maximumCredentials: 10,
      attestationRequired: false,
      syncAllowed: false,
      approvedAuthenticators: null,
      deniedAuthenticators: [],
      refusedStatuses: problemStatuses,
      minimumCertification: 'none',
      minimumFipsLevel: 0,
      keyProtection: null,
      androidSecurityLevel: 'software',
      androidVerifiedBoot: false,
      androidPatchLevel: null,
      androidPatchAgeMonths: null,
      androidApplications: null,
      userVerification: 'required',
      algorithms: ['ES256', 'EdDSA', 'RS256'],
      session: { idleMs: 3_600_000, absoluteMs: 86_400_000 },
      onCounterRegression: 'quarantine',
      onBackupStateChange: 'warn',
      onNewTrustGroupKey: 'warn',
      monitor: [],
    });
    assert.deepEqual(Object.keys(positions), ['name', 'allowed_credential_types']);
  });
  test('refused_statuses: none is an empty list, and an empty list is a slip', () => {
    assert.deepEqual(first(everybodyWith('refused_statuses: none')).refusedStatuses, []);
    assert.equal(parsePolicy(everybodyWith('refused_statuses: []'), 'f').ok, false);
    assert.equal(first(everybodyWith('android_patch_level: "2026-01"')).androidPatchLevel, 202601);
  });
  test('policy_changes: a second person, or by default nobody', () => {
    assert.deepEqual(parsed(everybodyWith()).changes, { secondPerson: 'not_required', position: null });
    assert.deepEqual(parsed(`${everybodyWith()}policy_changes: {}\n`).changes.secondPerson, 'not_required');
    assert.deepEqual(parsed(`${everybodyWith()}policy_changes:\n  second_person: required\n`).changes, {
      secondPerson: 'required',
      position: { line: 5, column: 3 },
    });
  });
  test('a default gives way to what is written', () => {
    assert.equal(first(everybodyWith('maximum_credentials: 1')).minimumCredentials, 1);
    assert.equal(first(everybodyWith('minimum_credentials: 20')).maximumCredentials, 20);
    assert.equal(first(everybodyWith('session_absolute: 5m')).session.idleMs, 300_000);
    assert.equal(first(everybodyWith('session_idle: 2d')).session.absoluteMs, 172_800_000);
    assert.equal(first(`${head}  general_workforce: {allowed_credential_types: [synced_passkey]}`).syncAllowed, true);
    // A trial of types must not refuse synced passkeys by the back door.
    assert.equal(first(everybodyWith('monitor: [allowed_credential_types]')).syncAllowed, true);
  });
  test('applies_to: the group named like the entry, everybody, a group called everybody', () => {
    assert.deepEqual(first(head + entry('admins')).appliesTo, ['admins']);
    assert.equal(first(head + entry('staff', 'applies_to: everybody')).appliesTo, null);
    assert.deepEqual(first(head + entry('staff', 'applies_to: [everybody]')).appliesTo, ['everybody']);
    assert.deepEqual(first(everybodyWith('applies_to: [staff]')).appliesTo, ['staff']);
  });
  test('the algorithms of the caller count', () => {
    const source = everybodyWith('algorithms: [ES384]');
    assert.deepEqual(parsed(source).populations[0]?.algorithms, ['ES384']);
    assert.equal(parsePolicy(source, 'f', { algorithms: ['ES256'] }).ok, false);
  });
  test('a byte order mark, CRLF and quotes change nothing', () => {
    const plain = first(everybodyWith('session_idle: 15m'));
    const odd = first(`\ufeff${everybodyWith('"session_idle": "15m"').replaceAll('\n', '\r\n')}`);
    assert.deepEqual({ ...odd, positions: {} }, { ...plain, positions: {} });
  });
  test('the digest is that of the text', () => {
    assert.equal(parsed(defaultPolicySource).digest, parsed(defaultPolicySource).digest);
    assert.notEqual(parsed(defaultPolicySource).digest, parsed(`${defaultPolicySource}#`).digest);
    assert.match(parsed(defaultPolicySource).digest, /^[0-9a-f]{64}$/);
  });
  test('the default policy has nothing wrong and its three entries', () => {
    const { policy, problems } = checkPolicy(defaultPolicySource, 'f');
    assert.deepEqual(problems, []);
    assert.deepEqual(
      policy?.populations.map(({ name, allowedCredentialTypes, minimumCredentials, attestationRequired }) => [
        name,
        allowedCredentialTypes,
        minimumCredentials,
        attestationRequired,
      ]),
      [
        ['general_workforce', ['synced_passkey', 'platform_authenticator', 'security_key'], 2, false],
        ['privileged_users', ['security_key', 'platform_authenticator'], 2, true],
        ['shared_workstation_users', ['security_key'], 2, true],
      ],
    );
    assert.ok(policy?.populations[1]?.approvedAuthenticators?.includes('YubiKey 5 Series with NFC'));
  });
});

describe('hostile files', () => {
  const hostile: readonly (readonly [string, string])[] = [
    ['a bomb of aliases', `a: &a [x, x]\n${many(60, (i) => `b${i}: &b${i} [*a, *a, *a]\n`)}`],
    ['brackets without end', '['.repeat(200_000)],
    ['dashes without end', '- '.repeat(100_000)],
    ['question marks in brackets', `[${'? '.repeat(100_000)}]`],
    ['colons in brackets', `[a${': '.repeat(100_000)}]`],
    ['stray brackets', ']'.repeat(100_000)],
    ['commas', `[${','.repeat(100_000)}`],
    ['a constructor', 'passkey_policy: {constructor: {prototype: {x: 1}}}'],
    ['NUL', 'passkey_policy: "\u0000"'],
  ];
  for (const [what, source] of hostile) {
    test(`${what}: problems, at most 201, and no policy`, () => {
      const { policy, problems } = checkPolicy(source, 'f');
      assert.equal(policy, null);
      assert.ok(problems.length >= 1 && problems.length <= 201);
      assert.ok(problems.every(({ message }) => message.length < 2000));
    });
  }
  test('a file that says __proto__ leaves objects as they were', () => {
    checkPolicy('passkey_policy:\n  __proto__: {polluted: 1}\n__proto__: {polluted: 1}\n', 'f');
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
  });
  test('any text gives a policy or at least one error, with places inside the file', () => {
    const words = [
      'passkey_policy',
      'a',
      ':',
      ' ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      "'",
      '? ',
      '|',
      '>',
      '&',
      '*',
      '!',
      '#',
      '\t',
      '---\n',
      'allowed_credential_types',
      'security_key',
      '1',
      '\ufeff',
      '\r\n',
    ];
    const soup = fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (source) => {
        const { policy, problems } = checkPolicy(source, 'f');
        const errors = problems.filter(({ severity }) => severity === 'error');
        assert.equal(policy === null, errors.length > 0);
        const lineCount = source.split('\n').length;
        for (const { line, column } of problems) assert.ok(line >= 1 && line <= lineCount && column >= 1);
      }),
      { numRuns: 500 },
    );
  });
});
