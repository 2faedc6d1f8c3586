import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type AttestationKind,
  createAuthenticator,
  exampleCreationOptions,
  type Misbehaviour,
  seededRandom,
} from '@holdfast/emulator';
import { concatBytes } from '@holdfast/encoding';
import { webauthnErrors } from './errors.ts';
import { registrationSteps } from './registration-steps.ts';
import {
  aaguid,
  base64url,
  ceremony,
  edited,
  enveloped,
  expecting,
  maker,
  origin,
  responding,
  run,
  withAuthData,
  withClientData,
  withMembers,
  withObject,
} from './testing/registration-ceremony.ts';
import { trustGroupKeyRefusals, trustGroupRegistration } from './testing/trust-group-ceremony.ts';
import { verifyRegistration } from './verify-registration.ts';

const random = seededRandom('refused registrations');
const none = ceremony('none');
const self = ceremony('packed-self');
const basic = ceremony('packed-basic');

/** Each row breaks one thing in a conforming ceremony, so that a failure names one step. */
const refused: readonly (readonly [string, string, string, unknown])[] = [
  ['response', 'webauthn.response_malformed', 'nothing', { ...none, response: null }],
  ['response', 'webauthn.response_malformed', 'a list', { ...none, response: [] }],
  ['response', 'webauthn.response_malformed', 'another type of credential', enveloped(none, { type: 'password' })],
  ['response', 'webauthn.response_malformed', 'no id', enveloped(none, { id: undefined })],
  ['response', 'webauthn.response_malformed', 'an empty id', enveloped(none, { id: '', rawId: '' })],
  [
    'response',
    'webauthn.response_malformed',
    'an id that is not base64url',
    enveloped(none, { id: 'a=', rawId: 'a=' }),
  ],
  ['response', 'webauthn.response_malformed', 'no rawId', enveloped(none, { rawId: undefined })],
  [
    'response',
    'webauthn.response_malformed',
    'no attestation object',
    responding(none, { attestationObject: undefined }),
  ],
  ['response', 'webauthn.response_malformed', 'no client data', responding(none, { clientDataJSON: undefined })],
  ['response', 'webauthn.response_malformed', 'client data as bytes', responding(none, { clientDataJSON: [1, 2] })],
  [
    'response',
    'webauthn.response_malformed',
    'client data of a megabyte',
    responding(none, { clientDataJSON: 'A'.repeat(1 << 20) }),
  ],
  ['response', 'webauthn.response_malformed', '17 transports', responding(none, { transports: Array(17).fill('usb') })],
  ['response', 'webauthn.response_malformed', 'transports that are text', responding(none, { transports: 'usb' })],
  ['response', 'webauthn.response_malformed', 'transports that are numbers', responding(none, { transports: [1] })],
  ['response', 'webauthn.response_malformed', 'a numeric attachment', enveloped(none, { authenticatorAttachment: 1 })],
  ['response', 'webauthn.credential_id_mismatch', 'two different ids', ceremony('none', 'mismatched-raw-id')],
  [
    'clientExtensionResults',
    'webauthn.response_malformed',
    'extension results that are text',
    enveloped(none, { clientExtensionResults: 'x' }),
  ],
  [
    'clientDataText',
    'webauthn.client_data_not_utf8',
    'bytes that are not UTF-8',
    ceremony('none', 'client-data-not-utf8'),
  ],
  [
    'clientDataJson',
    'webauthn.client_data_malformed',
    'a member twice',
    ceremony('none', 'client-data-repeats-member'),
  ],
  [
    'clientDataJson',
    'webauthn.client_data_malformed',
    'a member twice, once escaped',
    responding(none, {
      clientDataJSON: base64url('{"type":"webauthn.create","challenge":"a","origin":"b","t\\u0079pe":"webauthn.get"}'),
    }),
  ],
  ['clientDataJson', 'webauthn.client_data_malformed', 'no JSON', responding(none, { clientDataJSON: base64url('{') })],
  ['clientDataJson', 'webauthn.client_data_malformed', 'a list', responding(none, { clientDataJSON: base64url('[]') })],
  ['clientDataJson', 'webauthn.client_data_malformed', 'no origin', withClientData(none, { origin: undefined })],
  [
    'clientDataJson',
    'webauthn.client_data_malformed',
    'members that are only inherited',
    responding(none, {
      clientDataJSON: base64url('{"__proto__":{"type":"webauthn.create","challenge":"a","origin":"b"}}'),
    }),
  ],
  [
    'clientDataJson',
    'webauthn.client_data_malformed',
    'crossOrigin that is text',
    withClientData(none, { crossOrigin: 'false' }),
  ],
  [
    'clientDataJson',
    'webauthn.client_data_malformed',
    'topOrigin that is a list',
    withClientData(none, { topOrigin: [] }),
  ],
  ['type', 'webauthn.type_unexpected', 'an assertion replayed as a registration', ceremony('none', 'wrong-type')],
  [
    'challenge',
    'webauthn.challenge_unexpected',
    'a challenge from another session',
    ceremony('none', 'wrong-challenge'),
  ],
  ['challenge', 'webauthn.challenge_unexpected', 'an empty challenge', withClientData(none, { challenge: '' })],
  ['origin', 'webauthn.origin_unexpected', 'our origin as a prefix', ceremony('none', 'wrong-origin')],
  ['origin', 'webauthn.origin_unexpected', 'another port', withClientData(none, { origin: `${origin}:8443` })],
  ['origin', 'webauthn.origin_unexpected', 'another scheme', withClientData(none, { origin: 'http://login.example' })],
  ['origin', 'webauthn.origin_unexpected', 'a subdomain', withClientData(none, { origin: 'https://a.login.example' })],
  ['crossOrigin', 'webauthn.cross_origin_unexpected', 'a frame of another origin', ceremony('none', 'cross-origin')],
  [
    'topOrigin',
    'webauthn.top_origin_unexpected',
    'an embedding page where none may embed',
    ceremony('none', 'foreign-top-origin'),
  ],
  [
    'topOrigin',
    'webauthn.top_origin_unexpected',
    'a listed embedding page where none may embed',
    expecting(ceremony('none', 'foreign-top-origin'), { topOrigins: ['https://frame.evil.test'] }),
  ],
  [
    'topOrigin',
    'webauthn.top_origin_unexpected',
    'an embedding page that is not in the list',
    expecting(ceremony('none', 'foreign-top-origin'), { allowCrossOrigin: true, topOrigins: ['https://frame.test'] }),
  ],
  [
    'attestationObject',
    'webauthn.attestation_object_malformed',
    'no CBOR',
    responding(none, { attestationObject: 'AAAA' }),
  ],
  [
    'attestationObject',
    'webauthn.attestation_object_malformed',
    'a number',
    responding(none, { attestationObject: 'AA' }),
  ],
  ['attestationObject', 'webauthn.attestation_object_malformed', 'a fourth member', withMembers(none, ['more', 1])],
  ['attestationObject', 'webauthn.attestation_object_malformed', 'a numeric format', withMembers(none, ['fmt', 1])],
  [
    'attestationObject',
    'webauthn.attestation_object_malformed',
    'authenticator data as text',
    withMembers(none, ['authData', 'x']),
  ],
  ['attestationObject', 'webauthn.authenticator_data_malformed', 'bytes left over', ceremony('none', 'trailing-bytes')],
  [
    'attestationObject',
    'webauthn.authenticator_data_malformed',
    '36 bytes',
    withAuthData(none, (data) => data.slice(0, 36)),
  ],
  [
    'attestationObject',
    'webauthn.authenticator_data_malformed',
    'a truncated AAGUID',
    withAuthData(none, (data) => data.slice(0, 50)),
  ],
  [
    'attestationObject',
    'webauthn.authenticator_data_malformed',
    'a truncated credential id',
    withAuthData(none, (data) => data.slice(0, 60)),
  ],
  [
    'attestationObject',
    'webauthn.authenticator_data_malformed',
    'a truncated key',
    withAuthData(none, (data) => data.slice(0, -1)),
  ],
  [
    'attestationObject',
    'webauthn.authenticator_data_malformed',
    'extensions announced and missing',
    withAuthData(none, (data) => edited(data, 32, 0xc5)),
  ],
  [
    'attestationObject',
    'webauthn.authenticator_data_malformed',
    'extensions that are not a map',
    withAuthData(none, (data) => concatBytes(edited(data, 32, 0xc5), Uint8Array.of(1))),
  ],
  [
    'attestationObject',
    'webauthn.attested_data_missing',
    'no attested credential data',
    ceremony('none', 'no-attested-data'),
  ],
  [
    'attestationObject',
    'webauthn.credential_id_mismatch',
    'another credential id than the response',
    withAuthData(none, (data) => edited(data, 60, (data[60] ?? 0) ^ 1)),
  ],
  ['rpIdHash', 'webauthn.rp_id_hash_unexpected', 'another RP ID', ceremony('none', 'wrong-rp-id')],
  ['userPresent', 'webauthn.user_presence_missing', 'nobody present', ceremony('none', 'no-user-presence')],
  [
    'userVerified',
    'webauthn.user_verification_missing',
    'presence without verification',
    ceremony('none', 'no-user-verification'),
  ],
  [
    'backupState',
    'webauthn.backup_state_impossible',
    'backed up without being eligible',
    ceremony('none', 'backup-state-without-eligibility'),
  ],
  [
    'algorithm',
    'webauthn.algorithm_not_offered',
    'an algorithm that was not offered',
    ceremony('none', 'unoffered-algorithm'),
  ],
  ['algorithm', 'webauthn.credential_key_invalid', 'a key off the curve', ceremony('none', 'key-off-curve')],
  // In the COSE key, byte 4 is the value of alg: 0x26 is -7, 0x3f would need more bytes, 0x2f is -16.
  [
    'algorithm',
    'webauthn.algorithm_unsupported',
    'an algorithm that nobody knows',
    withAuthData(none, (data) => edited(data, 37 + 16 + 2 + 32 + 4, 0x2f)),
  ],
  [
    'attestationFormat',
    'webauthn.attestation_format_unknown',
    'a format in capitals',
    ceremony('none', 'format-in-capitals'),
  ],
  [
    'attestationFormat',
    'webauthn.attestation_format_unknown',
    'a format that nobody registered',
    ceremony('none', 'unsupported-format'),
  ],
  [
    'attestationStatement',
    'webauthn.attestation_statement_malformed',
    'a list for a packed statement',
    withMembers(self, ['attStmt', []]),
  ],
  [
    'attestationStatement',
    'webauthn.attestation_statement_malformed',
    'an empty packed statement',
    withMembers(self, ['attStmt', new Map()]),
  ],
  [
    'attestationStatement',
    'webauthn.attestation_statement_malformed',
    'a statement without signature',
    withMembers(self, ['attStmt', new Map([['alg', -7]])]),
  ],
  [
    'attestationStatement',
    'webauthn.attestation_statement_malformed',
    'an ECDAA statement',
    withMembers(self, [
      'attStmt',
      new Map<string, unknown>([
        ['alg', -7],
        ['sig', new Uint8Array(8)],
        ['ecdaaKeyId', new Uint8Array(8)],
      ]),
    ]),
  ],
  [
    'attestationStatement',
    'webauthn.attestation_statement_malformed',
    'an empty chain',
    withMembers(basic, [
      'attStmt',
      new Map<string, unknown>([
        ['alg', -7],
        ['sig', new Uint8Array(8)],
        ['x5c', []],
      ]),
    ]),
  ],
  [
    'attestationStatement',
    'webauthn.attestation_statement_malformed',
    'a chain of text',
    withMembers(basic, [
      'attStmt',
      new Map<string, unknown>([
        ['alg', -7],
        ['sig', new Uint8Array(8)],
        ['x5c', ['x']],
      ]),
    ]),
  ],
  [
    'attestationStatement',
    'webauthn.attestation_algorithm_mismatch',
    'a statement algorithm that the certified key does not have',
    withMembers(basic, [
      'attStmt',
      new Map<string, unknown>([
        ['alg', -257],
        ['sig', new Uint8Array(8)],
        ['x5c', maker.issue(aaguid).chain],
      ]),
    ]),
  ],
  [
    'attestationStatement',
    'webauthn.attestation_signature_invalid',
    'a certified statement with its chain dropped',
    withObject(basic, (object) => {
      const statement = new Map<unknown, unknown>(object.get('attStmt') ?? assert.fail());
      statement.delete('x5c');
      return new Map<unknown, unknown>([...object, ['attStmt', statement]]);
    }),
  ],
  [
    'attestationStatement',
    'webauthn.attestation_certificate_unfit',
    'a certificate that is not one',
    withMembers(basic, [
      'attStmt',
      new Map<string, unknown>([
        ['alg', -7],
        ['sig', new Uint8Array(8)],
        ['x5c', [new Uint8Array(8)]],
      ]),
    ]),
  ],
  [
    'credentialIdLength',
    'webauthn.credential_id_too_long',
    'a credential id of 1024 bytes',
    ceremony('none', 'long-credential-id'),
  ],
];

const sha1Statement = new Map<string, unknown>([
  ['alg', -65535],
  ['sig', new Uint8Array(256)],
]);
const weak = withMembers(self, ['attStmt', sha1Statement]);

/** One rule of a format broken, by an authenticator that is told so. */
const statements: readonly (readonly [string, AttestationKind, Misbehaviour])[] = [
  ['statement_malformed', 'none', 'statement-beside-none'],
  ['algorithm_mismatch', 'packed-self', 'self-signature-wrong-alg'],
  ['signature_invalid', 'packed-self', 'garbage-signature'],
  ['signature_invalid', 'packed-self', 'foreign-key'],
  ['signature_invalid', 'packed-basic', 'foreign-key'],
  ['certificate_unfit', 'packed-basic', 'ca-leaf'],
  ['certificate_unfit', 'packed-basic', 'wrong-ou'],
  ['certificate_unfit', 'packed-basic', 'no-country'],
  ['certificate_unfit', 'packed-basic', 'version-1-leaf'],
  ['certificate_unfit', 'packed-basic', 'aaguid-extension-critical'],
  ['aaguid_mismatch', 'packed-basic', 'aaguid-extension-mismatch'],
  ['key_mismatch', 'tpm', 'attested-other-key'],
  ['key_mismatch', 'android-key', 'attested-other-key'],
  ['key_mismatch', 'apple', 'attested-other-key'],
  ['nonce_mismatch', 'tpm', 'other-nonce'],
  ['nonce_mismatch', 'android-key', 'other-nonce'],
  ['nonce_mismatch', 'apple', 'other-nonce'],
  ['nonce_mismatch', 'android-safetynet', 'other-nonce'],
  ['tpm_malformed', 'tpm', 'tpm-truncated-cert-info'],
  ['tpm_magic', 'tpm', 'tpm-wrong-magic'],
  ['tpm_type', 'tpm', 'tpm-wrong-type'],
  ['tpm_name_mismatch', 'tpm', 'tpm-wrong-name'],
  ['key_description_missing', 'android-key', 'no-key-description'],
  ['key_description_malformed', 'android-key', 'malformed-key-description'],
  ['chain_extended', 'android-key', 'extended-chain'],
  ['key_for_all_applications', 'android-key', 'all-applications'],
  ['key_not_generated', 'android-key', 'imported-key'],
  ['key_not_for_signing', 'android-key', 'key-not-for-signing'],
  ['device_not_genuine', 'android-safetynet', 'safetynet-without-cts'],
  ['time_unexpected', 'android-safetynet', 'safetynet-stale'],
  ['compound_count', 'compound', 'single-statement'],
  ['compound_nested', 'compound', 'nested-compound'],
  ['format_unknown', 'compound', 'unknown-format-inside'],
  ['aaguid_mismatch', 'fido-u2f', 'u2f-with-aaguid'],
];
const refusedStatements = [
  ['attestationStatement', 'webauthn.attestation_algorithm_weak', 'SHA-1 where it is not allowed', weak] as const,
  ...statements.map(
    ([code, kind, misbehaviour]) =>
      [
        'attestationStatement',
        `webauthn.attestation_${code}`,
        `${kind} with ${misbehaviour}`,
        ceremony(kind, misbehaviour),
      ] as const,
  ),
];

const refusedExtensions = trustGroupKeyRefusals.map(
  ([code, what, misbehaviour]) =>
    ['extensions', `webauthn.trust_group_key_${code}`, what, trustGroupRegistration([misbehaviour])] as const,
);
const everyRefusal = [...refused, ...refusedStatements, ...refusedExtensions];

describe('WebAuthn L3 §7.1 registering a new credential', () => {
  for (const [step, code, what, input] of everyRefusal) {
    test(`${step}: refuses ${what}`, () => {
      const result = run(input);
      assert.deepEqual(result.ok ? 'accepted' : [result.error.step, result.error.code], [step, code]);
    });
  }

  test('every code of every step has a refusal above', () => {
    const told = new Set(everyRefusal.map(([step, code]) => `${step} ${code}`));
    const listed = registrationSteps.flatMap(({ id, codes }) => codes.map((code) => `${id} ${code}`));
    assert.deepEqual([...told].sort(), [...listed].sort());
  });

  test('every step that checks has a code, and the numbers are those of the text without a gap', () => {
    for (const step of registrationSteps) assert.ok(step.by !== 'here' || step.codes.length > 0, step.id);
    const cited = registrationSteps.map(({ cites }) => cites);
    assert.deepEqual(
      cited,
      cited.map((_, index) => `L3 §7.1 step ${index + 1}`),
    );
    assert.equal(new Set(registrationSteps.map(({ id }) => id)).size, 29);
  });

  test('the result holds what was registered', () => {
    const result = run(basic);
    assert.ok(result.ok);
    const { facts, credentialId, publicKeySpki } = result.value;
    assert.equal(credentialId, basic.response.id);
    assert.equal(publicKeySpki[0], 0x30);
    assert.equal(facts.attestation.type, 'certified');
    assert.deepEqual(
      { ...facts, attestation: null },
      {
        shape: 1,
        format: 'packed',
        attestation: null,
        algorithm: -7,
        aaguid,
        userVerified: true,
        backupEligible: false,
        backedUp: false,
        claimed: { attachment: 'cross-platform', transports: ['usb'], residentKey: true },
      },
    );
  });

  test('every catalogued sentence is complete', () => {
    for (const [code, entry] of Object.entries(webauthnErrors)) {
      assert.match(code, /^webauthn\.[a-z0-9_]+$/);
      assert.match(entry.person, /\.$/);
      assert.match(entry.operator, /\.$/);
      assert.ok(entry.status >= 400 && entry.status < 500);
    }
  });
});

test('ES256K and RS1 count only where they are listed', () => {
  for (const algorithm of ['ES256K', 'RS1'] as const) {
    const options = exampleCreationOptions(random, { offers: [algorithm] });
    const authenticator = createAuthenticator({ random, attestation: 'none', algorithm });
    const given = {
      challenge: options.challenge,
      origins: [origin],
      rpId: 'login.example',
      requireUserVerification: true,
    };
    const response = authenticator.create(options, { origin });
    const unlisted = verifyRegistration(response, given);
    assert.equal(unlisted.ok ? 'accepted' : unlisted.error.code, 'webauthn.algorithm_not_offered');
    const [listed = 0] = options.pubKeyCredParams.map(({ alg }) => alg);
    assert.ok(verifyRegistration(response, { ...given, supportedAlgs: [listed] }).ok);
  }
});
