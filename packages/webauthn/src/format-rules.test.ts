import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { createMaker, createSigningKey, type SigningAlgorithm, seededRandom } from '@holdfast/emulator';
import {
  type CborValue,
  concatBytes,
  derExplicit,
  derItem,
  derObjectIdentifier,
  derOctetString,
  derSequence,
  importSpki,
} from '@holdfast/encoding';
import { instant } from '@holdfast/kernel';
import { verifyApple } from './format-apple.ts';
import { verifyCompound } from './format-compound.ts';
import { verifyFidoU2f } from './format-fido-u2f.ts';
import { verifyNone } from './format-none.ts';
import { verifyPacked } from './format-packed.ts';
import type { FormatVerifier, StatementFormat } from './formats.ts';

const at = instant(Date.UTC(2026, 10, 20));
const random = seededRandom('rules of formats');
const aaguid = '11111111-2222-3333-4444-555555555555';
const maker = createMaker({ name: 'Acme', aaguids: [aaguid], random, at });
const [authDataBytes, clientDataHash] = [random(100), random(32)];
const signed = concatBytes(authDataBytes, clientDataHash);
const extension = (oid: string, value: Uint8Array) => derSequence(derObjectIdentifier(oid), derOctetString(value));
const basicConstraints = (value: Uint8Array) => extension('2.5.29.19', value);
const notAnAuthority = basicConstraints(derSequence());

function inputOf(algorithm: SigningAlgorithm = 'ES256') {
  const key = createSigningKey(algorithm, random);
  const imported = importSpki(key.spki, key.algorithm.number);
  const common = { authDataBytes, clientDataHash, rpIdHash: random(32), credentialId: random(32), settings: {} };
  return { ...common, aaguid, credentialKey: imported.ok ? imported.value : assert.fail(), key };
}
const verdictOf = (result: ReturnType<FormatVerifier> | ReturnType<typeof verifyCompound>) =>
  result.ok ? 'accepted' : [result.error.code.replace('webauthn.attestation_', ''), result.error.detail?.['reason']];

describe('WebAuthn L3 §8.8 the nonce of Apple', () => {
  const input = inputOf();
  const nonce = new Uint8Array(createHash('sha256').update(signed).digest());
  const withNonce = (value: Uint8Array, more: readonly (readonly [string, CborValue])[] = []) => {
    const extensions = [extension('1.2.840.113635.100.8.2', value)];
    const x5c = maker.certify({ subject: { commonName: 'x' }, spki: input.key.spki, extensions });
    return verdictOf(verifyApple({ ...input, attStmt: new Map<string, CborValue>([['x5c', x5c], ...more]) }));
  };
  const right = derExplicit(1, derOctetString(nonce));
  const tail = Uint8Array.of(5, 0);
  const unreadable = ['certificate_unfit', 'the nonce extension is malformed'];

  test('is taken as Apple writes it', () => assert.equal(withNonce(derSequence(right)), 'accepted'));
  test('an alg beside it says nothing', () => assert.equal(withNonce(derSequence(right), [['alg', -7]]), 'accepted'));
  for (const [what, value] of [
    ['bytes after the sequence', concatBytes(derSequence(right), tail)],
    ['a second field', derSequence(right, tail)],
    ['something beside the octet string', derSequence(derExplicit(1, concatBytes(derOctetString(nonce), tail)))],
    ['another tag', derSequence(derExplicit(2, derOctetString(nonce)))],
    ['the nonce alone', nonce],
  ] as const) {
    test(`is not taken with ${what}`, () => assert.deepEqual(withNonce(value), unreadable));
  }
  test('a longer nonce is another', () => {
    const longer = derSequence(derExplicit(1, derOctetString(concatBytes(nonce, Uint8Array.of(0)))));
    assert.deepEqual(withNonce(longer), ['nonce_mismatch', 'nonce extension']);
  });
});

describe('WebAuthn L3 §8.6 the keys of U2F', () => {
  const attestationKey = createSigningKey('ES256', random);
  const x5c = maker.certify({ subject: { commonName: 'x' }, spki: attestationKey.spki, extensions: [] });
  for (const [algorithm, expected] of [
    ['ES256', 'accepted'],
    ['ES384', ['key_mismatch', 'the credential key is not one of P-256']],
    ['ES256K', ['key_mismatch', 'the credential key is not one of P-256']],
    ['EdDSA', ['key_mismatch', 'the credential key is not one of P-256']],
    ['RS256', ['key_mismatch', 'the credential key is not one of P-256']],
  ] as const) {
    test(`a credential key of ${algorithm}`, () => {
      const input = { ...inputOf(algorithm), aaguid: '00000000-0000-0000-0000-000000000000' };
      const point = input.key.spki.subarray(-65);
      const message = concatBytes(Uint8Array.of(0), input.rpIdHash, clientDataHash, input.credentialId, point);
      const attStmt = new Map<string, CborValue>([
        ['sig', attestationKey.sign(message)],
        ['x5c', x5c],
      ]);
      assert.deepEqual(verdictOf(verifyFidoU2f({ ...input, attStmt })), expected);
    });
  }
});

describe('WebAuthn L3 §8.9 the statements of a compound', () => {
  const input = inputOf();
  const formats = new Map<string, StatementFormat>([
    ['none', { format: 'none', verify: verifyNone }],
    ['packed', { format: 'packed', verify: verifyPacked }],
  ]);
  const element = (fmt: CborValue, attStmt: CborValue = new Map()) =>
    new Map<string, CborValue>([
      ['fmt', fmt],
      ['attStmt', attStmt],
    ]);
  const none = element('none');
  const self = element(
    'packed',
    new Map<string, CborValue>([
      ['alg', -7],
      ['sig', input.key.sign(signed)],
    ]),
  );
  const judge = (attStmt: CborValue) => verdictOf(verifyCompound({ ...input, attStmt }, formats));
  const times = (count: number) => Array.from({ length: count }, () => none);

  test('two to eight are taken', () => {
    assert.equal(judge([self, none]), 'accepted');
    assert.equal(judge(times(8)), 'accepted');
    assert.deepEqual(judge(times(9)), ['compound_count', undefined]);
    assert.deepEqual(judge(times(1)), ['compound_count', undefined]);
    assert.deepEqual(judge([]), ['compound_count', undefined]);
  });

  for (const [what, attStmt, expected] of [
    ['a map', new Map(), ['statement_malformed', 'not an array']],
    ['a text', 'x', ['statement_malformed', 'not an array']],
    ['numbers', [none, 7], ['statement_malformed', 'element']],
    ['lists', [none, []], ['statement_malformed', 'element']],
    ['an element with one member', [none, new Map([['fmt', 'none']])], ['statement_malformed', 'element']],
    [
      'an element with three members',
      [none, new Map<string, CborValue>([...none, ['more', 1]])],
      ['statement_malformed', 'element'],
    ],
    [
      'an element with other members',
      [
        none,
        new Map([
          ['fmt', 'none'],
          ['x', 'y'],
        ]),
      ],
      ['statement_malformed', 'element'],
    ],
    ['a number for the format', [none, element(7)], ['statement_malformed', 'element']],
    ['a compound', [none, element('compound', [none, none])], ['compound_nested', undefined]],
    ['an unknown format', [none, element('x')], ['format_unknown', undefined]],
    [
      'one that does not hold',
      [none, element('none', new Map([['x', 1]]))],
      ['statement_malformed', 'format none has a statement'],
    ],
  ] as const) {
    test(`${what}: ${expected[0]}`, () => assert.deepEqual(judge(attStmt), expected));
  }

  test('the name of an unknown format is cut', () => {
    const result = verifyCompound({ ...input, attStmt: [none, element('x'.repeat(65))] }, formats);
    assert.equal(result.ok ? '' : result.error.detail?.['received'], 'x'.repeat(64));
  });
});

describe('WebAuthn L3 §8.2 certificates of packed', () => {
  const input = inputOf();
  const SERIAL = '1.3.6.1.4.1.45724.1.1.2';
  const AAGUID = '1.3.6.1.4.1.45724.1.1.4';
  const model = new Uint8Array(Buffer.from(aaguid.replaceAll('-', ''), 'hex'));
  const subject = {
    country: 'SE',
    organization: 'Acme',
    organizationalUnit: 'Authenticator Attestation',
    commonName: 'x',
  };
  const judge = (extensions: readonly Uint8Array[], changed: object = {}) => {
    const key = createSigningKey('ES256', random);
    const x5c = maker.certify({ subject: { ...subject, ...changed }, spki: key.spki, extensions });
    const attStmt = new Map<string, CborValue>([
      ['alg', -7],
      ['sig', key.sign(signed)],
      ['x5c', x5c],
    ]);
    return verdictOf(verifyPacked({ ...input, attStmt }));
  };
  const serial = 'serial number extension is not an OCTET STRING';
  const wrapped = 'AAGUID extension is not 16 bytes in an OCTET STRING';

  for (const [what, extensions, expected] of [
    ['no extension but basic constraints', [notAnAuthority], 'accepted'],
    ['no basic constraints', [], ['certificate_unfit', 'basic constraints are missing']],
    [
      'an authority',
      [basicConstraints(derSequence(derItem(1, Uint8Array.of(0xff))))],
      ['certificate_unfit', 'CA is true'],
    ],
    ['a serial number', [notAnAuthority, extension(SERIAL, derOctetString(Uint8Array.of(7)))], 'accepted'],
    [
      'an empty serial number',
      [notAnAuthority, extension(SERIAL, derOctetString(new Uint8Array()))],
      ['certificate_unfit', serial],
    ],
    [
      'a serial number with a tail',
      [notAnAuthority, extension(SERIAL, Uint8Array.of(4, 1, 7, 0))],
      ['certificate_unfit', serial],
    ],
    [
      'a serial number that is a number',
      [notAnAuthority, extension(SERIAL, Uint8Array.of(2, 1, 7))],
      ['certificate_unfit', serial],
    ],
    ['the AAGUID', [notAnAuthority, extension(AAGUID, derOctetString(model))], 'accepted'],
    [
      'an AAGUID with a tail',
      [notAnAuthority, extension(AAGUID, concatBytes(derOctetString(model), Uint8Array.of(0)))],
      ['certificate_unfit', wrapped],
    ],
    [
      'an AAGUID of 15 bytes',
      [notAnAuthority, extension(AAGUID, derOctetString(model.subarray(1)))],
      ['certificate_unfit', wrapped],
    ],
    [
      'an AAGUID of 17 bytes',
      [notAnAuthority, extension(AAGUID, derOctetString(concatBytes(model, Uint8Array.of(0))))],
      ['certificate_unfit', wrapped],
    ],
    [
      'an AAGUID as 16 bytes of something else',
      [notAnAuthority, extension(AAGUID, derItem(0x0c, model))],
      ['certificate_unfit', wrapped],
    ],
    [
      'another AAGUID',
      [notAnAuthority, extension(AAGUID, derOctetString(new Uint8Array(16)))],
      ['aaguid_mismatch', undefined],
    ],
  ] as const) {
    test(`${what}: ${JSON.stringify(expected)}`, () => assert.deepEqual(judge(extensions), expected));
  }

  for (const [what, changed, missing] of [
    ['no country', { country: undefined }, 'subject C'],
    ['a country of one letter', { country: 'S' }, 'subject C'],
    ['a country in small letters', { country: 'se' }, 'subject C'],
    ['an empty organisation', { organization: '' }, 'subject O'],
    ['no organisation', { organization: undefined }, 'subject O'],
    ['no unit', { organizationalUnit: undefined }, 'subject OU'],
    ['a unit in small letters', { organizationalUnit: 'authenticator attestation' }, 'subject OU'],
    ['no common name', { commonName: undefined }, 'subject CN'],
    ['an empty common name', { commonName: '' }, 'subject CN'],
  ] as const) {
    test(`${what}: ${missing}`, () =>
      assert.deepEqual(judge([notAnAuthority], changed), ['certificate_unfit', missing]));
  }
});
