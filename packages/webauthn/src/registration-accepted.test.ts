import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type AuthenticatorOptions,
  attestationKinds,
  createAuthenticator,
  exampleCreationOptions,
  type SigningAlgorithm,
  seededRandom,
} from '@holdfast/emulator';
import { concatBytes, coseAlgorithms, encodeCbor, toBase64url } from '@holdfast/encoding';
import { registrationSteps } from './registration-steps.ts';
import {
  base64url,
  type Ceremony,
  ceremony,
  clientDataOf,
  edited,
  enveloped,
  expecting,
  origin,
  responding,
  run,
  withAuthData,
  withClientData,
} from './testing/registration-ceremony.ts';
import { trustGroupRegistration } from './testing/trust-group-ceremony.ts';

const random = seededRandom('accepted registrations');
const none = ceremony('none');
const numberOf = (name: SigningAlgorithm) => coseAlgorithms.find((row) => row.name === name)?.number ?? 0;

function made(settings: Partial<AuthenticatorOptions>, rpId = 'login.example'): Ceremony {
  const algorithm = settings.algorithm ?? 'ES256';
  const options = exampleCreationOptions(random, { offers: [algorithm], rpId });
  const authenticator = createAuthenticator({ random, attestation: 'none', ...settings });
  return {
    response: authenticator.create(options, { origin }),
    expected: {
      challenge: options.challenge,
      origins: [origin],
      rpId,
      requireUserVerification: true,
      supportedAlgs: [numberOf(algorithm)],
    },
  };
}

/** Format none signs nothing, so that the id can be as long as one likes. */
function withIdOf(sizeBytes: number): unknown {
  const id = random(sizeBytes);
  const changed = withAuthData(none, (data) => {
    const key = data.subarray(37 + 18 + 32);
    return concatBytes(data.subarray(0, 53), Uint8Array.of(sizeBytes >> 8, sizeBytes & 0xff), id, key);
  }) as Ceremony;
  return enveloped(changed, { id: toBase64url(id), rawId: toBase64url(id) });
}

const extensions = encodeCbor(new Map([['credProtect', 2]]));
const withExtensions = withAuthData(none, (data) => concatBytes(edited(data, 32, 0xc5), extensions));
const clientData = clientDataOf(none);
const written = (text: string) => responding(none, { clientDataJSON: base64url(text) });

/** By the step that could have refused. */
const accepted: readonly (readonly [string, string, unknown])[] = [
  [
    'response',
    'no transports and no attachment',
    {
      ...none,
      response: {
        ...none.response,
        authenticatorAttachment: null,
        response: { ...none.response.response, transports: undefined },
      },
    },
  ],
  ['response', 'more members than it must have', enveloped(none, { more: { __proto__: null } })],
  ['response', 'an attachment that nobody knows', enveloped(none, { authenticatorAttachment: 'telepathic' })],
  ['clientExtensionResults', 'no results', enveloped(none, { clientExtensionResults: undefined })],
  ['clientExtensionResults', 'results that nobody asked for', enveloped(none, { clientExtensionResults: { x: 1 } })],
  ['clientDataText', 'a byte order mark', written(`\uFEFF${JSON.stringify(clientData)}`)],
  ['clientDataJson', 'white space', written(` ${JSON.stringify(clientData, null, 2)}\r\n`)],
  ['clientDataJson', 'unknown members', withClientData(none, { tokenBinding: 'x', other_keys: {} })],
  ['clientDataJson', 'names that repeat on another level', withClientData(none, { other: { type: 1, origin: 2 } })],
  [
    'type',
    'members in another order',
    written(JSON.stringify(Object.fromEntries(Object.entries(clientData).reverse()))),
  ],
  ['challenge', 'the challenge that was given out', none],
  ['origin', 'one of several origins', expecting(none, { origins: ['https://other.example', origin] })],
  [
    'origin',
    'the origin of an application',
    expecting(withClientData(none, { origin: 'android:apk-key-hash:AAAA' }) as Ceremony, {
      origins: ['android:apk-key-hash:AAAA'],
    }),
  ],
  ['crossOrigin', 'a frame where it may', expecting(ceremony('none', 'cross-origin'), { allowCrossOrigin: true })],
  ['crossOrigin', 'no word about frames', withClientData(none, { crossOrigin: undefined })],
  [
    'topOrigin',
    'an embedding page in the list',
    expecting(ceremony('none', 'foreign-top-origin'), {
      allowCrossOrigin: true,
      topOrigins: ['https://frame.evil.test'],
    }),
  ],
  ['clientDataHash', 'client data that was signed as it came', ceremony('packed-self')],
  ['attestationObject', 'extensions', withExtensions],
  ['attestationObject', 'reserved flag bits', withAuthData(none, (data) => edited(data, 32, 0x67))],
  ['rpIdHash', 'the RP ID of a parent domain', made({}, 'example')],
  [
    'userPresent',
    'nobody present in a conditional creation',
    expecting(ceremony('none', 'no-user-presence'), { mediation: 'conditional' }),
  ],
  [
    'userVerified',
    'no verification where none is required',
    expecting(ceremony('none', 'no-user-verification'), { requireUserVerification: false }),
  ],
  ['backupState', 'a passkey that is backed up', made({ backupEligible: true, backedUp: true })],
  ['backupState', 'a passkey that may be backed up', made({ backupEligible: true })],
  ...(['ES256', 'ES384', 'ES512', 'ES256K', 'EdDSA', 'Ed448', 'ML-DSA-44'] as const).map(
    (algorithm) => ['algorithm', algorithm, made({ algorithm })] as const,
  ),
  ...attestationKinds.map((kind) => ['attestationFormat', kind, ceremony(kind)] as const),
  ...attestationKinds.map((kind) => ['attestationStatement', kind, ceremony(kind)] as const),
  [
    'attestationStatement',
    'a chain with its own root, which only trust can tell',
    ceremony('packed-basic', 'chain-with-own-root'),
  ],
  ['credentialIdLength', 'an id of 1023 bytes', withIdOf(1023)],
  ['credentialIdLength', 'an id of one byte', withIdOf(1)],
  ['extensions', 'outputs of extensions that nobody asked for', withExtensions],
  ['extensions', 'no outputs at all', enveloped(none, { clientExtensionResults: {} })],
  ['extensions', 'a trust group key that holds', trustGroupRegistration()],
];

/** What a step that cannot refuse by itself has to be noticed by. */
const noticedElsewhere: readonly (readonly [string, string, string, unknown])[] = [
  [
    'clientDataHash',
    'attestationStatement webauthn.attestation_signature_invalid',
    'client data that was written again after signing',
    (() => {
      const self = ceremony('packed-self');
      return responding(self, { clientDataJSON: base64url(JSON.stringify(clientDataOf(self), null, 1)) });
    })(),
  ],
  [
    'extensions',
    'attestationObject webauthn.authenticator_data_malformed',
    'outputs of extensions that are not a map',
    withAuthData(none, (data) => concatBytes(edited(data, 32, 0xc5), encodeCbor(['credProtect']))),
  ],
];

describe('WebAuthn L3 §7.1 registering a new credential', () => {
  for (const [step, what, input] of accepted) {
    test(`${step}: accepts ${what}`, () => {
      const result = run(input);
      assert.ok(result.ok, JSON.stringify(result));
    });
  }
  for (const [step, refusal, what, input] of noticedElsewhere) {
    test(`${step}: refuses ${what}`, () => {
      const result = run(input);
      assert.equal(result.ok ? 'accepted' : `${result.error.step} ${result.error.code}`, refusal);
    });
  }

  test('every step that is done here or while decoding has an accepted case', () => {
    const told = new Set(accepted.map(([step]) => step));
    const done = registrationSteps.filter(({ by }) => by === 'here' || by === 'decoding').map(({ id }) => id);
    assert.deepEqual([...told].sort(), done.sort());
  });
});
