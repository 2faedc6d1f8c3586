import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { type CborValue, concatBytes, derItem, derSequence, encodeCbor, toBase64url } from '@holdfast/encoding';
import {
  base64url,
  type Ceremony,
  ceremony,
  enveloped,
  maker,
  responding,
  run,
  withAuthData,
  withMembers,
} from './testing/registration-ceremony.ts';
import { type AssertionDraft, judged, plainClientData } from './testing/signed-assertion.ts';

const none = ceremony('none');
const basic = ceremony('packed-basic');
const good = new Uint8Array(Buffer.from(none.response.response.attestationObject, 'base64url'));
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const text = (value: string) => new TextEncoder().encode(value);
const object = (raw: Uint8Array) => responding(none, { attestationObject: toBase64url(raw) });
/** fmt and authData as they should be, and this for attStmt. */
const withStatement = (raw: Uint8Array) => {
  const at = Buffer.from(good).indexOf('gattStmt') + 8;
  return object(concatBytes(good.subarray(0, at), raw, good.subarray(at + 1)));
};
const repeated = (hex: string, times: number) => bytes(hex.repeat(times));

type Row = readonly [what: string, refusal: string, input: unknown];
const ATTESTATION_OBJECT = 'attestationObject webauthn.attestation_object_malformed';
const AUTHENTICATOR_DATA = 'attestationObject webauthn.authenticator_data_malformed';
const KEY = 'algorithm webauthn.credential_key_invalid';
const RESPONSE = 'response webauthn.response_malformed';
const CLIENT_DATA = 'clientDataJson webauthn.client_data_malformed';
const CERTIFICATE = 'attestationStatement webauthn.attestation_certificate_unfit';
const STATEMENT = 'attestationStatement webauthn.attestation_statement_malformed';
const SIGNATURE = 'signature webauthn.signature_invalid';

const cbor: readonly Row[] = [
  ['nothing', ATTESTATION_OBJECT, object(new Uint8Array())],
  ['truncated within a head', ATTESTATION_OBJECT, object(good.subarray(0, 1))],
  ['truncated within a text', ATTESTATION_OBJECT, object(good.subarray(0, 4))],
  ['truncated by one byte', ATTESTATION_OBJECT, object(good.subarray(0, -1))],
  ['one byte too many', ATTESTATION_OBJECT, object(concatBytes(good, bytes('00')))],
  ['a member twice', ATTESTATION_OBJECT, object(concatBytes(bytes('a463666d74646e6f6e65'), good.subarray(1)))],
  [
    'a length in two bytes that fits into the head',
    ATTESTATION_OBJECT,
    object(concatBytes(bytes('b803'), good.subarray(1))),
  ],
  ['a map of indefinite length', ATTESTATION_OBJECT, object(concatBytes(bytes('bf'), good.subarray(1), bytes('ff')))],
  ['a text of indefinite length', ATTESTATION_OBJECT, withStatement(bytes('7f6161ff'))],
  ['bytes of indefinite length', ATTESTATION_OBJECT, withStatement(bytes('5f4100ff'))],
  ['an array of indefinite length', ATTESTATION_OBJECT, withStatement(bytes('9fff'))],
  ['arrays nested eight levels down', ATTESTATION_OBJECT, withStatement(concatBytes(repeated('81', 8), bytes('00')))],
  [
    'arrays nested ten thousand levels down',
    ATTESTATION_OBJECT,
    withStatement(concatBytes(repeated('81', 10_000), bytes('00'))),
  ],
  [
    'maps nested ten thousand levels down',
    ATTESTATION_OBJECT,
    withStatement(concatBytes(repeated('a100', 10_000), bytes('00'))),
  ],
  ['an array that promises four thousand million elements', ATTESTATION_OBJECT, withStatement(bytes('9affffffff'))],
  ['a text that promises more than a double can count', ATTESTATION_OBJECT, withStatement(bytes('7bffffffffffffffff'))],
  ['more than 65536 bytes', RESPONSE, object(concatBytes(good, new Uint8Array(65_536)))],
  ['a tag', ATTESTATION_OBJECT, withStatement(bytes('c000'))],
  ['a float', ATTESTATION_OBJECT, withStatement(bytes('f93c00'))],
  ['undefined', ATTESTATION_OBJECT, withStatement(bytes('f7'))],
  ['a big number', ATTESTATION_OBJECT, withStatement(bytes('1bffffffffffffffff'))],
  ['bytes as a name', ATTESTATION_OBJECT, withStatement(bytes('a1410000'))],
  ['a text that is not UTF-8', ATTESTATION_OBJECT, withStatement(bytes('62c328'))],
  ['a reserved length', ATTESTATION_OBJECT, withStatement(bytes('1c'))],
  ['a key map with trailing bytes', AUTHENTICATOR_DATA, withAuthData(none, (data) => concatBytes(data, bytes('00')))],
  ['extensions that name something twice', AUTHENTICATOR_DATA, withExtensions(bytes('a2616101616101'))],
  ['extensions of indefinite length', AUTHENTICATOR_DATA, withExtensions(bytes('bf616101ff'))],
  ['extensions with a tail', AUTHENTICATOR_DATA, withExtensions(bytes('a161610100'))],
  [
    'authenticator data of 17 kilobytes',
    ATTESTATION_OBJECT,
    withAuthData(none, (data) => concatBytes(data, new Uint8Array(16_384))),
  ],
];

function withExtensions(raw: Uint8Array): unknown {
  return withAuthData(none, (data) => concatBytes(data.slice().fill(0xc5, 32, 33), raw));
}

const leaf = maker.issue('11111111-2222-3333-4444-555555555555').chain[0] ?? assert.fail();
const certified = (...x5c: readonly Uint8Array[]) =>
  withMembers(basic, [
    'attStmt',
    new Map<string, CborValue>([
      ['alg', -7],
      ['sig', new Uint8Array(70)],
      ['x5c', x5c],
    ]),
  ]);
/** The leaf with one stretch of it replaced; lengths stay as they were unless they are what is replaced. */
const replaced = (from: Uint8Array, to: Uint8Array) => {
  const at = Buffer.from(leaf).indexOf(from);
  assert.ok(at > 0);
  return certified(concatBytes(leaf.subarray(0, at), to, leaf.subarray(at + from.length)));
};
const nested = (depth: number) => {
  let inner: Uint8Array = new Uint8Array();
  for (let level = 0; level < depth; level += 1) inner = derSequence(inner);
  return inner;
};
const notBefore = leaf.subarray(
  Buffer.from(leaf).indexOf(bytes('170d')),
  Buffer.from(leaf).indexOf(bytes('170d')) + 15,
);
const date = (digits: string) => replaced(notBefore, derItem(0x17, text(digits)));

const certificates: readonly Row[] = [
  ['nothing', CERTIFICATE, certified(new Uint8Array())],
  ['PEM', CERTIFICATE, certified(text(maker.root.pem))],
  ['truncated', CERTIFICATE, certified(leaf.subarray(0, -1))],
  ['trailing bytes', CERTIFICATE, certified(concatBytes(leaf, bytes('00')))],
  ['an indefinite length', CERTIFICATE, certified(concatBytes(bytes('3080'), leaf.subarray(4), bytes('0000')))],
  [
    'a length longer than it must be',
    CERTIFICATE,
    certified(concatBytes(bytes('3083'), bytes('00'), leaf.subarray(2))),
  ],
  ['a length of four thousand million', CERTIFICATE, certified(bytes('3084ffffffff'))],
  ['sequences nested thousands of levels down', CERTIFICATE, certified(nested(3000))],
  ['17 kilobytes', CERTIFICATE, certified(derSequence(new Uint8Array(17_000)))],
  ['thousands of names', CERTIFICATE, certified(derSequence(derSequence(repeated('3100', 7000))))],
  ['the thirteenth month', CERTIFICATE, date('261301000000Z')],
  ['the thirtieth of February', CERTIFICATE, date('260230000000Z')],
  ['the twenty-fifth hour', CERTIFICATE, date('260101250000Z')],
  ['a time zone', CERTIFICATE, date('2601010000+01')],
  ['a date of letters', CERTIFICATE, date('abcdefghijklZ')],
  ['a date with a sign', CERTIFICATE, date('-26010100000Z')],
  ['two algorithms for one signature', CERTIFICATE, replaced(bytes('2a8648ce3d040302'), bytes('2a8648ce3d040303'))],
  ['a number where a sequence belongs', CERTIFICATE, certified(bytes('0201ff'))],
  ['no certificate', STATEMENT, certified()],
  ['nine certificates', STATEMENT, certified(...Array.from({ length: 9 }, () => leaf))],
];

const clientData = (raw: string) => responding(none, { clientDataJSON: base64url(raw) });
const member = (more: string) => clientData(`{"type":"webauthn.create","challenge":"a","origin":"b",${more}}`);
const bareClientData = (raw: Uint8Array) => responding(none, { clientDataJSON: toBase64url(raw) });

const json: readonly Row[] = [
  ['a name twice', CLIENT_DATA, member('"type":"webauthn.create"')],
  ['a name twice, once escaped', CLIENT_DATA, member('"orig\\u0069n":"c"')],
  ['an unknown name twice', CLIENT_DATA, member('"x":1,"x":1')],
  [
    '__proto__ instead of members',
    CLIENT_DATA,
    clientData('{"__proto__":{"type":"webauthn.create","challenge":"a","origin":"b"}}'),
  ],
  ['members of a constructor', CLIENT_DATA, clientData('{"constructor":{"type":"webauthn.create"}}')],
  ['nothing', CLIENT_DATA, clientData('')],
  ['a byte order mark twice', CLIENT_DATA, clientData('\uFEFF\uFEFF{}')],
  ['UTF-16', 'clientDataText webauthn.client_data_not_utf8', bareClientData(bytes('fffe7b007d00'))],
  ['a surrogate in UTF-8', 'clientDataText webauthn.client_data_not_utf8', bareClientData(bytes('7b22eda08022'))],
  ['an overlong form', 'clientDataText webauthn.client_data_not_utf8', bareClientData(bytes('7bc0a27d'))],
  [
    'a lone surrogate in the challenge',
    'challenge webauthn.challenge_unexpected',
    clientData('{"type":"webauthn.create","challenge":"\\ud800","origin":"b"}'),
  ],
  ['unfinished', CLIENT_DATA, clientData('{"type":"webauthn.create"')],
  ['a comma too many', CLIENT_DATA, member('')],
  ['null', CLIENT_DATA, clientData('null')],
  ['a number for the type', CLIENT_DATA, clientData('{"type":1,"challenge":"a","origin":"b"}')],
  ['a list for the challenge', CLIENT_DATA, clientData('{"type":"webauthn.create","challenge":["a"],"origin":"b"}')],
  ['more than 16384 bytes', RESPONSE, clientData(`{"x":"${'a'.repeat(16_384)}"}`)],
];

const spelled = (name: string, spelling: (canonical: string) => string): unknown => {
  const canonical: unknown = Reflect.get(none.response.response, name);
  return responding(none, { [name]: spelling(String(canonical)) });
};
/** The last character of 16 bytes carries four bits that must be zero. */
const named = (id: string) => enveloped(none, { id, rawId: id });

const base64: readonly Row[] = [
  ['padding', RESPONSE, spelled('clientDataJSON', (canonical) => `${canonical}=`)],
  ['white space', RESPONSE, spelled('attestationObject', (canonical) => ` ${canonical}`)],
  ['a new line', RESPONSE, spelled('attestationObject', (canonical) => `${canonical}\n`)],
  ['the alphabet of base64', RESPONSE, named('ab+/')],
  ['a single character over', RESPONSE, named('AAAAA')],
  ['bits left over in two characters', RESPONSE, named('AB')],
  ['bits left over in three characters', RESPONSE, named('AAB')],
  ['letters of other scripts', RESPONSE, named('ÀÀÀÀ')],
  ['an id spelled in two ways', 'response webauthn.credential_id_mismatch', enveloped(none, { rawId: 'AAAA' })],
];

/** The COSE key stands behind header, model, length and the 32 bytes of the id. */
const withKey = (key: ReadonlyMap<number, CborValue> | Uint8Array, good: Ceremony = none) =>
  withAuthData(good, (data) => concatBytes(data.subarray(0, 87), key instanceof Uint8Array ? key : encodeCbor(key)));
const ec = (changes: readonly (readonly [number, CborValue])[] = []) => {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  const part = (value: string | undefined) => new Uint8Array(Buffer.from(value ?? '', 'base64url'));
  return new Map<number, CborValue>([[1, 2], [3, -7], [-1, 1], [-2, part(jwk.x)], [-3, part(jwk.y)], ...changes]);
};
const rsa = (modulusLength: number, changes: readonly (readonly [number, CborValue])[] = []) => {
  const jwk = generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'jwk' });
  return new Map<number, CborValue>([
    [1, 3],
    [3, -257],
    [-1, new Uint8Array(Buffer.from(jwk.n ?? '', 'base64url'))],
    [-2, bytes('010001')],
    ...changes,
  ]);
};
const without = (map: ReadonlyMap<number, CborValue>, label: number) =>
  new Map([...map].filter(([name]) => name !== label));

const keys: readonly Row[] = [
  ['a point off the curve', KEY, withKey(ec([[-3, new Uint8Array(32).fill(1)]]))],
  [
    'the point at zero',
    KEY,
    withKey(
      ec([
        [-2, new Uint8Array(32)],
        [-3, new Uint8Array(32)],
      ]),
    ),
  ],
  ['coordinates above the prime', KEY, withKey(ec([[-2, new Uint8Array(32).fill(0xff)]]))],
  ['a coordinate of 31 bytes', KEY, withKey(ec([[-2, new Uint8Array(31)]]))],
  ['a coordinate of 33 bytes', KEY, withKey(ec([[-2, new Uint8Array(33)]]))],
  ['a sign instead of y', KEY, withKey(ec([[-3, true]]))],
  ['no y', KEY, withKey(without(ec(), -3))],
  ['no algorithm', KEY, withKey(without(ec(), 3))],
  ['no key type', KEY, withKey(without(ec(), 1))],
  ['the algorithm as text', KEY, withKey(ec([[3, 'ES256']]))],
  ['another curve than that of the algorithm', KEY, withKey(ec([[-1, 2]]))],
  ['another algorithm than that of the curve', KEY, withKey(ec([[3, -35]]))],
  ['another key type than that of the algorithm', KEY, withKey(ec([[1, 3]]))],
  ['an optional parameter', KEY, withKey(ec([[4, [2]]]))],
  ['an algorithm that nobody knows', 'algorithm webauthn.algorithm_unsupported', withKey(ec([[3, -99]]))],
  [
    'an Ed25519 key of 31 bytes',
    KEY,
    withKey(
      new Map<number, CborValue>([
        [1, 1],
        [3, -8],
        [-1, 6],
        [-2, new Uint8Array(31)],
      ]),
    ),
  ],
  ['an RSA key of 1024 bits', KEY, withKey(rsa(1024))],
  ['an RSA key of 16384 bits', KEY, withKey(rsa(2048, [[-1, new Uint8Array(2048).fill(0xff)]]))],
  ['a modulus with zeros in front', KEY, withKey(rsa(2048, [[-1, new Uint8Array(256)]]))],
  ['an even modulus', KEY, withKey(rsa(2048, [[-1, new Uint8Array(256).fill(0xfe)]]))],
  ['exponent 3', KEY, withKey(rsa(2048, [[-2, bytes('03')]]))],
  ['exponent 1', KEY, withKey(rsa(2048, [[-2, bytes('01')]]))],
  ['an even exponent', KEY, withKey(rsa(2048, [[-2, bytes('010000')]]))],
  ['no exponent', KEY, withKey(rsa(2048, [[-2, new Uint8Array()]]))],
  [
    'an ML-DSA key of another size',
    KEY,
    withKey(
      new Map<number, CborValue>([
        [1, 7],
        [3, -48],
        [-1, new Uint8Array(1952)],
      ]),
    ),
  ],
  ['a list', KEY, withKey(bytes('80'))],
  ['a text', KEY, withKey(bytes('6161'))],
];

const integer = (hex: string) => derItem(0x02, bytes(hex));
const order = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
const signed = (signature: (genuine: Uint8Array) => Uint8Array): AssertionDraft => ({ signature });
/** r and s of a genuine signature, as they stand in it. */
const numbers = (genuine: Uint8Array) => {
  const rEnd = 4 + (genuine[3] ?? 0);
  return { r: genuine.subarray(4, rEnd), s: genuine.subarray(rEnd + 2) };
};
const pair = (r: Uint8Array, s: Uint8Array) => derSequence(derItem(0x02, r), derItem(0x02, s));
const fixed = (value: Uint8Array) => {
  const digits = value.length > 32 ? value.subarray(1) : value;
  return concatBytes(new Uint8Array(32 - digits.length), digits);
};

const signatures: readonly (readonly [string, AssertionDraft])[] = [
  ['nothing', signed(() => new Uint8Array())],
  ['zeros', signed(() => new Uint8Array(72))],
  ['truncated', signed((genuine) => genuine.subarray(0, -1))],
  ['one byte too many', signed((genuine) => concatBytes(genuine, bytes('00')))],
  ['one bit changed', signed((genuine) => genuine.map((byte, at) => (at === 20 ? byte ^ 1 : byte)))],
  ['an empty sequence', signed(() => bytes('3000'))],
  ['r alone', signed((genuine) => derSequence(derItem(0x02, numbers(genuine).r)))],
  ['three numbers', signed((genuine) => derSequence(genuine.subarray(2), integer('01')))],
  ['r is zero', signed((genuine) => pair(bytes('00'), numbers(genuine).s))],
  ['s is zero', signed((genuine) => pair(numbers(genuine).r, bytes('00')))],
  ['both are zero', signed(() => derSequence(integer('00'), integer('00')))],
  ['r is the order of the curve', signed((genuine) => pair(bytes(`00${order}`), numbers(genuine).s))],
  ['a negative r', signed((genuine) => pair(bytes('ff01'), numbers(genuine).s))],
  [
    'a number with a zero too many',
    signed((genuine) => pair(concatBytes(bytes('0000'), numbers(genuine).r), numbers(genuine).s)),
  ],
  ['a length in long form', signed((genuine) => concatBytes(bytes('3081'), genuine.subarray(1)))],
  ['a length in the form of BER', signed((genuine) => concatBytes(bytes('3080'), genuine.subarray(2), bytes('0000')))],
  [
    'r and s one after the other, as in JOSE',
    signed((genuine) => concatBytes(fixed(numbers(genuine).r), fixed(numbers(genuine).s))),
  ],
  ['r and s in the wrong order', signed((genuine) => pair(numbers(genuine).s, numbers(genuine).r))],
  ['a set instead of a sequence', signed((genuine) => concatBytes(bytes('31'), genuine.subarray(1)))],
  ['r as an octet string', signed((genuine) => genuine.map((byte, at) => (at === 2 ? 4 : byte)))],
  ['of other client data', { response: { clientDataJSON: base64url(plainClientData.replace('}', ' }')) } }],
];

const tables: readonly (readonly [string, readonly Row[]])[] = [
  ['CBOR', cbor],
  ['certificates', certificates],
  ['JSON', json],
  ['base64url', base64],
  ['credential keys', keys],
];

for (const [name, rows] of tables) {
  describe(`bad ${name} in a registration`, () => {
    for (const [what, refusal, input] of rows) {
      test(`${what}: ${refusal}`, () => {
        const result = run(input);
        assert.equal(result.ok ? 'accepted' : `${result.error.step} ${result.error.code}`, refusal);
      });
    }
  });
}

describe('bad signatures in a sign-in', () => {
  for (const [what, draft] of signatures) {
    test(`${what}: ${SIGNATURE}`, () => {
      const result = judged(draft);
      assert.equal(result.ok ? 'accepted' : `${result.error.step} ${result.error.code}`, SIGNATURE);
    });
  }

  test(`eight kilobytes: ${RESPONSE}`, () => {
    const result = judged(signed(() => new Uint8Array(8193)));
    assert.equal(result.ok ? 'accepted' : `${result.error.step} ${result.error.code}`, RESPONSE);
  });
});
