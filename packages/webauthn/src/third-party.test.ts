import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { coseAlgorithms } from '@holdfast/encoding';
import { type ThirdPartyCase, thirdPartyCases } from '../../../vectors/third-party.ts';
import type { Expected, ExpectedRegistration, StoredCredential } from './ceremony.ts';
import { verifyAuthentication } from './verify-authentication.ts';
import { verifyRegistration } from './verify-registration.ts';

/** Formats that have no verifier. A new verifier takes its name off this list. */
const unverifiedFormats = ['tpm', 'android-key', 'android-safetynet', 'fido-u2f', 'apple', 'compound'];
/** Algorithms that product and standard do not ask for. */
const foreignAlgorithms = ['RS1'];

/** Cases that only trust can refuse: the ceremony itself holds. They are judged with the assessment. */
const forTrust = [
  'par-pyw-packed-wrong-root',
  'res-packed-not-yet',
  'res-packed-untrusted',
  'res-packed-fake-root-in-x5c',
  'res-packed-intermediate-missing',
  'res-packed-pathlen',
];

function expectedOf(given: ThirdPartyCase): Expected {
  const { allowCrossOrigin, topOrigins, appid } = given.options;
  return {
    challenge: given.challenge,
    origins: given.origins,
    rpId: given.rpId,
    requireUserVerification: given.requireUV,
    ...(allowCrossOrigin === undefined ? {} : { allowCrossOrigin }),
    ...(topOrigins === undefined ? {} : { topOrigins }),
    ...(appid === undefined ? {} : { appid }),
  };
}

function registrationVerdict(given: ThirdPartyCase) {
  const { supportedAlgs, mediation } = given.options;
  const expected: ExpectedRegistration = {
    ...expectedOf(given),
    // The collection means all by an absent list; ours leaves the weak ones out.
    supportedAlgs: supportedAlgs ?? coseAlgorithms.map(({ number }) => number),
    ...(mediation === undefined ? {} : { mediation }),
  };
  return verifyRegistration(given.response, expected);
}

function authenticationVerdict(given: ThirdPartyCase) {
  const { storedBackupEligible } = given.options;
  const credential: StoredCredential = {
    id: given.credentialId ?? '',
    publicKey: given.credentialPublicKey ?? '',
    signCount: given.storedCounter ?? 0,
    ...(storedBackupEligible === undefined ? {} : { backupEligible: storedBackupEligible }),
  };
  return verifyAuthentication(given.response, expectedOf(given), credential);
}

const registrations = thirdPartyCases('registrations');
const isVerifiable = ({ fmt, alg }: ThirdPartyCase) =>
  !unverifiedFormats.includes(fmt ?? '') && !foreignAlgorithms.includes(alg ?? '');

describe('third-party registrations', () => {
  for (const given of registrations) {
    if (isVerifiable(given)) {
      const expected = forTrust.includes(given.id) ? 'accept' : given.expect;
      test(`${given.id}: ${expected}${given.reason === null ? '' : ` (${given.reason})`}`, () => {
        const result = registrationVerdict(given);
        assert.equal(result.ok ? 'accept' : 'reject', expected, JSON.stringify(result));
        if (result.ok) assert.equal(result.value.facts.aaguid, given.aaguid);
      });
    } else {
      test(`${given.id}: refused while ${given.fmt} with ${given.alg} is not verified`, () => {
        const result = registrationVerdict(given);
        assert.equal(result.ok, false);
        assert.ok(result.ok || given.expect === 'reject' || isUnsupported(result.error.code), JSON.stringify(result));
      });
    }
  }

  if (registrations.length > 0) {
    test('what is not verified is known by number', () => {
      const counts = new Map<string, number>();
      for (const given of registrations.filter((candidate) => !isVerifiable(candidate))) {
        const kind = foreignAlgorithms.includes(given.alg ?? '') ? `algorithm ${given.alg}` : `format ${given.fmt}`;
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
      }
      assert.deepEqual(Object.fromEntries(counts), {
        'algorithm RS1': 1,
        'format android-key': 6,
        'format android-safetynet': 7,
        'format apple': 9,
        'format compound': 2,
        'format fido-u2f': 16,
        'format tpm': 14,
      });
    });
  }
});

describe('third-party sign-ins', () => {
  for (const given of thirdPartyCases('authentications')) {
    test(`${given.id}: ${given.expect}${given.reason === null ? '' : ` (${given.reason})`}`, () => {
      const result = authenticationVerdict(given);
      assert.equal(result.ok ? 'accept' : 'reject', given.expect, JSON.stringify(result));
    });
  }
});

function isUnsupported(code: string): boolean {
  return code === 'webauthn.attestation_format_unsupported' || code === 'webauthn.algorithm_unsupported';
}
