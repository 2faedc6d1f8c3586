import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { comparePolicies, defaultPolicySource, type Policy, type PolicyChange, parsePolicy } from './index.ts';

function policyOf(source: string): Policy {
  const parsed = parsePolicy(source, 'policy.yaml');
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.value;
}
const everybody =
  '  general_workforce: {allowed_credential_types: [synced_passkey, security_key, platform_authenticator]}\n';
const finance = (...lines: readonly string[]) =>
  policyOf(
    `passkey_policy:\n${everybody}  finance:\n    allowed_credential_types: [security_key, platform_authenticator]\n${lines.map((line) => `    ${line}\n`).join('')}`,
  );
const only = (changes: readonly PolicyChange[]) => {
  assert.equal(changes.length, 1, JSON.stringify(changes));
  return changes[0] ?? assert.fail();
};

describe('what differs between two policies', () => {
  /** What the key says before and after, empty for its default; what that does; what people read. */
  const cases: readonly (readonly [string, string, PolicyChange['effect'], string])[] = [
    [
      '',
      'attestation_required: true',
      'tightens',
      'attestation_required is true instead of false; stricter than before',
    ],
    ['minimum_credentials: 3', '', 'loosens', 'minimum_credentials is 2 instead of 3; less strict than before'],
    ['maximum_credentials: 5', '', 'loosens', 'maximum_credentials is 10 instead of 5; less strict than before'],
    ['session_idle: 15m', 'session_idle: 1h', 'loosens', 'session_idle is 1h instead of 15m; less strict than before'],
    [
      '',
      'user_verification: preferred',
      'loosens',
      'user_verification is preferred instead of required; less strict than before',
    ],
    [
      '',
      'approved_authenticators: [A, B]',
      'tightens',
      'approved_authenticators is [A, B] instead of any; stricter than before',
    ],
    [
      'approved_authenticators: [A, B]',
      'approved_authenticators: [B]',
      'tightens',
      'approved_authenticators loses A; stricter than before',
    ],
    [
      'approved_authenticators: [A]',
      'approved_authenticators: [A, C]',
      'loosens',
      'approved_authenticators gains C; less strict than before',
    ],
    [
      'approved_authenticators: [A, B]',
      'approved_authenticators: [A, C]',
      'unclear',
      'approved_authenticators gains C and loses B; stricter for some, less strict for others',
    ],
    [
      'approved_authenticators: [A, B]',
      'approved_authenticators: [B, A]',
      'none',
      'approved_authenticators is in another order; nothing becomes stricter or less strict',
    ],
    [
      'denied_authenticators: [A]',
      'denied_authenticators: [A, B]',
      'tightens',
      'denied_authenticators gains B; stricter than before',
    ],
    [
      'refused_statuses: none',
      'refused_statuses: [REVOKED]',
      'tightens',
      'refused_statuses gains REVOKED; stricter than before',
    ],
    [
      'minimum_certification: L2',
      'minimum_certification: L1',
      'loosens',
      'minimum_certification is L1 instead of L2; less strict than before',
    ],
    ['', 'minimum_fips_level: 1', 'tightens', 'minimum_fips_level is 1 instead of 0; stricter than before'],
    [
      'key_protection: [hardware]',
      'key_protection: [hardware, tee]',
      'loosens',
      'key_protection gains tee; less strict than before',
    ],
    [
      '',
      'android_security_level: tee',
      'tightens',
      'android_security_level is tee instead of software; stricter than before',
    ],
    [
      'android_patch_level: 2026-01',
      'android_patch_level: 2025-12',
      'loosens',
      'android_patch_level is 2025-12 instead of 2026-01; less strict than before',
    ],
    ['', 'android_patch_age: 6', 'tightens', 'android_patch_age is 6 instead of any; stricter than before'],
    [
      'android_applications: [a.b]',
      '',
      'loosens',
      'android_applications is any instead of [a.b]; less strict than before',
    ],
    [
      'algorithms: [ES256, RS256]',
      'algorithms: [RS256, ES256]',
      'none',
      'algorithms is in another order; nothing becomes stricter or less strict',
    ],
    [
      '',
      'on_counter_regression: warn',
      'loosens',
      'on_counter_regression is warn instead of quarantine; less strict than before',
    ],
    [
      'applies_to: [finance]',
      'applies_to: [finance, audit]',
      'tightens',
      'applies_to gains audit; stricter than before',
    ],
    [
      'applies_to: everybody',
      'applies_to: [finance]',
      'loosens',
      'applies_to is [finance] instead of everybody; less strict than before',
    ],
    [
      'applies_to: [a]',
      'applies_to: [b]',
      'unclear',
      'applies_to gains b and loses a; stricter for some, less strict for others',
    ],
  ];
  for (const [before, after, effect, words] of cases) {
    test(`${before || 'the default'} → ${after || 'the default'}`, () => {
      const change = only(comparePolicies(finance(before), finance(after)));
      assert.deepEqual([change.population, change.effect, change.words], ['finance', effect, `finance: ${words}.`]);
    });
  }
  test('a default that is written out, comments and places are no difference', () => {
    assert.deepEqual(
      comparePolicies(
        finance(),
        finance(
          '# later',
          'minimum_credentials: 2',
          'refused_statuses: [RETIRED, REVOKED, USER_VERIFICATION_BYPASS, USER_KEY_REMOTE_COMPROMISE, USER_KEY_PHYSICAL_COMPROMISE, ATTESTATION_KEY_COMPROMISE, ATTESTATION_CERTIFICATE_REVOKED]',
        ),
      ).filter(({ effect }) => effect !== 'none'),
      [],
    );
    assert.deepEqual(comparePolicies(finance(), finance('# later', 'minimum_credentials: 2')), []);
  });
  test('a stricter rule that is tried first enforces nothing; enforcing it then tightens', () => {
    const tried = finance('attestation_required: true', 'monitor: [attestation_required]');
    assert.deepEqual(
      comparePolicies(finance(), tried).map(({ key, effect }) => [key, effect]),
      [
        ['attestation_required', 'none'],
        ['monitor', 'none'],
      ],
    );
    assert.equal(
      only(comparePolicies(tried, finance('attestation_required: true'))).words,
      'finance: monitor loses attestation_required; stricter than before.',
    );
    assert.equal(only(comparePolicies(finance('attestation_required: true'), tried)).effect, 'loosens');
    const other = finance('attestation_required: true', 'monitor: [user_verification]');
    assert.equal(only(comparePolicies(tried, other)).effect, 'unclear');
  });
  test('an entry that comes or goes', () => {
    const without = policyOf(`passkey_policy:\n${everybody}`);
    const comes = only(comparePolicies(without, finance()));
    assert.deepEqual(comes, {
      population: 'finance',
      key: null,
      before: null,
      after: 'the members of finance',
      effect: 'tightens',
      words: 'finance is new and applies to the members of finance: stricter than before.',
    });
    const goes = only(comparePolicies(finance(), without));
    assert.deepEqual([goes.effect, goes.before, goes.after], ['loosens', 'the members of finance', null]);
    const alone = policyOf('passkey_policy: {finance: {allowed_credential_types: [security_key]}}');
    assert.deepEqual(
      comparePolicies(alone, policyOf('passkey_policy: {audit: {allowed_credential_types: [security_key]}}')).map(
        ({ words, effect }) => [words, effect],
      ),
      [
        [
          'audit is new and applies to the members of audit: people whom no entry applied to before may now use a passkey.',
          'unclear',
        ],
        [
          'finance is gone and applied to the members of finance: people whom no other entry applies to may use no passkey any more.',
          'unclear',
        ],
      ],
    );
  });
  test('a second person', () => {
    const two = policyOf(`passkey_policy:\n${everybody}policy_changes: {second_person: required}\n`);
    const one = policyOf(`passkey_policy:\n${everybody}`);
    assert.deepEqual(only(comparePolicies(one, two)), {
      population: null,
      key: 'policy_changes.second_person',
      before: 'not_required',
      after: 'required',
      effect: 'tightens',
      words: 'Changes of the policy need a second person from now on.',
    });
    assert.equal(only(comparePolicies(two, one)).effect, 'loosens');
  });
  test('turning a change round turns its effect round', () => {
    const opposite = { tightens: 'loosens', loosens: 'tightens', none: 'none', unclear: 'unclear' } as const;
    const policies = [finance(), policyOf(defaultPolicySource), ...cases.flatMap(([a, b]) => [finance(a), finance(b)])];
    const any = fc.constantFrom(...policies);
    fc.assert(
      fc.property(any, any, (one, other) => {
        const effects = (changes: readonly PolicyChange[]) =>
          changes.map(({ population, key, effect }) => `${population} ${key} ${effect}`).sort();
        const turned = comparePolicies(other, one).map((change) => ({ ...change, effect: opposite[change.effect] }));
        assert.deepEqual(effects(comparePolicies(one, other)), effects(turned));
        assert.deepEqual(comparePolicies(one, one), []);
      }),
      { numRuns: 300 },
    );
  });
});
