import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type CborValue, concatBytes, encodeCbor, toBase64url } from '@holdfast/encoding';
import { parseAuthenticatorData } from './authenticator-data.ts';
import { parseClientData } from './client-data.ts';
import {
  base64url,
  type Ceremony,
  ceremony,
  clientDataOf,
  enveloped,
  responding,
  run,
  withAuthData,
  withMembers,
} from './testing/registration-ceremony.ts';
import { judged } from './testing/signed-assertion.ts';

const none = ceremony('none');
const verdict = (result: ReturnType<typeof run> | ReturnType<typeof judged>) =>
  result.ok ? 'accepted' : `${result.error.step} ${result.error.code.replace('webauthn.', '')}`;

const filled = (sizeBytes: number) => {
  const { length } = JSON.stringify({ ...clientDataOf(none), x: '' });
  return responding(none, {
    clientDataJSON: base64url(JSON.stringify({ ...clientDataOf(none), x: 'a'.repeat(sizeBytes - length) })),
  });
};
/** Extension outputs that fill authenticator data up to this size. */
const withAuthDataOf = (sizeBytes: number) =>
  withAuthData(none, (data) => {
    const room = sizeBytes - data.length - encodeCbor(new Map([['x', new Uint8Array(1000)]])).length + 1000;
    const outputs = encodeCbor(new Map([['x', new Uint8Array(room)]]));
    const whole = concatBytes(data.slice().fill(0xc5, 32, 33), outputs);
    assert.equal(whole.length, sizeBytes);
    return whole;
  });
const withObjectOf = (sizeBytes: number) => {
  const empty = withMembers(none, ['attStmt', new Map([['x', new Uint8Array(60_000)]])]) as Ceremony;
  const { length } = Buffer.from(empty.response.response.attestationObject, 'base64url');
  const filler = new Uint8Array(60_000 + sizeBytes - length);
  return withMembers(none, ['attStmt', new Map<string, CborValue>([['x', filler]])]);
};
const withIdOf = (sizeBytes: number) => {
  const id = toBase64url(new Uint8Array(sizeBytes).fill(1));
  return enveloped(none, { id, rawId: id });
};
const transports = (names: readonly string[]) => responding(none, { transports: names });
const letters = (length: number) => 'a'.repeat(length);

/** The largest that is read, and one more. What is read may still be refused, by a later step. */
const limits: readonly (readonly [string, (size: number) => unknown, number, string, string])[] = [
  ['client data', filled, 16_384, 'accepted', 'response response_malformed'],
  ['authenticator data', withAuthDataOf, 16_384, 'accepted', 'attestationObject attestation_object_malformed'],
  [
    'the attestation object',
    withObjectOf,
    65_536,
    'attestationStatement attestation_statement_malformed',
    'response response_malformed',
  ],
  ['the id', withIdOf, 4096, 'attestationObject credential_id_mismatch', 'response response_malformed'],
  [
    'the number of transports',
    (size) => transports(Array.from({ length: size }, (_, number) => `t${number}`)),
    16,
    'accepted',
    'response response_malformed',
  ],
  ['a transport', (size) => transports([letters(size)]), 32, 'accepted', 'response response_malformed'],
];

describe('limits of a registration', () => {
  for (const [what, make, most, atMost, above] of limits) {
    test(`${what}: ${most}: ${atMost}`, () => assert.equal(verdict(run(make(most))), atMost));
    test(`${what}: ${most + 1}: ${above}`, () => assert.equal(verdict(run(make(most + 1))), above));
  }
});

describe('limits of a sign-in', () => {
  test('a signature of 8192 bytes is looked at, one of 8193 is not', () => {
    const signature = (sizeBytes: number) => verdict(judged({ signature: () => new Uint8Array(sizeBytes) }));
    assert.equal(signature(8192), 'signature signature_invalid');
    assert.equal(signature(8193), 'response response_malformed');
  });

  test('a user handle has 64 bytes at most', () => {
    const handle = (sizeBytes: number) =>
      verdict(judged({ response: { userHandle: toBase64url(new Uint8Array(sizeBytes)) } }));
    assert.equal(handle(64), 'accepted');
    assert.equal(handle(65), 'response response_malformed');
  });

  test('authenticator data has 16384 bytes at most', () => {
    const tail = (sizeBytes: number) => {
      const outputs = (size: number) => encodeCbor(new Map([['x', new Uint8Array(size)]]));
      const more = outputs(1000 + sizeBytes - 37 - outputs(1000).length);
      return verdict(judged({ flags: 0x85, tail: more }));
    };
    assert.equal(tail(16_384), 'accepted');
    assert.equal(tail(16_385), 'response response_malformed');
  });
});

describe('authenticator data, byte by byte', () => {
  const header = (flags: number, counter: readonly number[]) =>
    Uint8Array.of(...new Uint8Array(32).fill(7), flags, ...counter);

  test('37 bytes are whole', () => {
    const parsed = parseAuthenticatorData(header(0x01, [1, 2, 3, 4]));
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.value, {
      rpIdHash: new Uint8Array(32).fill(7),
      userPresent: true,
      userVerified: false,
      backupEligible: false,
      backedUp: false,
      signCount: 0x01020304,
      attestedCredentialData: null,
      extensions: null,
    });
  });

  for (const [what, data, reason] of [
    ['36 bytes', header(0x01, [0, 0, 0]), '36 bytes'],
    ['one byte over', concatBytes(header(0x01, [0, 0, 0, 0]), Uint8Array.of(9)), '1 bytes left over'],
    [
      'an AAGUID and half a length',
      concatBytes(header(0x41, [0, 0, 0, 0]), new Uint8Array(17)),
      'attested credential data is truncated',
    ],
    ['no key', concatBytes(header(0x41, [0, 0, 0, 0]), new Uint8Array(18)), 'attested credential data is truncated'],
    [
      'an id that ends with the data',
      concatBytes(header(0x41, [0, 0, 0, 0]), new Uint8Array(16), Uint8Array.of(0, 2, 9, 9)),
      'attested credential data is truncated',
    ],
    [
      'a key that is no CBOR',
      concatBytes(header(0x41, [0, 0, 0, 0]), new Uint8Array(18), Uint8Array.of(0xff)),
      'credential public key: encoding.cbor_malformed',
    ],
    [
      'extensions that are no CBOR',
      concatBytes(header(0x81, [0, 0, 0, 0]), Uint8Array.of(0xff)),
      'extensions: encoding.cbor_malformed',
    ],
    [
      'extensions that are a number',
      concatBytes(header(0x81, [0, 0, 0, 0]), Uint8Array.of(1)),
      'extensions are not a map',
    ],
  ] as const) {
    test(`${what}: ${reason}`, () => {
      const parsed = parseAuthenticatorData(data);
      assert.deepEqual(parsed.ok ? 'accepted' : parsed.error, {
        code: 'webauthn.authenticator_data_malformed',
        detail: { reason },
      });
    });
  }

  test('an id of 256 bytes has its length in two bytes', () => {
    const id = new Uint8Array(256).fill(5);
    const data = concatBytes(
      header(0x41, [0, 0, 0, 0]),
      new Uint8Array(16),
      Uint8Array.of(1, 0),
      id,
      Uint8Array.of(0xa0),
    );
    const parsed = parseAuthenticatorData(data);
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.value.attestedCredentialData?.credentialId, id);
    assert.deepEqual(parsed.value.attestedCredentialData?.credentialPublicKey, Uint8Array.of(0xa0));
  });
});

describe('client data that repeats a name', () => {
  const plain = '"type":"a","challenge":"b","origin":"c"';
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['a quote in a value', `{${plain},"x":"\\""}`, true],
    ['a quote and a colon in a value', `{${plain},"x":"\\":"}`, true],
    ['a backslash at the end of a value', `{${plain},"x":"\\\\"}`, true],
    ['a repeated name after a quote in a value', `{${plain},"x":"\\"","type":"a"}`, false],
    ['a repeated name after a backslash at the end', `{${plain},"x":"\\\\","type":"a"}`, false],
    ['colons in values', `{${plain},"x":":::"}`, true],
    ['braces in values', `{${plain},"x":"}}{{[["}`, true],
    ['names within a list', `{${plain},"x":[{"type":1},{"type":2}]}`, true],
    ['names within an object', `{${plain},"x":{"type":1,"challenge":{"type":2}}}`, true],
    ['a repeated name within an object', `{${plain},"x":{"y":1,"y":2}}`, true],
    ['a repeated name after a list', `{${plain},"x":[],"x":1}`, false],
    ['a repeated name after an object', `{${plain},"x":{},"x":1}`, false],
    ['a repeated name of no letters', `{${plain},"":1,"":2}`, false],
    ['space around colons', `{ "type" : "a" , "challenge" : "b" , "origin" : "c" }`, true],
  ];
  for (const [what, text, accepts] of rows) {
    test(`${what}: ${accepts ? 'read' : 'refused'}`, () => {
      const parsed = parseClientData(text);
      assert.equal(parsed.ok, accepts, JSON.stringify(parsed));
      if (parsed.ok)
        assert.deepEqual([parsed.value.type, parsed.value.crossOrigin, parsed.value.topOrigin], ['a', false, null]);
    });
  }

  for (const [text, reason] of [
    ['[]', 'not a JSON object'],
    ['{', 'not a JSON object'],
    ['{"challenge":"b","origin":"c"}', 'type'],
    ['{"type":"a","origin":"c"}', 'challenge'],
    ['{"type":"a","challenge":"b"}', 'origin'],
    [`{${plain},"crossOrigin":"true"}`, 'crossOrigin'],
    [`{${plain},"topOrigin":1}`, 'topOrigin'],
    [`{${plain},"type":"a"}`, 'a member twice'],
  ] as const) {
    test(`${text}: ${reason}`, () => {
      const parsed = parseClientData(text);
      assert.deepEqual(parsed.ok ? 'accepted' : parsed.error, {
        code: 'webauthn.client_data_malformed',
        detail: { reason },
      });
    });
  }

  test('null says as little as nothing', () => {
    const parsed = parseClientData(`{${plain},"crossOrigin":null,"topOrigin":null}`);
    assert.deepEqual(parsed.ok ? [parsed.value.crossOrigin, parsed.value.topOrigin] : parsed, [false, null]);
  });
});
