import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type AttestationKind,
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

const all = Object.keys(misbehaviours) as Misbehaviour[];
const scopeOf = (name: Misbehaviour): MisbehaviourScope => misbehaviours[name];

/** The first of the steps where one of them is noticed; decoding comes before everything else. */
function firstNoticed(steps: readonly Step<never>[], expected: readonly (string | null)[]): string {
  const decoding = steps.filter(({ by }) => by === 'decoding');
  const order = [...decoding, ...steps.filter(({ by }) => by !== 'decoding')].map(({ id }) => id);
  return order.find((id) => expected.includes(id)) ?? 'accepted';
}

function register(seed: number, kind: AttestationKind, told: readonly Misbehaviour[]): string {
  const random = seededRandom(`register ${seed}`);
  const maker = createMaker({ name: 'Acme', aaguids: [aaguid], random, at });
  const options = exampleCreationOptions(random);
  const authenticator = createAuthenticator({ random, attestation: kind, maker, aaguid });
  const result = verifyRegistration(authenticator.create(options, { origin, misbehaviours: told }), {
    challenge: options.challenge,
    origins: [origin],
    rpId: 'login.example',
    requireUserVerification: true,
    supportedAlgs: [-7, -257],
  });
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
  for (const kind of ['none', 'packed-self', 'packed-basic'] as const) {
    const possible = all.filter((name) => {
      const { registration } = scopeOf(name);
      return registration === true || (typeof registration === 'string' && kind.startsWith(registration));
    });
    for (const name of possible) {
      test(`registration, ${kind}: ${name} is ${noticed[name] === null ? 'not noticed' : `noticed at ${noticed[name]}`}`, () => {
        assert.equal(register(1, kind, [name]), noticed[name] ?? 'accepted');
      });
    }
    test(`registration, ${kind}: any set is refused at the first step that can notice one, and only then`, () => {
      fc.assert(
        fc.property(fc.nat(), fc.subarray(possible, { maxLength: 4 }).filter(meaningful), (seed, told) => {
          const expected = told.map((misbehaviour) => noticed[misbehaviour]);
          assert.equal(register(seed, kind, told), firstNoticed(registrationSteps, expected));
        }),
        { numRuns: 60 },
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
