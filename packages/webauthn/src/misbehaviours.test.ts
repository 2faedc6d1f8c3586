import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type AttestationKind,
  attestationKinds,
  createAuthenticator,
  createMaker,
  exampleCreationOptions,
  exampleRequestOptions,
  type Misbehaviour,
  type MisbehaviourScope,
  misbehaviours,
  seededRandom,
} from '@holdfast/emulator';
import { instant } from '@holdfast/kernel';
import fc from 'fast-check';
import { authenticationSteps } from './authentication-steps.ts';
import { registrationSteps } from './registration-steps.ts';
import type { Step } from './step.ts';
import { verifyAuthentication } from './verify-authentication.ts';
import { verifyRegistration } from './verify-registration.ts';

const origin = 'https://login.example';
const aaguid = '11111111-2222-3333-4444-555555555555';
const at = instant(Date.UTC(2026, 10, 20));

/** Where each is noticed; null where no ceremony can notice it. */
const noticed: Readonly<Record<Misbehaviour, string | null>> = {
  'mismatched-raw-id': 'response',
  'client-data-not-utf8': 'clientDataText',
  'client-data-repeats-member': 'clientDataJson',
  'wrong-type': 'type',
  'wrong-challenge': 'challenge',
  'wrong-origin': 'origin',
  'cross-origin': 'crossOrigin',
  'foreign-top-origin': 'topOrigin',
  'wrong-rp-id': 'rpIdHash',
  'no-user-presence': 'userPresent',
  'no-user-verification': 'userVerified',
  'backup-state-without-eligibility': 'backupState',
  'trailing-bytes': 'attestationObject',
  'no-attested-data': 'attestationObject',
  'long-credential-id': 'credentialIdLength',
  'unoffered-algorithm': 'algorithm',
  'key-off-curve': 'algorithm',
  'format-in-capitals': 'attestationFormat',
  'unsupported-format': 'attestationFormat',
  'foreign-format': 'attestationStatement',
  'statement-beside-none': 'attestationStatement',
  'garbage-signature': 'attestationStatement',
  'foreign-key': 'attestationStatement',
  'self-signature-wrong-alg': 'attestationStatement',
  'aaguid-extension-mismatch': 'attestationStatement',
  'aaguid-extension-critical': 'attestationStatement',
  'ca-leaf': 'attestationStatement',
  'wrong-ou': 'attestationStatement',
  'no-country': 'attestationStatement',
  'country-in-words': 'attestationStatement',
  'no-organization': 'attestationStatement',
  'aaguid-extension-unwrapped': 'attestationStatement',
  'extension-twice': 'attestationStatement',
  'version-1-leaf': 'attestationStatement',
  'serial-extension-critical': 'attestationStatement',
  'serial-extension-unwrapped': 'attestationStatement',
  'other-nonce': 'attestationStatement',
  'attested-other-key': 'attestationStatement',
  'tpm-old-version': 'attestationStatement',
  'tpm-truncated-cert-info': 'attestationStatement',
  'tpm-trailing-public-area': 'attestationStatement',
  'tpm-wrong-magic': 'attestationStatement',
  'tpm-wrong-type': 'attestationStatement',
  'tpm-wrong-name': 'attestationStatement',
  'aik-with-subject': 'attestationStatement',
  'aik-without-alternative-name': 'attestationStatement',
  'aik-without-model': 'attestationStatement',
  'aik-without-key-usage': 'attestationStatement',
  'no-key-description': 'attestationStatement',
  'malformed-key-description': 'attestationStatement',
  'extended-chain': 'attestationStatement',
  'all-applications': 'attestationStatement',
  'imported-key': 'attestationStatement',
  'key-not-for-signing': 'attestationStatement',
  'no-nonce-extension': 'attestationStatement',
  'malformed-nonce-extension': 'attestationStatement',
  'u2f-with-aaguid': 'attestationStatement',
  'u2f-other-curve': 'attestationStatement',
  'two-certificates': 'attestationStatement',
  'safetynet-no-version': 'attestationStatement',
  'safetynet-wrong-host': 'attestationStatement',
  'safetynet-without-cts': 'attestationStatement',
  'safetynet-stale': 'attestationStatement',
  'safetynet-in-the-future': 'attestationStatement',
  'single-statement': 'attestationStatement',
  'nested-compound': 'attestationStatement',
  'unknown-format-inside': 'attestationStatement',
  'chain-with-own-root': null,
  'other-credential': 'credentialOwner',
  'other-user-handle': 'credentialOwner',
  'no-user-handle': 'credentialOwner',
  'flips-backup-eligibility': 'backupEligibility',
  'stale-counter': null,
};
const noticedAtSignIn: Partial<Record<Misbehaviour, string>> = {
  'trailing-bytes': 'assertion',
  'garbage-signature': 'signature',
  'foreign-key': 'signature',
};

/** What the step says, where it can say many things; each with the prefix `webauthn.attestation_`. */
const refusedAs: Partial<Record<Misbehaviour, string>> = {
  'foreign-format': 'statement_malformed',
  'statement-beside-none': 'statement_malformed',
  'garbage-signature': 'signature_invalid',
  'foreign-key': 'signature_invalid',
  'self-signature-wrong-alg': 'algorithm_mismatch',
  'aaguid-extension-mismatch': 'aaguid_mismatch',
  'aaguid-extension-critical': 'certificate_unfit',
  'ca-leaf': 'certificate_unfit',
  'wrong-ou': 'certificate_unfit',
  'no-country': 'certificate_unfit',
  'country-in-words': 'certificate_unfit',
  'no-organization': 'certificate_unfit',
  'aaguid-extension-unwrapped': 'certificate_unfit',
  'extension-twice': 'certificate_unfit',
  'version-1-leaf': 'certificate_unfit',
  'serial-extension-critical': 'certificate_unfit',
  'serial-extension-unwrapped': 'certificate_unfit',
  'other-nonce': 'nonce_mismatch',
  'attested-other-key': 'key_mismatch',
  'tpm-old-version': 'statement_malformed',
  'tpm-truncated-cert-info': 'tpm_malformed',
  'tpm-trailing-public-area': 'tpm_malformed',
  'tpm-wrong-magic': 'tpm_magic',
  'tpm-wrong-type': 'tpm_type',
  'tpm-wrong-name': 'tpm_name_mismatch',
  'aik-with-subject': 'certificate_unfit',
  'aik-without-alternative-name': 'certificate_unfit',
  'aik-without-model': 'certificate_unfit',
  'aik-without-key-usage': 'certificate_unfit',
  'no-key-description': 'key_description_missing',
  'malformed-key-description': 'key_description_malformed',
  'extended-chain': 'chain_extended',
  'all-applications': 'key_for_all_applications',
  'imported-key': 'key_not_generated',
  'key-not-for-signing': 'key_not_for_signing',
  'no-nonce-extension': 'certificate_unfit',
  'malformed-nonce-extension': 'certificate_unfit',
  'u2f-with-aaguid': 'aaguid_mismatch',
  'u2f-other-curve': 'certificate_unfit',
  'two-certificates': 'statement_malformed',
  'safetynet-no-version': 'statement_malformed',
  'safetynet-wrong-host': 'certificate_unfit',
  'safetynet-without-cts': 'device_not_genuine',
  'safetynet-stale': 'time_unexpected',
  'safetynet-in-the-future': 'time_unexpected',
  'single-statement': 'compound_count',
  'nested-compound': 'compound_nested',
  'unknown-format-inside': 'format_unknown',
};

const all = Object.keys(misbehaviours) as Misbehaviour[];
const scopeOf = (name: Misbehaviour): MisbehaviourScope => misbehaviours[name];

/** The first of the steps where one of them is noticed; decoding comes before everything else. */
function firstNoticed(steps: readonly Step<never>[], expected: readonly (string | null)[]): string {
  const decoding = steps.filter(({ by }) => by === 'decoding');
  const order = [...decoding, ...steps.filter(({ by }) => by !== 'decoding')].map(({ id }) => id);
  return order.find((id) => expected.includes(id)) ?? 'accepted';
}

function attempt(seed: number, kind: AttestationKind, told: readonly Misbehaviour[]) {
  const random = seededRandom(`register ${seed}`);
  const maker = createMaker({ name: 'Acme', aaguids: [aaguid], random, at, intermediate: seed % 2 === 0 });
  const options = exampleCreationOptions(random);
  const authenticator = createAuthenticator({ random, attestation: kind, maker, aaguid, at });
  return verifyRegistration(authenticator.create(options, { origin, misbehaviours: told }), {
    challenge: options.challenge,
    origins: [origin],
    rpId: 'login.example',
    requireUserVerification: true,
    supportedAlgs: [-7, -257],
    at,
  });
}

function register(seed: number, kind: AttestationKind, told: readonly Misbehaviour[]): string {
  const result = attempt(seed, kind, told);
  return result.ok ? 'accepted' : result.error.step;
}

function signIn(seed: number, told: readonly Misbehaviour[]): string {
  const random = seededRandom(`sign in ${seed}`);
  const creation = exampleCreationOptions(random);
  const authenticator = createAuthenticator({ random, attestation: 'none' });
  const expected = { origins: [origin], rpId: 'login.example', requireUserVerification: true };
  const registered = verifyRegistration(authenticator.create(creation, { origin }), {
    ...expected,
    challenge: creation.challenge,
  });
  assert.ok(registered.ok);
  const { credentialId, publicKeySpki, signCount, facts } = registered.value;
  const request = exampleRequestOptions(random);
  const result = verifyAuthentication(
    authenticator.get(request, { origin, misbehaviours: told }),
    { ...expected, challenge: request.challenge },
    {
      id: credentialId,
      publicKey: publicKeySpki,
      signCount,
      backupEligible: facts.backupEligible,
      userHandle: creation.user.id,
      requireUserHandle: true,
    },
  );
  return result.ok ? 'accepted' : result.error.step;
}

/** `key-off-curve` breaks the last byte of the key, which is that of an EC key only while the algorithm is the usual one. */
const meaningful = (told: readonly Misbehaviour[]) =>
  !(told.includes('key-off-curve') && told.includes('unoffered-algorithm'));

describe('authenticators that misbehave', () => {
  for (const kind of attestationKinds) {
    const possible = all.filter((name) => {
      const { registration } = scopeOf(name);
      return typeof registration === 'boolean' ? registration : registration.includes(kind);
    });
    for (const name of possible) {
      test(`registration, ${kind}: ${name} is ${noticed[name] === null ? 'not noticed' : `noticed at ${noticed[name]}`}`, () => {
        assert.equal(register(1, kind, [name]), noticed[name] ?? 'accepted');
        const result = attempt(1, kind, [name]);
        const code = noticed[name] === 'attestationStatement' ? `webauthn.attestation_${refusedAs[name]}` : undefined;
        if (code !== undefined) assert.equal(result.ok ? 'accepted' : result.error.code, code);
      });
    }
    test(`registration, ${kind}: any set is refused at the first step that can notice one, and only then`, () => {
      fc.assert(
        fc.property(fc.nat(), fc.subarray(possible, { maxLength: 4 }).filter(meaningful), (seed, told) => {
          const expected = told.map((misbehaviour) => noticed[misbehaviour]);
          assert.equal(register(seed, kind, told), firstNoticed(registrationSteps, expected));
        }),
        { numRuns: 40 },
      );
    });
  }

  const possible = all.filter((name) => scopeOf(name).authentication);
  const stepOf = (name: Misbehaviour) => noticedAtSignIn[name] ?? noticed[name];
  for (const name of possible) {
    test(`sign-in: ${name} is ${stepOf(name) === null ? 'not noticed' : `noticed at ${stepOf(name)}`}`, () => {
      assert.equal(signIn(1, [name]), stepOf(name) ?? 'accepted');
    });
  }
  test('sign-in: any set is refused at the first step that can notice one, and only then', () => {
    fc.assert(
      fc.property(fc.nat(), fc.subarray(possible, { maxLength: 4 }), (seed, told) => {
        assert.equal(signIn(seed, told), firstNoticed(authenticationSteps, told.map(stepOf)));
      }),
      { numRuns: 100 },
    );
  });
});
