import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type CreationOptionsJSON,
  creationOptions,
  defaultPolicySource,
  effectivePolicy,
  parsePolicy,
  requestOptions,
  requirements,
} from './index.ts';

const input = {
  rp: { id: 'login.example', name: 'Example' },
  user: { id: 'dXNlcg', name: 'ada', displayName: 'Ada' },
  challenge: 'Y2hhbGxlbmdl',
  timeoutMs: 300_000,
  exclude: [{ id: 'AQ', transports: ['usb'] }, { id: 'Ag' }],
};

function effectiveOf(source: string, ...groups: string[]) {
  const parsed = parsePolicy(source, 'f');
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return effectivePolicy(parsed.value, groups);
}
const everybodyWith = (keys: string) => effectiveOf(`passkey_policy: {general_workforce: {${keys}}}`);

function created(...args: Parameters<typeof creationOptions>): CreationOptionsJSON {
  const options = creationOptions(...args);
  assert.ok(options.ok, JSON.stringify(options));
  return options.value;
}

describe('creation options', () => {
  test('shared workstations, whole', () => {
    const effective = effectiveOf(defaultPolicySource, 'shared_workstation_users');
    assert.deepEqual(created(effective, input), {
      rp: input.rp,
      user: input.user,
      challenge: input.challenge,
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
      timeout: 300_000,
      excludeCredentials: [
        { type: 'public-key', id: 'AQ', transports: ['usb'] },
        { type: 'public-key', id: 'Ag' },
      ],
      authenticatorSelection: {
        authenticatorAttachment: 'cross-platform',
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'required',
      },
      hints: ['security-key'],
      attestation: 'direct',
      extensions: { credProps: true },
    });
  });
  test('everybody: nothing is asked that nothing depends on', () => {
    const options = created(everybodyWith('allowed_credential_types: [synced_passkey, security_key]'), input);
    assert.equal(options.attestation, 'none');
    assert.deepEqual(options.hints, []);
    assert.ok(!('authenticatorAttachment' in options.authenticatorSelection));
  });
  test('everybody is asked for the model as soon as anybody needs it, so that a passkey can follow its owner', () => {
    const options = created(effectiveOf(defaultPolicySource), input);
    assert.equal(options.attestation, 'direct');
    assert.deepEqual(options.hints, []);
  });
  for (const [what, keys, attestation, attachment, hints] of [
    ['platform only', 'allowed_credential_types: [platform_authenticator]', 'direct', 'platform', ['client-device']],
    [
      'key before platform',
      'allowed_credential_types: [security_key, platform_authenticator]',
      'direct',
      undefined,
      ['security-key', 'client-device'],
    ],
    [
      'platform before key',
      'allowed_credential_types: [platform_authenticator, security_key]',
      'direct',
      undefined,
      ['client-device', 'security-key'],
    ],
    ['phone', 'allowed_credential_types: [mobile_bound]', 'direct', undefined, ['hybrid']],
    ['synced only', 'allowed_credential_types: [synced_passkey]', 'none', undefined, []],
    [
      'a denied model',
      'allowed_credential_types: [synced_passkey], denied_authenticators: [x]',
      'direct',
      undefined,
      [],
    ],
    [
      'attestation',
      'allowed_credential_types: [synced_passkey, security_key], attestation_required: true',
      'direct',
      undefined,
      [],
    ],
    [
      'approval',
      'allowed_credential_types: [synced_passkey, security_key], approved_authenticators: [x]',
      'direct',
      undefined,
      [],
    ],
  ] as const) {
    test(`${what}: attestation ${attestation}, attachment ${attachment}`, () => {
      const options = created(everybodyWith(keys), input);
      assert.equal(options.attestation, attestation);
      assert.equal(options.authenticatorSelection.authenticatorAttachment, attachment);
      assert.deepEqual(options.hints, hints);
    });
  }
  test('algorithms keep the order of the policy, user verification its word', () => {
    const keys = 'allowed_credential_types: [security_key], algorithms: [RS256, ES256], user_verification: preferred';
    const options = created(everybodyWith(keys), input);
    assert.deepEqual(
      options.pubKeyCredParams.map(({ alg }) => alg),
      [-257, -7],
    );
    assert.equal(options.authenticatorSelection.userVerification, 'preferred');
  });
  test('refused where nothing could be accepted: nobody applies, no type, no algorithm', () => {
    const apart = `passkey_policy:
  a: {allowed_credential_types: [security_key]}
  b: {allowed_credential_types: [platform_authenticator]}
  c: {allowed_credential_types: [security_key], algorithms: [ES256]}
  d: {allowed_credential_types: [security_key], algorithms: [RS256]}
`;
    for (const groups of [[], ['a', 'b'], ['c', 'd']]) {
      const options = creationOptions(effectiveOf(apart, ...groups), input);
      assert.equal(options.ok ? 'made' : options.error.code, 'policy.no_passkey_allowed');
    }
    assert.ok(creationOptions(effectiveOf(apart, 'a'), input).ok);
  });
});

describe('request options', () => {
  const request = { rpId: 'login.example', challenge: 'Yw', timeoutMs: 60_000, allow: [] };
  test('nobody named: user verification required, any passkey', () => {
    assert.deepEqual(requestOptions(null, request), {
      challenge: 'Yw',
      timeout: 60_000,
      rpId: 'login.example',
      allowCredentials: [],
      userVerification: 'required',
      hints: [],
    });
  });
  test('a known person: their policy', () => {
    const effective = everybodyWith('allowed_credential_types: [security_key], user_verification: preferred');
    const options = requestOptions(effective, { ...request, allow: [{ id: 'AQ', transports: [] }] });
    assert.equal(options.userVerification, 'preferred');
    assert.deepEqual(options.hints, ['security-key']);
    assert.deepEqual(options.allowCredentials, [{ type: 'public-key', id: 'AQ' }]);
  });
});

describe('what the policy still wants', () => {
  const effective = everybodyWith(
    'allowed_credential_types: [security_key, platform_authenticator], minimum_credentials: 2, maximum_credentials: 3',
  );
  const key = { status: 'active', class: 'security-key' } as const;
  const codes = (...credentials: Parameters<typeof requirements>[1]) =>
    requirements(effective, credentials).todo.map(({ code }) => code);

  test('nothing yet', () => {
    assert.deepEqual(requirements(effective, []), {
      minimum: 2,
      maximum: 3,
      have: 0,
      missing: 2,
      mayAdd: true,
      allowedTypes: ['security_key', 'platform_authenticator'],
      todo: [
        { code: 'add_passkey', person: 'Add 2 passkeys. Use a security key, or Windows Hello on your work computer.' },
      ],
    });
  });
  test('one: a backup', () => {
    const { todo, missing } = requirements(effective, [key]);
    assert.equal(missing, 1);
    assert.deepEqual(todo, [
      {
        code: 'add_backup_passkey',
        person:
          'Add one more passkey, so that you can still sign in when you lose a device. Use a security key, or Windows Hello on your work computer.',
      },
    ]);
  });
  test('enough, full, too many', () => {
    assert.deepEqual(codes(key, key), []);
    assert.equal(requirements(effective, [key, key]).mayAdd, true);
    assert.equal(requirements(effective, [key, key, key]).mayAdd, false);
    assert.deepEqual(codes(key, key, key), []);
    assert.deepEqual(codes(key, key, key, key), ['remove_passkey']);
  });
  test('revoked and quarantined ones leave room; pending ones take it', () => {
    const withStatus = (status: 'pending' | 'revoked' | 'quarantined') => ({ ...key, status });
    const lost = requirements(effective, [key, key, withStatus('revoked'), withStatus('quarantined')]);
    assert.equal(lost.mayAdd, true);
    assert.deepEqual(
      lost.todo.map(({ code }) => code),
      ['replace_quarantined'],
    );
    const waiting = requirements(effective, [key, withStatus('pending'), withStatus('pending')]);
    assert.equal(waiting.mayAdd, false);
    assert.equal(waiting.have, 1);
    assert.deepEqual(
      waiting.todo.map(({ code }) => code),
      ['wait_for_proof'],
    );
  });
  test('full of passkeys that do not count: one must go first', () => {
    const synced = { status: 'active', class: 'synced' } as const;
    assert.deepEqual(codes(synced, synced, synced), ['remove_passkey']);
    assert.equal(requirements(effective, [synced, synced, synced]).have, 0);
  });
  test('nothing is allowed: ask', () => {
    const nobody = effectiveOf('passkey_policy: {a: {allowed_credential_types: [security_key]}}');
    const { todo, mayAdd, allowedTypes } = requirements(nobody, [key]);
    assert.deepEqual([todo.map(({ code }) => code), mayAdd, allowedTypes], [['ask_administrator'], false, []]);
  });
});

describe('the trust group of a synced passkey', () => {
  const synced = everybodyWith('allowed_credential_types: [synced_passkey, security_key]');
  const bound = everybodyWith('allowed_credential_types: [security_key]');
  const request = { rpId: 'login.example', challenge: 'Y2hhbGxlbmdl', timeoutMs: 300_000, allow: [] };

  test('is asked for where a synced passkey is allowed', () => {
    assert.deepEqual(created(synced, input).extensions, { credProps: true, cmtgKey: true });
    assert.deepEqual(requestOptions(synced, request).extensions, { cmtgKey: true });
  });
  test('is not asked for where none is', () => {
    assert.deepEqual(created(bound, input).extensions, { credProps: true });
    assert.equal('extensions' in requestOptions(bound, request), false);
  });
  test('before anybody is named, whoever asks says so', () => {
    assert.equal('extensions' in requestOptions(null, request), false);
    assert.deepEqual(requestOptions(null, { ...request, trustGroupKeyAsked: true }).extensions, { cmtgKey: true });
  });
});
