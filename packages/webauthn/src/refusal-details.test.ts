import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ceremony,
  enveloped,
  expecting,
  origin,
  responding,
  run,
  withClientData,
  withMembers,
} from './testing/registration-ceremony.ts';
import { type AssertionDraft, judged, plainClientData } from './testing/signed-assertion.ts';

const none = ceremony('none');
const long = `https://${'a'.repeat(300)}.example`;

/** What an event says about a refusal: enough to mend it, and never longer than it must be. */
const registrations: readonly (readonly [step: string, code: string, detail: object | undefined, input: unknown])[] = [
  ['response', 'response_malformed', { member: 'credential' }, { ...none, response: 'x' }],
  ['response', 'response_malformed', { member: 'id' }, enveloped(none, { id: 7 })],
  ['response', 'response_malformed', { member: 'rawId' }, enveloped(none, { rawId: 7 })],
  ['response', 'response_malformed', { member: 'type' }, enveloped(none, { type: 'password' })],
  ['response', 'response_malformed', { member: 'response' }, enveloped(none, { response: 'x' })],
  ['response', 'response_malformed', { member: 'response' }, enveloped(none, { response: null })],
  ['response', 'response_malformed', { member: 'response.clientDataJSON' }, responding(none, { clientDataJSON: 1 })],
  [
    'response',
    'response_malformed',
    { member: 'response.attestationObject' },
    responding(none, { attestationObject: 1 }),
  ],
  ['response', 'response_malformed', { member: 'response.transports' }, responding(none, { transports: 'usb' })],
  [
    'response',
    'response_malformed',
    { member: 'authenticatorAttachment' },
    enveloped(none, { authenticatorAttachment: 7 }),
  ],
  [
    'clientExtensionResults',
    'response_malformed',
    { member: 'clientExtensionResults' },
    enveloped(none, { clientExtensionResults: 7 }),
  ],
  ['response', 'credential_id_mismatch', { reason: 'rawId' }, enveloped(none, { rawId: 'AAAA' })],
  [
    'type',
    'type_unexpected',
    { received: 'webauthn.get', expected: 'webauthn.create' },
    ceremony('none', 'wrong-type'),
  ],
  ['challenge', 'challenge_unexpected', undefined, ceremony('none', 'wrong-challenge')],
  [
    'origin',
    'origin_unexpected',
    { received: `${origin}.evil.test`, expected: [origin] },
    ceremony('none', 'wrong-origin'),
  ],
  [
    'origin',
    'origin_unexpected',
    { received: `${long.slice(0, 256)}…`, expected: [origin] },
    withClientData(none, { origin: long }),
  ],
  [
    'origin',
    'origin_unexpected',
    { received: 'a'.repeat(256), expected: [origin] },
    withClientData(none, { origin: 'a'.repeat(256) }),
  ],
  ['crossOrigin', 'cross_origin_unexpected', { received: true, expected: false }, ceremony('none', 'cross-origin')],
  [
    'topOrigin',
    'top_origin_unexpected',
    { received: 'https://frame.evil.test', expected: [] },
    ceremony('none', 'foreign-top-origin'),
  ],
  ['rpIdHash', 'rp_id_hash_unexpected', { expected: 'login.example' }, ceremony('none', 'wrong-rp-id')],
  ['userPresent', 'user_presence_missing', undefined, ceremony('none', 'no-user-presence')],
  ['userVerified', 'user_verification_missing', undefined, ceremony('none', 'no-user-verification')],
  [
    'backupState',
    'backup_state_impossible',
    { backupEligible: false, backedUp: true },
    ceremony('none', 'backup-state-without-eligibility'),
  ],
  [
    'algorithm',
    'algorithm_not_offered',
    { received: -7, expected: ['-257'] },
    expecting(none, { supportedAlgs: [-257] }),
  ],
  [
    'attestationFormat',
    'attestation_format_unknown',
    { received: 'a'.repeat(64) },
    withMembers(none, ['fmt', 'a'.repeat(65)]),
  ],
  ['attestationObject', 'attestation_object_malformed', { reason: 'fmt' }, withMembers(none, ['fmt', 1])],
  ['attestationObject', 'attestation_object_malformed', { reason: '4 members' }, withMembers(none, ['x', 1])],
  ['attestationObject', 'attestation_object_malformed', { reason: 'authData' }, withMembers(none, ['authData', 1])],
  [
    'credentialIdLength',
    'credential_id_too_long',
    { received: 1024, expected: 1023 },
    ceremony('none', 'long-credential-id'),
  ],
];

const framed = plainClientData.replace('}', ',"topOrigin":"https://frame.example"}');
const assertions: readonly (readonly [
  step: string,
  code: string,
  detail: object | undefined,
  draft: AssertionDraft,
])[] = [
  ['response', 'response_malformed', { member: 'response.authenticatorData' }, { response: { authenticatorData: 1 } }],
  ['response', 'response_malformed', { member: 'response.signature' }, { response: { signature: 1 } }],
  ['response', 'response_malformed', { member: 'response.userHandle' }, { response: { userHandle: '!' } }],
  ['allowCredentials', 'credential_not_allowed', { received: 'AAAA' }, { expected: { allowCredentials: ['BBBB'] } }],
  ['credentialOwner', 'credential_unexpected', { received: 'AAAA', expected: 'BBBB' }, { credential: { id: 'BBBB' } }],
  ['credentialOwner', 'user_handle_missing', undefined, { credential: { requireUserHandle: true } }],
  [
    'credentialOwner',
    'user_handle_mismatch',
    undefined,
    { credential: { requireUserHandle: true }, response: { userHandle: 'CCCC' } },
  ],
  [
    'credentialOwner',
    'user_handle_mismatch',
    undefined,
    { credential: { userHandle: 'DDDD' }, response: { userHandle: 'CCCC' } },
  ],
  [
    'topOrigin',
    'top_origin_unexpected',
    { received: 'https://frame.example', expected: ['https://a.example'] },
    { clientData: framed, expected: { allowCrossOrigin: true, topOrigins: ['https://a.example'] } },
  ],
  [
    'backupEligibility',
    'backup_eligibility_changed',
    { received: true, expected: false },
    { flags: 0x0d, credential: { backupEligible: false } },
  ],
  [
    'backupEligibility',
    'backup_eligibility_changed',
    { received: false, expected: true },
    { credential: { backupEligible: true } },
  ],
  ['signature', 'signature_invalid', { algorithm: 'ES256' }, { signature: () => new Uint8Array(8) }],
  ['signature', 'stored_key_unusable', { cause: 'encoding.base64url_malformed' }, { credential: { publicKey: '!' } }],
];

describe('refusals say what was received and what was expected', () => {
  for (const [step, code, detail, input] of registrations) {
    test(`registration: ${step} ${code} ${JSON.stringify(detail)?.slice(0, 90)}`, () => {
      const result = run(input);
      const expected = { step, code: `webauthn.${code}`, ...(detail === undefined ? {} : { detail }) };
      assert.deepEqual(result.ok ? 'accepted' : { ...result.error }, expected);
    });
  }
  for (const [step, code, detail, draft] of assertions) {
    test(`authentication: ${step} ${code} ${JSON.stringify(detail)?.slice(0, 90)}`, () => {
      const result = judged(draft);
      const expected = { step, code: `webauthn.${code}`, ...(detail === undefined ? {} : { detail }) };
      assert.deepEqual(result.ok ? 'accepted' : { ...result.error }, expected);
    });
  }
});
