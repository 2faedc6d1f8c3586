import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type AttestationKind,
  type AuthenticatorOptions,
  attestationKinds,
  createAuthenticator,
  createMaker,
  exampleCreationOptions,
  type Misbehaviour,
  type SigningAlgorithm,
  seededRandom,
} from '@holdfast/emulator';
import { toBase64url } from '@holdfast/encoding';
import { instant, SECOND_MS } from '@holdfast/kernel';
import fc from 'fast-check';
import type { ExpectedRegistration } from './ceremony.ts';
import type { CredentialFacts } from './facts.ts';
import { factsDigest } from './facts-digest.ts';
import { verifyRegistration } from './verify-registration.ts';

const origin = 'https://login.example';
const aaguid = '11111111-2222-3333-4444-555555555555';
const at = instant(Date.UTC(2026, 10, 20));
const random = seededRandom('facts');
const maker = createMaker({ name: 'Acme', aaguids: [aaguid], random, at, intermediate: true });

type Wish = Partial<AuthenticatorOptions> & {
  readonly expected?: Partial<ExpectedRegistration>;
  readonly misbehaviours?: readonly Misbehaviour[];
};

function register(kind: AttestationKind, { expected = {}, misbehaviours = [], ...wish }: Wish = {}) {
  const algorithm: SigningAlgorithm = wish.algorithm ?? 'ES256';
  const options = exampleCreationOptions(random, { offers: [algorithm] });
  const authenticator = createAuthenticator({ random, attestation: kind, maker, aaguid, at, ...wish });
  return verifyRegistration(authenticator.create(options, { origin, misbehaviours }), {
    challenge: options.challenge,
    origins: [origin],
    rpId: 'login.example',
    requireUserVerification: true,
    supportedAlgs: options.pubKeyCredParams.map(({ alg }) => alg),
    at,
    ...expected,
  });
}
function factsOf(kind: AttestationKind, wish: Wish = {}) {
  const result = register(kind, wish);
  return result.ok ? result.value.facts : assert.fail(JSON.stringify(result.error));
}
function certifiedOf(kind: AttestationKind, wish: Wish = {}) {
  const { attestation } = factsOf(kind, wish);
  return attestation.type === 'certified' ? attestation : assert.fail(attestation.type);
}
const codeOf = (result: ReturnType<typeof register>) => (result.ok ? 'accepted' : result.error.code);

describe('facts of each format', () => {
  test('packed: a batch leaf is a fact, the leaf of one device is not', () => {
    assert.deepEqual(certifiedOf('packed-basic').details, { format: 'packed', enterprise: false });
    assert.equal(certifiedOf('packed-basic').leafIsInterchangeable, false);
    assert.deepEqual(certifiedOf('packed-enterprise').details, { format: 'packed', enterprise: true });
    assert.equal(certifiedOf('packed-enterprise').leafIsInterchangeable, true);
  });

  for (const [algorithm, keyType] of [
    ['ES256', 'ECC'],
    ['ES384', 'ECC'],
    ['ES512', 'ECC'],
    ['RS256', 'RSA'],
    ['PS256', 'RSA'],
  ] as const) {
    test(`tpm with a credential key of ${algorithm}`, () => {
      assert.deepEqual(certifiedOf('tpm', { algorithm }).details, {
        format: 'tpm',
        manufacturer: 'id:FFFFF1D0',
        manufacturerName: 'FIDO conformance tools',
        model: 'Emulated TPM',
        version: 'id:00010002',
        keyType,
        nameAlgorithm: 'SHA-256',
        fixedTpm: true,
        sensitiveDataOrigin: true,
      });
    });
  }

  for (const attestationAlgorithm of ['ES256', 'ES384', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384'] as const) {
    test(`tpm with an identity key of ${attestationAlgorithm}`, () => {
      assert.equal(certifiedOf('tpm', { attestationAlgorithm }).leafIsInterchangeable, true);
    });
  }

  test('tpm with SHA-1 signatures, where the caller allows them and nowhere else', () => {
    const old = { attestationAlgorithm: 'RS1' } as const;
    assert.equal(codeOf(register('tpm', old)), 'webauthn.attestation_algorithm_weak');
    assert.equal(codeOf(register('tpm', { ...old, expected: { allowSha1Attestation: true } })), 'accepted');
  });

  test('android-key: levels, boot state and lists', () => {
    for (const securityLevel of ['software', 'tee', 'strongbox'] as const) {
      const android = { securityLevel, deviceLocked: false, verifiedBootState: 'unverified' } as const;
      const { details } = certifiedOf('android-key', { android });
      assert.ok(details.format === 'android-key');
      assert.equal(details.attestationSecurityLevel, securityLevel);
      assert.equal(details.keymasterSecurityLevel, securityLevel);
      assert.equal(details.attestationVersion, 300);
      assert.deepEqual(details.hardwareEnforced.rootOfTrust, {
        verifiedBootKey: toBase64url(new Uint8Array(32).fill(0xb0)),
        deviceLocked: false,
        verifiedBootState: 'unverified',
        verifiedBootHash: toBase64url(new Uint8Array(32).fill(0xb1)),
      });
      assert.deepEqual(details.hardwareEnforced.purposes, [2]);
      assert.equal(details.hardwareEnforced.origin, 'generated');
      assert.equal(details.hardwareEnforced.osPatchLevel, 202_611);
      assert.deepEqual(details.softwareEnforced.applicationId?.packages, ['com.google.android.gms']);
    }
  });

  test('android-key: either list counts, unless only the secure environment does', () => {
    const android = { enforcedBy: 'software' } as const;
    assert.equal(codeOf(register('android-key', { android })), 'accepted');
    const strict = { androidKeyRequireTee: true };
    const refused = register('android-key', { android, expected: strict });
    assert.equal(codeOf(refused), 'webauthn.attestation_key_not_generated');
    assert.equal(codeOf(register('android-key', { expected: strict })), 'accepted');
  });

  test('apple: no algorithm of its own', () => {
    const { details, algorithm, leafIsInterchangeable } = certifiedOf('apple');
    assert.deepEqual([details, algorithm, leafIsInterchangeable], [{ format: 'apple' }, null, true]);
  });

  test('fido-u2f: no model', () => {
    assert.deepEqual(certifiedOf('fido-u2f').details, { format: 'fido-u2f' });
    assert.equal(factsOf('fido-u2f').aaguid, '00000000-0000-0000-0000-000000000000');
  });

  test('android-safetynet: verified, and retired', () => {
    assert.deepEqual(certifiedOf('android-safetynet').details, {
      format: 'android-safetynet',
      retired: true,
      version: '252431022',
      apkPackageName: 'com.google.android.gms',
      ctsProfileMatch: true,
      basicIntegrity: true,
    });
  });

  test('android-safetynet: a minute old, seconds ahead, and no time to compare with', () => {
    const judgedAt = (offsetMs: number) =>
      codeOf(register('android-safetynet', { expected: { at: instant(at + offsetMs) } }));
    assert.equal(judgedAt(60 * SECOND_MS), 'accepted');
    assert.equal(judgedAt(61 * SECOND_MS), 'webauthn.attestation_time_unexpected');
    assert.equal(judgedAt(-10 * SECOND_MS), 'accepted');
    assert.equal(judgedAt(-11 * SECOND_MS), 'webauthn.attestation_time_unexpected');
    const stale = { misbehaviours: ['safetynet-stale'] } as const;
    assert.equal(
      codeOf(register('android-safetynet', { ...stale, expected: { skipTimestampCheck: true } })),
      'accepted',
    );
    const options = exampleCreationOptions(random);
    const authenticator = createAuthenticator({ random, attestation: 'android-safetynet', maker, aaguid, at });
    const timeless = verifyRegistration(authenticator.create(options, { origin }), {
      challenge: options.challenge,
      origins: [origin],
      rpId: 'login.example',
      requireUserVerification: true,
    });
    assert.equal(codeOf(timeless), 'webauthn.attestation_time_unexpected');
  });

  test('compound: the facts of each statement', () => {
    const { attestation } = factsOf('compound');
    assert.ok(attestation.type === 'compound');
    assert.deepEqual(
      attestation.statements.map((statement) => [statement.format, statement.attestation.type]),
      [
        ['packed', 'certified'],
        ['android-key', 'certified'],
      ],
    );
  });

  test('facts are plain JSON, and two credentials of equal devices have one digest', () => {
    for (const kind of attestationKinds) {
      // Each batch leaf of the emulator is a new one, as if each device were of its own batch.
      const [first, second] = [factsOf(kind), factsOf(kind)];
      assert.deepEqual(JSON.parse(JSON.stringify(first)), first);
      const hasBatchLeaf = ['packed-basic', 'fido-u2f', 'compound'].includes(kind);
      assert.equal(factsDigest(first) === factsDigest(second), !hasBatchLeaf, kind);
    }
  });
});

/** What the signature of the statement covers. That of U2F leaves out flags and counter (L3 §8.6). */
function signedFacts({ attestation, ...facts }: CredentialFacts): object {
  if (facts.format !== 'fido-u2f') return facts;
  const { userVerified, backupEligible, backedUp, ...signed } = facts;
  return signed;
}

describe('signed bytes', () => {
  for (const kind of attestationKinds.filter((name) => name !== 'none')) {
    test(`${kind}: whatever byte of the attestation object changes, nothing throws and no fact changes unnoticed`, () => {
      const options = exampleCreationOptions(random);
      const authenticator = createAuthenticator({ random, attestation: kind, maker, aaguid, at });
      const response = authenticator.create(options, { origin });
      const whole = new Uint8Array(Buffer.from(response.response.attestationObject, 'base64url'));
      const verify = (attestationObject: Uint8Array) =>
        verifyRegistration(
          { ...response, response: { ...response.response, attestationObject: toBase64url(attestationObject) } },
          { challenge: options.challenge, origins: [origin], rpId: 'login.example', requireUserVerification: true, at },
        );
      const genuine = verify(whole);
      assert.ok(genuine.ok);
      const signed = signedFacts(genuine.value.facts);
      fc.assert(
        fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (position, flip) => {
          const changed = whole.slice();
          changed[position % changed.length] = (changed[position % changed.length] ?? 0) ^ flip;
          const result = verify(changed);
          if (!result.ok) return;
          // Only certificates are left to trust: what the authenticator signed is as it was.
          assert.deepEqual(signedFacts(result.value.facts), signed);
          assert.deepEqual(result.value.publicKeyCose, genuine.value.publicKeyCose);
        }),
        { numRuns: 150 },
      );
    });
  }
});
