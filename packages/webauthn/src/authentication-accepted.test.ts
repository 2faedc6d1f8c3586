import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { encodeCbor } from '@holdfast/encoding';
import { authenticationSteps } from './authentication-steps.ts';
import { ASSERTION_ORIGIN, type AssertionDraft, judged, plainClientData } from './testing/signed-assertion.ts';

const framed = plainClientData.replace('}', ',"crossOrigin":true,"topOrigin":"https://frame.example"}');
const outputs = encodeCbor(new Map([['hmac-secret', true]]));
const APP_ID = 'https://login.example/u2f.json';

/** By the step that could have refused. */
const accepted: readonly (readonly [string, string, AssertionDraft])[] = [
  ['response', 'more members than it must have', { response: { more: 1 }, envelope: { more: [] } }],
  ['response', 'a user handle that is null', { response: { userHandle: null } }],
  ['response', 'an empty user handle', { response: { userHandle: '' } }],
  ['clientExtensionResults', 'results that nobody asked for', { envelope: { clientExtensionResults: { x: {} } } }],
  ['allowCredentials', 'a credential of the list', { expected: { allowCredentials: ['BBBB', 'AAAA'] } }],
  ['allowCredentials', 'any where the list was empty', { expected: { allowCredentials: [] } }],
  ['credentialOwner', 'nobody named and nobody stored', {}],
  [
    'credentialOwner',
    'the owner, when nobody was named',
    { response: { userHandle: 'CCCC' }, credential: { userHandle: 'CCCC', requireUserHandle: true } },
  ],
  ['credentialOwner', 'no user handle when somebody was named', { credential: { userHandle: 'CCCC' } }],
  ['assertion', 'attested credential data of old keys', { flags: 0x45, tail: attestedData() }],
  ['assertion', 'reserved flag bits', { flags: 0x27 }],
  ['clientDataText', 'a byte order mark', { clientData: `\uFEFF${plainClientData}` }],
  [
    'clientDataJson',
    'white space and unknown members',
    { clientData: `${plainClientData.replace('}', ', "m" : [ {} ] }')}\t` },
  ],
  ['type', 'webauthn.get', { clientData: plainClientData }],
  [
    'challenge',
    'the challenge that was given out, escaped',
    { clientData: plainClientData.replace('AAAA', '\\u0041AAA') },
  ],
  ['origin', 'one of several origins', { expected: { origins: ['https://a.example', ASSERTION_ORIGIN] } }],
  [
    'crossOrigin',
    'a frame where it may',
    { clientData: plainClientData.replace('}', ',"crossOrigin":true}'), expected: { allowCrossOrigin: true } },
  ],
  [
    'topOrigin',
    'an embedding page in the list',
    { clientData: framed, expected: { allowCrossOrigin: true, topOrigins: ['https://frame.example'] } },
  ],
  ['rpIdHash', 'an AppID that was asked for and reported', viaAppId({ appid: true })],
  ['userPresent', 'presence and verification', { flags: 0x05 }],
  [
    'userVerified',
    'no verification where none is required',
    { flags: 0x01, expected: { requireUserVerification: false } },
  ],
  ['backupState', 'a passkey that is backed up', { flags: 0x1d }],
  ['backupState', 'a passkey that may be backed up', { flags: 0x0d }],
  ['backupEligibility', 'what was stored', { flags: 0x0d, credential: { backupEligible: true } }],
  ['backupEligibility', 'what nobody stored', { flags: 0x0d }],
  ['clientDataHash', 'client data that was signed as it came', { clientData: `  ${plainClientData}` }],
  ['signature', 'the signature of the stored key', {}],
  ['extensions', 'outputs of extensions that nobody asked for', { flags: 0x85, tail: outputs }],
  [
    'extensions',
    'an AppID that nobody asked for and that was not used',
    { envelope: { clientExtensionResults: { appid: true } } },
  ],
];

/** What a step that cannot refuse by itself has to be noticed by. */
const noticedElsewhere: readonly (readonly [string, string, string, AssertionDraft])[] = [
  [
    'clientDataHash',
    'signature webauthn.signature_invalid',
    'client data that was written again after signing',
    { response: { clientDataJSON: Buffer.from(`${plainClientData} `).toString('base64url') } },
  ],
  [
    'extensions',
    'rpIdHash webauthn.rp_id_hash_unexpected',
    'an AppID that was not reported',
    viaAppId({ appid: false }),
  ],
];

function viaAppId(clientExtensionResults: object): AssertionDraft {
  return { rpId: APP_ID, expected: { appid: APP_ID }, envelope: { clientExtensionResults } };
}

function attestedData(): Uint8Array {
  const key = encodeCbor(new Map<number, number>([[1, 2]]));
  return Uint8Array.of(...new Uint8Array(16), 0, 1, 7, ...key);
}

describe('WebAuthn L3 §7.2 verifying an authentication assertion', () => {
  for (const [step, what, draft] of accepted) {
    test(`${step}: accepts ${what}`, () => {
      const result = judged(draft);
      assert.ok(result.ok, JSON.stringify(result));
    });
  }
  for (const [step, refusal, what, draft] of noticedElsewhere) {
    test(`${step}: refuses ${what}`, () => {
      const result = judged(draft);
      assert.equal(result.ok ? 'accepted' : `${result.error.step} ${result.error.code}`, refusal);
    });
  }

  test('every step that is done here or while decoding has an accepted case', () => {
    const told = new Set(accepted.map(([step]) => step));
    const done = authenticationSteps.filter(({ by }) => by === 'here' || by === 'decoding').map(({ id }) => id);
    assert.deepEqual([...told].sort(), done.sort());
  });
});
