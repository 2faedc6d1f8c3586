import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { mergePopulations } from './effective-policy.ts';
import { evidenceRules } from './evidence-rules.ts';
import {
  type AssessedCredential,
  admits,
  type CredentialClass,
  decide,
  defaultPolicySource,
  effectivePolicy,
  explain,
  explainText,
  groupsNamed,
  judge,
  linesForOperator,
  monitorableRules,
  type Policy,
  parsePolicy,
  policyErrors,
  problemStatuses,
  type RuleId,
  reaction,
  ruleIds,
  sentenceForPerson,
  sessionLimits,
} from './index.ts';

function policyOf(source: string): Policy {
  const parsed = parsePolicy(source, 'policy.yaml');
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.value;
}

const titanium = '11111111-2222-4333-8444-555555555555';
const conforming: AssessedCredential = {
  class: 'security-key',
  evidence: 'attested',
  model: { aaguid: titanium, name: 'Titanium Key', evidence: 'attested' },
  algorithm: -7,
  userVerified: true,
  backupEligible: false,
  backedUp: false,
  problems: [],
  certification: { level: null, fips: null },
  keyProtection: [],
  android: null,
};
const strict = `passkey_policy:
  general_workforce:
    allowed_credential_types: [security_key, platform_authenticator]
    attestation_required: true
    approved_authenticators: [titanium key]
    denied_authenticators: [Broken Key, 99999999-2222-4333-8444-555555555555]
    algorithms: [ES256]
`;
const synced: AssessedCredential = {
  ...conforming,
  class: 'synced',
  evidence: 'claimed',
  model: { aaguid: 'd548826e-79b4-db40-a3d8-11116f7e8349', name: 'Bitwarden', evidence: 'claimed' },
  backupEligible: true,
  backedUp: true,
};

describe('rules', () => {
  /** Each row changes one thing of a credential that conforms, so a failure names one rule (or two that look at it). */
  const refused: readonly (readonly [RuleId, string, Partial<AssessedCredential>])[] = [
    ['allowed_credential_types', 'a class that is not listed', { class: 'mobile-bound' }],
    ['sync_allowed', 'a backup-eligible key', { backupEligible: true }],
    ['sync_allowed', 'a key that says it is backed up and not eligible', { backedUp: true }],
    ['attestation_required', 'a claim', { evidence: 'claimed' }],
    [
      'approved_authenticators',
      'the approved model, only claimed',
      { model: { aaguid: titanium, name: 'Titanium Key', evidence: 'claimed' } },
    ],
    [
      'approved_authenticators',
      'another model',
      { model: { aaguid: titanium, name: 'Tin Key', evidence: 'attested' } },
    ],
    ['approved_authenticators', 'no name', { model: { aaguid: titanium, name: null, evidence: 'attested' } }],
    ['user_verification', 'presence only', { userVerified: false }],
    ['algorithms', 'one that is not listed', { algorithm: -257 }],
    ['algorithms', 'one that nobody knows', { algorithm: -12345 }],
  ];
  const policy = policyOf(strict);
  const failed = (credential: AssessedCredential) =>
    judge(policy, [], credential).rules.filter(({ outcome }) => outcome === 'fails');

  test('the conforming credential is accepted, every rule told', () => {
    const verdict = judge(policy, [], conforming);
    assert.equal(verdict.outcome, 'accepted');
    assert.deepEqual(
      verdict.rules.map(({ rule }) => rule),
      [
        'allowed_credential_types',
        'sync_allowed',
        'attestation_required',
        'approved_authenticators',
        'denied_authenticators',
        'refused_statuses',
        'user_verification',
        'algorithms',
      ],
    );
    assert.ok(verdict.rules.every(({ person }) => person === null));
    assert.equal(verdict.policyDigest, policy.digest);
    assert.equal(sentenceForPerson(verdict), null);
  });
  for (const [rule, what, change] of refused) {
    test(`${rule}: refuses ${what}`, () => {
      const fails = failed({ ...conforming, ...change });
      assert.deepEqual(
        fails.map((outcome) => outcome.rule),
        [rule],
      );
      assert.ok(fails.every(({ person }) => person?.endsWith('.')));
      assert.equal(judge(policy, [], { ...conforming, ...change }).tier, 0);
    });
  }
  test('denied_authenticators: refuses by name and by AAGUID, claimed ones too', () => {
    const loose = policyOf(strict.replace(/\n {4}(approved|attestation).*/g, ''));
    for (const evidence of ['attested', 'claimed'] as const) {
      for (const [name, aaguid] of [
        ['BROKEN KEY', titanium],
        ['Other', '99999999-2222-4333-8444-555555555555'],
        [null, '99999999-2222-4333-8444-555555555555'],
      ] as const) {
        const verdict = judge(loose, [], { ...conforming, model: { name, aaguid, evidence } });
        assert.deepEqual(
          verdict.rules.filter(({ outcome }) => outcome === 'fails').map(({ rule }) => rule),
          ['denied_authenticators'],
        );
      }
      assert.equal(judge(loose, [], { ...conforming, model: { ...conforming.model, evidence } }).outcome, 'accepted');
    }
  });
  test('approved_authenticators: an AAGUID approves too', () => {
    const byAaguid = policyOf(strict.replace('titanium key', titanium));
    const nameless = { ...conforming, model: { ...conforming.model, name: null } };
    assert.equal(judge(byAaguid, [], nameless).outcome, 'accepted');
    const claimed = { ...conforming, model: { ...conforming.model, evidence: 'claimed' } } as const;
    assert.equal(judge(byAaguid, [], claimed).outcome, 'refused');
  });
  test('a fully-specified form is the same algorithm', () => {
    assert.equal(judge(policy, [], { ...conforming, algorithm: -9 }).outcome, 'accepted');
  });
  test('every rule that judges has a refused case, those about evidence beside them', () => {
    const elsewhere = evidenceRules.map(({ id }) => id);
    const covered = new Set([...refused.map(([rule]) => rule), ...elsewhere, 'denied_authenticators', 'applies_to']);
    assert.deepEqual(covered, new Set<string>(ruleIds));
  });
  test('user_verification: preferred lets presence pass, at tier 1', () => {
    const soft = policyOf(strict.replace('    algorithms', '    user_verification: preferred\n    algorithms'));
    assert.deepEqual(judge(soft, [], { ...conforming, userVerified: false }).tier, 1);
  });
  test('no entry applies: refused, and the reason says so', () => {
    const admins = policyOf('passkey_policy:\n  admins:\n    allowed_credential_types: [security_key]\n');
    const verdict = judge(admins, ['staff', 'interns'], conforming);
    assert.equal(verdict.outcome, 'refused');
    assert.deepEqual(linesForOperator(verdict), [
      'applies_to fails: groups is interns, staff; expected an entry that applies to the person; without one nothing is allowed',
    ]);
    assert.match(sentenceForPerson(verdict) ?? '', /not in any group that may use a passkey/);
    const { session, ...nothing } = effectivePolicy(admins, []);
    assert.deepEqual(
      [nothing.allowedCredentialTypes, nothing.algorithms, nothing.populations, nothing.decidedBy],
      [[], [], [], {}],
    );
    assert.deepEqual([nothing.attestationRequired, nothing.syncAllowed], [true, false]);
    assert.deepEqual([nothing.minimumCredentials, nothing.maximumCredentials], [2, 10]);
    assert.deepEqual(session, { idleMs: 3_600_000, absoluteMs: 86_400_000 });
    assert.equal(reaction({ ...nothing, session }, 'counter-regression'), 'quarantine');
  });
});

describe('tiers', () => {
  const open = policyOf(
    'passkey_policy: {general_workforce: {allowed_credential_types: [synced_passkey, security_key, platform_authenticator]}}',
  );
  for (const [tier, what, change] of [
    [1, 'a synced passkey', { class: 'synced', backupEligible: true }],
    [1, 'a synced passkey that hides it', { class: 'synced', backupEligible: false }],
    [1, 'a platform passkey that may be copied', { class: 'platform', backupEligible: true }],
    [2, 'a platform passkey', { class: 'platform' }],
    [2, 'a security key without proof', { evidence: 'claimed' }],
    [3, 'an attested security key', {}],
  ] as const) {
    test(`${tier}: ${what}`, () => assert.equal(judge(open, [], { ...conforming, ...change }).tier, tier));
  }
});

describe('words', () => {
  const privileged = policyOf(
    'passkey_policy:\n  general_workforce:\n    allowed_credential_types: [platform_authenticator, security_key]\n    attestation_required: true\n',
  );
  const shared = policyOf('passkey_policy: {general_workforce: {allowed_credential_types: [security_key]}}');
  const inside = policyOf('passkey_policy: {general_workforce: {allowed_credential_types: [platform_authenticator]}}');
  const said = (policy: Policy, credential: AssessedCredential) => sentenceForPerson(judge(policy, [], credential));

  test('a synced passkey: what it is, what is needed, what to use', () => {
    assert.equal(
      said(privileged, synced),
      'This passkey is stored in a password manager that can copy it to other devices. Your role needs one that stays on this device. Use a security key, or Windows Hello on your work computer.',
    );
  });
  test('a provider that can never qualify is not told to try again', () => {
    const outcome = judge(privileged, [], synced).rules.find(({ rule }) => rule === 'attestation_required');
    assert.match(
      outcome?.person ?? '',
      /^Your role .* Bitwarden can never give that proof, so trying again will not help\. Use/,
    );
  });
  test('an unattested passkey: allow the browser to show make and model', () => {
    assert.match(said(privileged, { ...conforming, evidence: 'claimed' }) ?? '', /came without it\. Use .*allow it\.$/);
  });
  test('other kinds', () => {
    assert.equal(
      said(shared, { ...conforming, class: 'platform' }),
      'This passkey is built into this device. Your role needs one on a security key. Use a security key.',
    );
    assert.equal(
      said(inside, conforming),
      'This passkey is on a security key. Your role needs one that is built into your work computer. Use Windows Hello on your work computer.',
    );
  });
  test('the advice is what every entry that applies accepts', () => {
    const policy = policyOf(defaultPolicySource);
    const verdict = judge(policy, ['privileged_users', 'shared_workstation_users'], synced);
    const sentences = verdict.rules.flatMap(({ person }) => person ?? []);
    assert.ok(sentences.length >= 6);
    assert.ok(
      sentences.every((sentence) => sentence.includes('Use a security key.') && !sentence.includes('Windows Hello')),
    );
  });
  test('a few approved models are named', () => {
    const sentence = said(policyOf(strict), { ...conforming, model: { ...conforming.model, name: 'Tin Key' } });
    assert.equal(
      sentence,
      'Tin Key is not among the models that your role may use. Use a security key, or Windows Hello on your work computer. These models are accepted: titanium key.',
    );
  });
  test('the operator gets rule, entry, line, fact, received and expected', () => {
    const [first] = linesForOperator(judge(policyOf(strict), [], { ...conforming, algorithm: -257 }));
    assert.equal(first, 'algorithms of general_workforce (line 7) fails: algorithm is RS256; expected ES256');
    const [byDefault] = linesForOperator(judge(policyOf(strict), [], { ...conforming, userVerified: false }));
    assert.equal(
      byDefault,
      'user_verification of general_workforce (default, entry at line 2) fails: user verified is no; expected yes',
    );
  });
  test('every refusal over HTTP has its words', () => {
    for (const [code, { status, public: name, person, operator }] of Object.entries(policyErrors)) {
      assert.match(code, /^policy\.[a-z_]+$/);
      assert.match(name, /^[a-z_]+$/);
      assert.ok(status >= 400 && status < 500);
      assert.ok(person.endsWith('.') && operator.endsWith('.'));
    }
  });
});

test('explain, whole', () => {
  const policy = policyOf(`passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, security_key]
  admins:
    applies_to: [ops, root]
    allowed_credential_types: [security_key]
    denied_authenticators: [Bitwarden]
  guests:
    allowed_credential_types: [security_key]
`);
  const aaguid = 'd548826e-79b4-db40-a3d8-11116f7e8349';
  assert.equal(
    explainText(policy, ['ops'], synced),
    `Credential: synced, claimed; Bitwarden (${aaguid}, claimed); ES256; user verified; backed up
general_workforce (line 2) applies to everybody
  ok    allowed_credential_types of general_workforce (line 3) holds: class is synced; expected synced or security-key
  ok    sync_allowed of general_workforce (default, entry at line 2) holds: class and backup flags is synced, backup eligible, backed up; expected anything
  ok    attestation_required of general_workforce (default, entry at line 2) holds: evidence is claimed; expected anything
  ok    approved_authenticators of general_workforce (default, entry at line 2) holds: model is Bitwarden (${aaguid}, claimed); expected any model
  ok    denied_authenticators of general_workforce (default, entry at line 2) holds: model is Bitwarden (${aaguid}, claimed); expected any model
  ok    refused_statuses of general_workforce (default, entry at line 2) holds: reports is none; expected none of ${problemStatuses.join(', ')}
  ok    user_verification of general_workforce (default, entry at line 2) holds: user verified is yes; expected yes
  ok    algorithms of general_workforce (default, entry at line 2) holds: algorithm is ES256; expected ES256 or EdDSA or RS256
admins (line 4) applies because of ops
  FAIL  allowed_credential_types of admins (line 6) fails: class is synced; expected security-key
  FAIL  sync_allowed of admins (default, entry at line 4) fails: class and backup flags is synced, backup eligible, backed up; expected not synced, backup not eligible
  FAIL  denied_authenticators of admins (line 7) fails: model is Bitwarden (${aaguid}, claimed); expected none of Bitwarden
  ok    attestation_required of admins (default, entry at line 4) holds: evidence is claimed; expected anything
  ok    approved_authenticators of admins (default, entry at line 4) holds: model is Bitwarden (${aaguid}, claimed); expected any model
  ok    refused_statuses of admins (default, entry at line 4) holds: reports is none; expected none of ${problemStatuses.join(', ')}
  ok    user_verification of admins (default, entry at line 4) holds: user verified is yes; expected yes
  ok    algorithms of admins (default, entry at line 4) holds: algorithm is ES256; expected ES256 or EdDSA or RS256
guests (line 8) does not apply: only to guests
Refused
The person reads: This passkey is stored in a password manager that can copy it to other devices. Your role needs one on a security key. Use a security key.
`,
  );
  const accepted = explain(policy, [], conforming);
  assert.equal(accepted.at(-1)?.text, 'Accepted, tier 3');
  assert.deepEqual(accepted.find(({ rule }) => rule === 'allowed_credential_types')?.line, 3);
});

describe('the strictest wins', () => {
  const names = ['a', 'b', 'c', 'd'] as const;
  const models = ['key one', 'key two', titanium, '99999999-2222-4333-8444-555555555555'] as const;
  const types = ['synced_passkey', 'platform_authenticator', 'security_key', 'mobile_bound', 'managed_device'] as const;
  const someOf = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
  const optional = (key: string, value: fc.Arbitrary<unknown>) =>
    fc.option(
      value.map((each) => `${key}: ${JSON.stringify(each)}`),
      { nil: '' },
    );
  const entryLines = fc
    .tuple(
      someOf(types).map((each) => `allowed_credential_types: [${each.join(', ')}]`),
      fc.constantFrom('', 'applies_to: everybody', 'applies_to: [x]', 'applies_to: [x, y]'),
      optional('attestation_required', fc.boolean()),
      optional('sync_allowed', fc.boolean()),
      optional('approved_authenticators', someOf(models)),
      optional('denied_authenticators', someOf(models)),
      optional('user_verification', fc.constantFrom('required', 'preferred')),
      optional('algorithms', someOf(['ES256', 'RS256', 'EdDSA'])),
      optional('minimum_credentials', fc.integer({ min: 1, max: 3 })),
      optional('maximum_credentials', fc.integer({ min: 3, max: 9 })),
      optional('session_idle', fc.constantFrom('5m', '1h', '3h')),
      optional('on_counter_regression', fc.constantFrom('warn', 'refuse', 'quarantine')),
      optional('refused_statuses', fc.oneof(fc.constant('none'), someOf(['REVOKED', 'RETIRED']))),
      optional('minimum_certification', fc.constantFrom('L1', 'L2')),
      optional('minimum_fips_level', fc.integer({ min: 0, max: 2 })),
      optional('key_protection', someOf(['hardware', 'tee', 'secure_element'])),
      optional('android_security_level', fc.constantFrom('tee', 'strongbox')),
      optional('android_verified_boot', fc.boolean()),
      optional('android_patch_age', fc.integer({ min: 0, max: 9 })),
      optional('android_applications', someOf(['org.a', 'org.b'])),
      optional('monitor', someOf(['attestation_required', 'key_protection', 'allowed_credential_types', 'algorithms'])),
    )
    .map((lines) => lines.filter((line) => line !== ''));
  /** Some of these are refused for a contradiction; those are left out. */
  const policies = fc
    .array(entryLines, { minLength: 1, maxLength: 4 })
    .map((entries) => {
      const body = entries.map((lines, i) => `  ${names[i]}:\n${lines.map((line) => `    ${line}\n`).join('')}`);
      return parsePolicy(`passkey_policy:\n${body.join('')}`, 'f');
    })
    .filter((result) => result.ok)
    .map((result) => (result.ok ? result.value : assert.fail()));
  const groups = fc.subarray(['a', 'b', 'c', 'd', 'x', 'y', 'z']);
  /** Mostly what conforms, so that both verdicts are common. */
  const mostly = <T>(usual: T, ...others: readonly T[]) =>
    fc.oneof({ arbitrary: fc.constant(usual), weight: 6 }, { arbitrary: fc.constantFrom(...others), weight: 1 });
  const credentials: fc.Arbitrary<AssessedCredential> = fc.record({
    class: mostly<CredentialClass>('security-key', 'synced', 'platform', 'mobile-bound', 'managed-device'),
    evidence: mostly<'attested' | 'claimed'>('attested', 'claimed'),
    model: fc.record({
      aaguid: mostly(titanium, '99999999-2222-4333-8444-555555555555', '00000000-0000-0000-0000-000000000000'),
      name: mostly<string | null>('Key One', 'Key Two', 'Key Three', null),
      evidence: mostly<'attested' | 'claimed'>('attested', 'claimed'),
    }),
    algorithm: mostly(-7, -257, -8, -19, -35),
    userVerified: mostly(true, false),
    backupEligible: mostly(false, true),
    backedUp: mostly(false, true),
    problems: mostly<AssessedCredential['problems']>([], [{ status: 'RETIRED', scope: 'model' }]),
    certification: mostly<AssessedCredential['certification']>(
      { level: 'L2', fips: { level: 2 } },
      { level: null, fips: null },
      { level: 'L1', fips: { level: 1 } },
    ),
    keyProtection: mostly<readonly string[]>(['hardware', 'tee'], [], ['hardware', 'secure_element']),
    android: mostly<AssessedCredential['android']>(null, {
      attestationSecurityLevel: 'strongbox',
      keySecurityLevel: 'tee',
      verifiedBoot: true,
      osPatchLevel: 202601,
      patchAgeMonths: 4,
      packages: ['org.a'],
    }),
  });

  test('accepted under the merged policy exactly if accepted under each entry that applies, and there is one', () => {
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(policies, groups, credentials, (policy, mine, credential) => {
        const applying = policy.populations.filter(
          ({ appliesTo }) => appliesTo === null || appliesTo.some((group) => mine.includes(group)),
        );
        const each = applying.every((one) => admits(mergePopulations([one]), credential));
        const verdict = judge(policy, mine, credential);
        seen[verdict.outcome] += 1;
        assert.equal(verdict.outcome === 'accepted', applying.length > 0 && each);
        assert.equal(admits(effectivePolicy(policy, mine), credential), verdict.outcome === 'accepted');
        const { outcome, tier, monitored } = verdict;
        assert.deepEqual(decide(policy, mine, credential), { outcome, tier, monitored });
        assert.equal(
          monitored,
          verdict.rules.filter(({ mode, outcome: held }) => mode === 'monitor' && held === 'fails').length,
        );
      }),
      { numRuns: 400 },
    );
    assert.ok(seen.accepted > 3 && seen.refused > 3, JSON.stringify(seen));
  });
  test('a verdict is plain JSON, and the same each time', () => {
    fc.assert(
      fc.property(policies, groups, credentials, (policy, mine, credential) => {
        const verdict = judge(policy, mine, credential);
        assert.deepEqual(judge(policy, mine, credential), verdict);
        assert.deepEqual(JSON.parse(JSON.stringify(verdict)), verdict);
      }),
      { numRuns: 50 },
    );
  });
  test('what is only monitored refuses nobody', () => {
    fc.assert(
      fc.property(policies, groups, credentials, (policy, mine, credential) => {
        const populations = policy.populations.map((each) => ({ ...each, monitor: monitorableRules }));
        const lenient = { ...policy, populations };
        const { outcome, rules, monitored } = judge(lenient, mine, credential);
        const before = judge(policy, mine, credential);
        assert.equal(outcome, effectivePolicy(policy, mine).populations.length > 0 ? 'accepted' : 'refused');
        assert.equal(outcome === 'accepted', admits(effectivePolicy(lenient, mine), credential) && rules.length > 0);
        const fails = before.rules.filter((rule) => rule.outcome === 'fails' && rule.rule !== 'applies_to').length;
        assert.equal(monitored, fails);
      }),
      { numRuns: 200 },
    );
  });
  test('the order and repetition of groups change nothing', () => {
    fc.assert(
      fc.property(policies, groups, credentials, (policy, mine, credential) => {
        const turned = [...mine, ...mine].reverse();
        assert.deepEqual(effectivePolicy(policy, turned), effectivePolicy(policy, mine));
        assert.deepEqual(
          judge(policy, turned, credential).rules.filter(({ rule }) => rule !== 'applies_to'),
          judge(policy, mine, credential).rules.filter(({ rule }) => rule !== 'applies_to'),
        );
      }),
      { numRuns: 100 },
    );
  });
  test('one group more never allows more', () => {
    fc.assert(
      fc.property(policies, groups, credentials, (policy, mine, credential) => {
        const before = effectivePolicy(policy, mine);
        const after = effectivePolicy(policy, [...mine, 'a']);
        if (before.populations.length === 0) return;
        if (!admits(before, credential)) assert.ok(!admits(after, credential));
        assert.ok(after.minimumCredentials >= before.minimumCredentials);
        assert.ok(after.maximumCredentials <= before.maximumCredentials);
        assert.ok(after.session.idleMs <= before.session.idleMs);
        assert.ok(after.session.absoluteMs <= before.session.absoluteMs);
      }),
      { numRuns: 200 },
    );
  });
  test('each matter names who decided it', () => {
    const policy = policyOf(defaultPolicySource);
    const { decidedBy, session, populations } = effectivePolicy(policy, [
      'privileged_users',
      'shared_workstation_users',
    ]);
    assert.deepEqual(populations, ['general_workforce', 'privileged_users', 'shared_workstation_users']);
    assert.equal(decidedBy['allowed_credential_types'], 'shared_workstation_users');
    assert.equal(decidedBy['approved_authenticators'], 'privileged_users');
    assert.equal(decidedBy['attestation_required'], 'privileged_users');
    assert.equal(decidedBy['minimum_credentials'], 'general_workforce');
    assert.deepEqual(session, { idleMs: 600_000, absoluteMs: 43_200_000 });
    const both = policyOf(`passkey_policy:
  a: {allowed_credential_types: [security_key, synced_passkey], denied_authenticators: [x]}
  b: {allowed_credential_types: [security_key, platform_authenticator], denied_authenticators: [y]}
`);
    const merged = effectivePolicy(both, ['a', 'b']);
    assert.equal(merged.decidedBy['allowed_credential_types'], 'a and b');
    assert.deepEqual(merged.deniedAuthenticators, ['x', 'y']);
    assert.deepEqual(groupsNamed(both), ['a', 'b']);
  });
  test('reactions: quarantine before refuse before warn', () => {
    const policy = policyOf(`passkey_policy:
  general_workforce: {allowed_credential_types: [security_key], on_counter_regression: warn}
  a: {allowed_credential_types: [security_key], on_counter_regression: refuse}
  b: {allowed_credential_types: [security_key], on_counter_regression: quarantine, on_backup_state_change: refuse}
`);
    const react = (...mine: string[]) => reaction(effectivePolicy(policy, mine), 'counter-regression');
    assert.deepEqual(
      [react(), react('a'), react('b'), react('a', 'b')],
      ['warn', 'refuse', 'quarantine', 'quarantine'],
    );
    assert.equal(reaction(effectivePolicy(policy, ['b']), 'backup-state-change'), 'refuse');
    assert.equal(reaction(effectivePolicy(policy, ['a']), 'backup-state-change'), 'warn');
    assert.deepEqual(sessionLimits(effectivePolicy(policy, [])), { idleMs: 3_600_000, absoluteMs: 86_400_000 });
  });
});
