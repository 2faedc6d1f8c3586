import assert from 'node:assert/strict';
import { createHash, sign } from 'node:crypto';
import { describe, test } from 'node:test';
import {
  createMaker,
  createSigningKey,
  type SigningAlgorithm,
  type SigningKey,
  seededRandom,
} from '@holdfast/emulator';
import {
  type CborValue,
  derItem,
  derObjectIdentifier,
  derOctetString,
  derSequence,
  importSpki,
} from '@holdfast/encoding';
import { type Instant, instant } from '@holdfast/kernel';
import { verifyAndroidSafetyNet } from './format-android-safetynet.ts';

const at = instant(Date.UTC(2026, 10, 20));
const random = seededRandom('safetynet');
const maker = createMaker({ name: 'Acme', aaguids: [], random, at });
const [authDataBytes, clientDataHash] = [random(100), random(32)];
const nonce = createHash('sha256').update(authDataBytes).update(clientDataHash).digest('base64');
const imported = importSpki(createSigningKey('ES256', random).spki);
const credentialKey = imported.ok ? imported.value : assert.fail();

const text = (value: string) => new TextEncoder().encode(value);
const dnsName = (host: string) => derItem(0x82, text(host));
const names = (value: Uint8Array) => derSequence(derObjectIdentifier('2.5.29.17'), derOctetString(value));
const hosts = (...all: readonly string[]) => names(derSequence(...all.map(dnsName)));

const keys = new Map<SigningAlgorithm, SigningKey>();
function keyOf(algorithm: SigningAlgorithm): SigningKey {
  const known = keys.get(algorithm) ?? createSigningKey(algorithm, random);
  keys.set(algorithm, known);
  return known;
}

type Draft = {
  readonly algorithm?: SigningAlgorithm;
  readonly commonName?: string;
  /** DER of the extensions of the leaf. */
  readonly extensions?: readonly Uint8Array[];
  readonly header?: Readonly<Record<string, unknown>>;
  readonly payload?: Readonly<Record<string, unknown>>;
  /** Whole parts, instead of JSON. */
  readonly parts?: (parts: readonly string[]) => readonly string[];
  readonly members?: readonly (readonly [string, CborValue])[];
  readonly at?: Instant | undefined;
  readonly skipTimestampCheck?: boolean;
};

function leafOf({
  algorithm = 'ES256',
  commonName = 'attest.android.com',
  extensions = [hosts('attest.android.com')],
}: Draft) {
  return maker.certify({ subject: { commonName }, spki: keyOf(algorithm).spki, extensions });
}

function verify(draft: Draft) {
  const { algorithm = 'ES256' } = draft;
  const { privateKey } = keyOf(algorithm);
  const header = {
    alg: algorithm,
    x5c: leafOf(draft).map((der) => Buffer.from(der).toString('base64')),
    ...draft.header,
  };
  const payload = { nonce, timestampMs: at, ctsProfileMatch: true, ...draft.payload };
  const signed = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const signature = sign('sha256', Buffer.from(signed.join('.')), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const whole = [...signed, signature.toString('base64url')];
  const response = text((draft.parts?.(whole) ?? whole).join('.'));
  const settings = 'at' in draft && draft.at === undefined ? {} : { at: draft.at ?? at };
  return verifyAndroidSafetyNet({
    attStmt: new Map<string, CborValue>([['ver', '1'], ['response', response], ...(draft.members ?? [])]),
    authDataBytes,
    clientDataHash,
    rpIdHash: random(32),
    credentialId: random(32),
    aaguid: '00000000-0000-0000-0000-000000000000',
    credentialKey,
    settings: { ...settings, ...(draft.skipTimestampCheck === true ? { skipTimestampCheck: true } : {}) },
  });
}

function verdict(draft: Draft): unknown {
  const result = verify(draft);
  return result.ok ? 'accepted' : [result.error.code.replace('webauthn.attestation_', ''), result.error.detail];
}
const reason = (text: string) => ({ reason: text });
const encoded = (value: string) => Buffer.from(value).toString('base64url');
const at0 =
  (header: string) =>
  ([, ...rest]: readonly string[]) => [header, ...rest];
const at1 =
  (payload: string) =>
  ([first = '', , ...rest]: readonly string[]) => [first, payload, ...rest];

const accepted: readonly (readonly [string, Draft])[] = [
  ['a response with ES256', {}],
  ['a response with RS256', { algorithm: 'RS256' }],
  ['the host among others', { extensions: [hosts('a.example', 'attest.android.com')] }],
  ['the host as common name, where there are no alternative names', { extensions: [] }],
  ['unknown members', { header: { typ: 'JWT' }, payload: { error: 'none' } }],
  ['any time where nobody compares', { skipTimestampCheck: true, payload: { timestampMs: 0 } }],
];

const malformed = (what: string) => ['statement_malformed', reason(what)];
const refused: readonly (readonly [string, unknown, Draft])[] = [
  ['an empty version', malformed('ver'), { members: [['ver', '']] }],
  ['two parts', ['signature_invalid', { algorithm: 'ES256' }], { parts: (parts) => parts.slice(0, 2) }],
  ['four parts', malformed('response'), { parts: (parts) => [...parts, 'AAAA'] }],
  ['an empty header', malformed('response'), { parts: at0('') }],
  ['a header that is no base64url', malformed('response'), { parts: at0('!') }],
  ['a header that is no JSON', malformed('response'), { parts: at0(encoded('{')) }],
  ['a header that is a list', malformed('response'), { parts: at0(encoded('[]')) }],
  [
    'a header that is not UTF-8',
    malformed('response'),
    { parts: at0(Buffer.from([0x22, 0xff, 0x22]).toString('base64url')) },
  ],
  ['a payload that is no JSON', malformed('response'), { parts: at1(encoded('x')) }],
  ['a payload that is null', malformed('response'), { parts: at1(encoded('null')) }],
  [
    'a payload that is not UTF-8',
    malformed('response'),
    { parts: at1(Buffer.from('7b22c3223a317d', 'hex').toString('base64url')) },
  ],
  ['a signature that is no base64url', malformed('response'), { parts: ([a = '', b = '']) => [a, b, '='] }],
  ['no algorithm', malformed('response alg'), { header: { alg: undefined } }],
  ['algorithm none', malformed('response alg'), { header: { alg: 'none' } }],
  ['algorithm HS256', malformed('response alg'), { header: { alg: 'HS256' } }],
  ['a critical parameter', malformed('response crit'), { header: { crit: ['exp'] } }],
  ['no chain', malformed('response x5c'), { header: { x5c: undefined } }],
  ['an empty chain', malformed('response x5c'), { header: { x5c: [] } }],
  ['a chain of text', malformed('response x5c'), { header: { x5c: 'AAAA' } }],
  ['a chain of numbers', malformed('response x5c'), { header: { x5c: [7] } }],
  ['a certificate in base64url', malformed('response x5c'), { header: { x5c: ['AA-_'] } }],
  ['a text that is none between certificates', malformed('response x5c'), { header: { x5c: ['AAAA', '!'] } }],
  ['nine certificates', malformed('response x5c'), { header: { x5c: Array.from({ length: 9 }, () => 'AAAA') } }],
  ['a certificate that is none', ['certificate_unfit', reason('not a certificate')], { header: { x5c: ['AAAA'] } }],
  [
    'RS256 with an EC key',
    ['algorithm_mismatch', { received: 'RS256', reason: 'certified key' }],
    { header: { alg: 'RS256' } },
  ],
  [
    'ES256 with an RSA key',
    ['algorithm_mismatch', { received: 'ES256', reason: 'certified key' }],
    { algorithm: 'RS256', header: { alg: 'ES256' } },
  ],
  ['an empty signature', ['signature_invalid', { algorithm: 'ES256' }], { parts: ([a = '', b = '']) => [a, b, ''] }],
  ['a payload of somebody else', ['signature_invalid', { algorithm: 'ES256' }], { parts: at1(encoded('{}')) }],
  ['another host', ['certificate_unfit', reason('host a.example')], { extensions: [hosts('a.example')] }],
  [
    'the host as common name, beside alternative names',
    ['certificate_unfit', reason('host a.example')],
    { extensions: [hosts('a.example')] },
  ],
  [
    'the host as something else than a DNS name',
    ['certificate_unfit', reason('host ')],
    { extensions: [names(derSequence(derItem(0x81, text('attest.android.com'))))] },
  ],
  [
    'alternative names that cannot be read',
    ['certificate_unfit', reason('host ')],
    { extensions: [names(Uint8Array.of(0x30, 0x05, 0x82))] },
  ],
  [
    'alternative names that break off after the host',
    ['certificate_unfit', reason('host ')],
    { extensions: [names(derSequence(dnsName('attest.android.com'), Uint8Array.of(0x82, 0x05)))] },
  ],
  [
    'alternative names with a tail',
    ['certificate_unfit', reason('host ')],
    { extensions: [names(Uint8Array.of(...derSequence(dnsName('attest.android.com')), 0))] },
  ],
  [
    'another host and no alternative names',
    ['certificate_unfit', reason('host a.example')],
    { commonName: 'a.example', extensions: [] },
  ],
  ['a long host', ['certificate_unfit', reason(`host ${'a'.repeat(128)}`)], { extensions: [hosts('a'.repeat(200))] }],
  ['no nonce', ['nonce_mismatch', reason('nonce')], { payload: { nonce: undefined } }],
  ['a nonce that is a number', ['nonce_mismatch', reason('nonce')], { payload: { nonce: 7 } }],
  ['another nonce', ['nonce_mismatch', reason('nonce')], { payload: { nonce: 'AAAA' } }],
  ['a device without profile', ['device_not_genuine', undefined], { payload: { ctsProfileMatch: undefined } }],
  ['a profile that is text', ['device_not_genuine', undefined], { payload: { ctsProfileMatch: 'true' } }],
  ['a minute and a millisecond ago', ['time_unexpected', { ageMs: 60_001 }], { payload: { timestampMs: at - 60_001 } }],
  [
    'ten seconds and a millisecond ahead',
    ['time_unexpected', { ageMs: -10_001 }],
    { payload: { timestampMs: at + 10_001 } },
  ],
  ['no timestamp', ['time_unexpected', reason('no timestamp')], { payload: { timestampMs: undefined } }],
  ['a timestamp that is text', ['time_unexpected', reason('no timestamp')], { payload: { timestampMs: String(at) } }],
  ['no time to compare with', ['time_unexpected', reason('no time given')], { at: undefined }],
];

describe('WebAuthn L3 §8.5 Android SafetyNet', () => {
  for (const [what, draft] of accepted) test(`accepts ${what}`, () => assert.equal(verdict(draft), 'accepted'));
  for (const [what, expected, draft] of refused) {
    test(`refuses ${what}`, () => assert.deepEqual(verdict(draft), expected));
  }

  test('a minute ago and ten seconds ahead are just now', () => {
    for (const timestampMs of [at - 60_000, at + 10_000])
      assert.equal(verdict({ payload: { timestampMs } }), 'accepted');
  });

  test('a response has 32768 bytes at most', () => {
    /** A signature of zeros, as long as it takes; one character over a group of four is no base64url, and then the payload grows. */
    const filled = (length: number) => (parts: readonly string[]) => {
      const [header = ''] = parts;
      const room = (payload: string) => length - header.length - payload.length - 2;
      const payloads = ['', 'a', 'aa', 'aaa'].map((x) => encoded(JSON.stringify({ x })));
      const payload = payloads.find((each) => room(each) % 4 !== 1) ?? assert.fail();
      return [header, payload, 'A'.repeat(room(payload))];
    };
    assert.deepEqual(verdict({ parts: filled(32_768) }), ['signature_invalid', { algorithm: 'ES256' }]);
    assert.deepEqual(verdict({ parts: filled(32_769) }), malformed('response'));
  });

  test('eight certificates are read', () => {
    const [leaf = ''] = leafOf({}).map((der) => Buffer.from(der).toString('base64'));
    assert.equal(verdict({ header: { x5c: Array.from({ length: 8 }, () => leaf) } }), 'accepted');
  });

  test('facts say what the service said, and nothing of another type', () => {
    const details = (payload: Readonly<Record<string, unknown>>, algorithm: SigningAlgorithm = 'ES256') => {
      const result = verify({ payload, algorithm });
      assert.ok(result.ok && result.value.type === 'certified');
      const { details: said, ...rest } = result.value;
      assert.ok(said.format === 'android-safetynet');
      return [rest.algorithm, said.version, said.apkPackageName, said.basicIntegrity];
    };
    assert.deepEqual(details({ apkPackageName: 'a.b', basicIntegrity: false }), [-7, '1', 'a.b', false]);
    assert.deepEqual(details({ apkPackageName: 7, basicIntegrity: 'yes' }, 'RS256'), [-257, '1', null, null]);
    assert.deepEqual(details({ apkPackageName: 'a'.repeat(300) }), [-7, '1', 'a'.repeat(256), null]);
  });
});
