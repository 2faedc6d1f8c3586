import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant } from '@holdfast/kernel';
import { settingsOf, type ThirdPartyCase, thirdPartyCases } from '../../../vectors/third-party.ts';
import type { StoredCredential } from './ceremony.ts';
import { verifiableFormats } from './formats.ts';
import { verifyAuthentication } from './verify-authentication.ts';
import { verifyRegistration } from './verify-registration.ts';

/** Cases that only trust can refuse: the ceremony itself holds. They are judged with the assessment. */
const forTrust = [
  'par-pyw-packed-wrong-root',
  'par-wrs-androidkey-hardware-roots',
  'par-wa4j-safetynet-real-roots',
  'res-packed-not-yet',
  'res-packed-untrusted',
  'res-packed-fake-root-in-x5c',
  'res-packed-intermediate-missing',
  'res-packed-pathlen',
];

function registrationVerdict(given: ThirdPartyCase) {
  const at = given.verifyAt == null ? {} : { at: instant(Date.parse(given.verifyAt)) };
  return verifyRegistration(given.response, { ...settingsOf(given), ...at });
}

function authenticationVerdict(given: ThirdPartyCase) {
  const { storedBackupEligible } = given.options;
  const credential: StoredCredential = {
    id: given.credentialId ?? '',
    publicKey: given.credentialPublicKey ?? '',
    signCount: given.storedCounter ?? 0,
    ...(storedBackupEligible === undefined ? {} : { backupEligible: storedBackupEligible }),
  };
  return verifyAuthentication(given.response, settingsOf(given), credential);
}

const registrations = thirdPartyCases('registrations');

describe('third-party registrations', () => {
  for (const given of registrations) {
    const expected = forTrust.includes(given.id) ? 'accept' : given.expect;
    test(`${given.id}: ${expected}${given.reason === null ? '' : ` (${given.reason})`}`, () => {
      const result = registrationVerdict(given);
      assert.equal(result.ok ? 'accept' : 'reject', expected, JSON.stringify(result));
      if (result.ok) assert.equal(result.value.facts.aaguid, given.aaguid);
      if (result.ok) assert.equal(result.value.facts.format, given.fmt);
    });
  }

  if (registrations.length > 0) {
    test('every format has a case that is accepted', () => {
      const accepted = new Set(registrations.filter(({ expect }) => expect === 'accept').map(({ fmt }) => fmt));
      assert.deepEqual([...accepted].sort(), [...verifiableFormats].sort());
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
