import assert from 'node:assert/strict';
import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, test } from 'node:test';
import { concatBytes } from './bytes.ts';
import { isSignedBy, parseCertificate } from './certificate.ts';
import { derExplicit, derItem, derNull, derObjectIdentifier, derOctetString, derSequence } from './der.ts';

const text = (value: string) => new TextEncoder().encode(value);
const number = (...bytes: readonly number[]) => derItem(0x02, Uint8Array.from(bytes));
const utc = (digits: string) => derItem(0x17, text(digits));
const generalized = (digits: string) => derItem(0x18, text(digits));
const extension = (oid: string, value: Uint8Array, ...flag: readonly Uint8Array[]) =>
  derSequence(derObjectIdentifier(oid), ...flag, derOctetString(value));
const bits = (...bytes: readonly number[]) => derItem(0x03, Uint8Array.from(bytes));
const ecdsa = derSequence(derObjectIdentifier('1.2.840.10045.4.3.2'));
const tail = Uint8Array.of(5, 0);
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));

type Draft = {
  /** Each field of TBSCertificate in DER; null leaves it out. */
  readonly version?: Uint8Array | null;
  readonly serial?: Uint8Array;
  readonly inner?: Uint8Array;
  readonly validity?: Uint8Array;
  readonly notBefore?: Uint8Array;
  readonly ids?: readonly Uint8Array[];
  readonly extensions?: readonly Uint8Array[] | Uint8Array | null;
  readonly after?: readonly Uint8Array[];
  readonly outer?: Uint8Array;
  readonly signature?: Uint8Array;
  readonly beside?: readonly Uint8Array[];
};

function certificate(draft: Draft): Uint8Array {
  const { extensions = [], version = derExplicit(0, number(2)) } = draft;
  const list =
    extensions === null
      ? []
      : [extensions instanceof Uint8Array ? extensions : derExplicit(3, derSequence(...extensions))];
  const tbs = derSequence(
    ...(version === null ? [] : [version]),
    draft.serial ?? number(0x12, 0x34),
    draft.inner ?? ecdsa,
    derSequence(),
    draft.validity ?? derSequence(draft.notBefore ?? utc('260101000000Z'), utc('270101000000Z')),
    derSequence(),
    spki,
    ...(draft.ids ?? []),
    ...list,
    ...(draft.after ?? []),
  );
  return derSequence(tbs, draft.outer ?? ecdsa, draft.signature ?? bits(0, 1, 2, 3), ...(draft.beside ?? []));
}
function parsed(draft: Draft) {
  const result = parseCertificate(certificate(draft));
  return result.ok ? result.value : assert.fail(JSON.stringify(result.error));
}
const reasonOf = (draft: Draft) => {
  const result = parseCertificate(certificate(draft));
  return result.ok ? 'accepted' : String(result.error.detail?.['reason']).replace(/ at \d+$/, '');
};

describe('fields of a certificate', () => {
  test('as they are', () => {
    const { version, serial, notBefore, notAfter, basicConstraints, keyUsage, extensions } = parsed({});
    assert.deepEqual([version, serial, basicConstraints, keyUsage, extensions.size], [3, '1234', null, null, 0]);
    assert.deepEqual([notBefore, notAfter], [Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1)]);
    const der = certificate({});
    const again = parseCertificate(der);
    assert.deepEqual(again.ok && again.value.der, der);
    assert.deepEqual(again.ok && again.value.spki, spki);
    assert.equal(again.ok && again.value.publicKey?.equals(publicKey), true);
    assert.equal(again.ok && again.value.publicKey, again.ok && again.value.publicKey);
  });

  test('versions', () => {
    assert.equal(parsed({ version: null, extensions: null }).version, 1);
    assert.equal(parsed({ version: derExplicit(0, number(1)), extensions: null }).version, 2);
    assert.equal(reasonOf({ version: derExplicit(0, number(0)), extensions: null }), 'version');
    assert.equal(reasonOf({ version: derExplicit(0, number(3)) }), 'version');
    assert.equal(reasonOf({ version: derExplicit(0, number(2), tail) }), 'more than expected');
    assert.equal(reasonOf({ version: null }), 'extensions in version 1');
    assert.equal(reasonOf({ version: derExplicit(0, number(1)) }), 'extensions in version 2');
  });

  for (const [bytes, serial] of [
    [[0], '0'],
    [[7], '7'],
    [[0, 0xff], 'ff'],
    [[0, 0, 1], '1'],
    [[0x10, 0x00], '1000'],
  ] as const) {
    test(`serial number ${serial}`, () => assert.equal(parsed({ serial: number(...bytes) }).serial, serial));
  }
  test('an empty serial number', () => assert.equal(reasonOf({ serial: derItem(0x02) }), 'serial number'));

  test('unique ids of old certificates are stepped over', () => {
    const id = (tag: number) => derItem(tag, Uint8Array.of(0, 1));
    assert.equal(reasonOf({ ids: [id(0x81)] }), 'accepted');
    assert.equal(reasonOf({ ids: [id(0x82)] }), 'accepted');
    assert.equal(reasonOf({ ids: [id(0x81), id(0x82)] }), 'accepted');
    assert.notEqual(reasonOf({ ids: [id(0x82), id(0x81)] }), 'accepted');
    assert.notEqual(reasonOf({ ids: [id(0x83)] }), 'accepted');
  });

  for (const [what, draft, reason] of [
    ['bytes beside the signature', { beside: [tail] }, 'more than expected'],
    ['bytes after the extensions', { after: [tail] }, 'more than expected'],
    ['bytes beside the list of extensions', { extensions: derExplicit(3, derSequence(), tail) }, 'more than expected'],
    [
      'bytes beside the value of an extension',
      { extensions: [derSequence(derObjectIdentifier('2.999.1'), derOctetString(tail), tail)] },
      'more than expected',
    ],
    [
      'an extension twice',
      { extensions: [extension('2.999.1', tail), extension('2.999.1', tail)] },
      'extension 2.999.1 twice',
    ],
    [
      'a third date',
      { validity: derSequence(utc('260101000000Z'), utc('260101000000Z'), utc('260101000000Z')) },
      'more than expected',
    ],
    ['one date', { validity: derSequence(utc('260101000000Z')) }, 'truncated'],
    ['two algorithms', { outer: derSequence(derObjectIdentifier('1.2.840.10045.4.3.3')) }, 'two signature algorithms'],
  ] as const) {
    test(`refuses ${what}`, () => assert.equal(reasonOf(draft), reason));
  }

  test('16384 bytes at most', () => {
    const sized = (length: number) => {
      const most = certificate({ extensions: [extension('2.999.1', new Uint8Array(16_000))] });
      return certificate({ extensions: [extension('2.999.1', new Uint8Array(16_000 + length - most.length))] });
    };
    assert.equal(sized(16_384).length, 16_384);
    assert.equal(parseCertificate(sized(16_384)).ok, true);
    const above = parseCertificate(sized(16_385));
    assert.deepEqual(above.ok ? 'accepted' : above.error.detail, { reason: 'too large' });
  });
});

describe('dates of a certificate', () => {
  const dates: readonly (readonly [Uint8Array, string | null])[] = [
    [utc('000101000000Z'), '2000-01-01T00:00:00.000Z'],
    [utc('490101000000Z'), '2049-01-01T00:00:00.000Z'],
    [utc('500101000000Z'), '1950-01-01T00:00:00.000Z'],
    [utc('991231235959Z'), '1999-12-31T23:59:59.000Z'],
    [generalized('20490101000000Z'), '2049-01-01T00:00:00.000Z'],
    [generalized('99991231235959Z'), '9999-12-31T23:59:59.000Z'],
    [generalized('01000101000000Z'), '0100-01-01T00:00:00.000Z'],
    [generalized('00991231000000Z'), null],
    [utc('240229000000Z'), '2024-02-29T00:00:00.000Z'],
    [utc('250229000000Z'), null],
    [utc('250228000000Z'), '2025-02-28T00:00:00.000Z'],
    [utc('240230000000Z'), null],
    [generalized('20000229000000Z'), '2000-02-29T00:00:00.000Z'],
    [generalized('21000229000000Z'), null],
    [generalized('24000229000000Z'), '2400-02-29T00:00:00.000Z'],
    ...['01', '03', '05', '07', '08', '10', '12'].flatMap((month) => [
      [utc(`26${month}31000000Z`), `2026-${month}-31T00:00:00.000Z`] as const,
      [utc(`26${month}32000000Z`), null] as const,
    ]),
    ...['04', '06', '09', '11'].flatMap((month) => [
      [utc(`26${month}30000000Z`), `2026-${month}-30T00:00:00.000Z`] as const,
      [utc(`26${month}31000000Z`), null] as const,
    ]),
    [utc('260001000000Z'), null],
    [utc('261301000000Z'), null],
    [utc('260100000000Z'), null],
    [utc('260101235959Z'), '2026-01-01T23:59:59.000Z'],
    [utc('260101240000Z'), null],
    [utc('260101006000Z'), null],
    [utc('260101000060Z'), null],
    [utc('260101000000'), null],
    [utc('2601010000Z'), null],
    [utc('260101000000z'), null],
    [utc('260101000000ZZ'), null],
    [utc('260101000000+'), null],
    ...Array.from({ length: 12 }, (_, at) => '260101000000Z'.split('').with(at, '/').join('')).map(
      (digits) => [utc(digits), null] as const,
    ),
    ...Array.from({ length: 12 }, (_, at) => '260101000000Z'.split('').with(at, ':').join('')).map(
      (digits) => [utc(digits), null] as const,
    ),
    [utc('20260101000000Z'), null],
    [generalized('260101000000Z'), null],
    [generalized('20260101000000.5Z'), null],
    [derItem(0x16, text('260101000000Z')), null],
    [derItem(0x16, text('20260101000000Z')), null],
    [derItem(0x16, text('2Z')), null],
    [utc(''), null],
  ];
  for (const [date, expected] of dates) {
    const shown = Buffer.from(date.subarray(2)).toString('latin1');
    test(`${date[0]?.toString(16)} ${shown}: ${expected ?? 'refused'}`, () => {
      if (expected === null) assert.equal(reasonOf({ notBefore: date }), 'time');
      else assert.equal(new Date(parsed({ notBefore: date }).notBefore).toISOString(), expected);
    });
  }
});

describe('constraints of a certificate', () => {
  const constraints = (...fields: readonly Uint8Array[]) => ({
    extensions: [extension('2.5.29.19', derSequence(...fields))],
  });
  const flag = (byte: number) => derItem(0x01, Uint8Array.of(byte));
  for (const [what, draft, expected] of [
    ['nothing', constraints(), { ca: false, pathLength: null }],
    ['an explicit FALSE', constraints(flag(0)), { ca: false, pathLength: null }],
    ['TRUE', constraints(flag(0xff)), { ca: true, pathLength: null }],
    ['TRUE as 1', constraints(flag(1)), { ca: true, pathLength: null }],
    ['TRUE and a path length', constraints(flag(0xff), number(0)), { ca: true, pathLength: 0 }],
    ['a path length alone', constraints(number(3)), { ca: false, pathLength: 3 }],
  ] as const) {
    test(`basic constraints: ${what}`, () => assert.deepEqual(parsed(draft).basicConstraints, expected));
  }
  for (const [what, value] of [
    ['a third field', derSequence(flag(0xff), number(0), tail)],
    ['bytes behind', concatBytes(derSequence(), tail)],
    ['a negative path length', derSequence(flag(0xff), number(0xff))],
    ['no sequence', flag(0xff)],
    ['nothing at all', new Uint8Array()],
  ] as const) {
    test(`basic constraints with ${what} are refused`, () => {
      assert.equal(reasonOf({ extensions: [extension('2.5.29.19', value)] }), 'basic constraints');
    });
  }

  for (const [value, expected] of [
    [bits(7, 0x80), { digitalSignature: true, keyCertSign: false }],
    [bits(2, 0x04), { digitalSignature: false, keyCertSign: true }],
    [bits(1, 0x06), { digitalSignature: false, keyCertSign: true }],
    [bits(2, 0x84), { digitalSignature: true, keyCertSign: true }],
    [bits(0, 0x7b), { digitalSignature: false, keyCertSign: false }],
    [bits(0), { digitalSignature: false, keyCertSign: false }],
    [bits(7, 0x00, 0x80), { digitalSignature: false, keyCertSign: false }],
  ] as const) {
    test(`key usage ${Buffer.from(value).toString('hex')}`, () => {
      assert.deepEqual(parsed({ extensions: [extension('2.5.29.15', value)] }).keyUsage, expected);
    });
  }
  for (const value of [
    bits(8, 0x80),
    bits(),
    derOctetString(Uint8Array.of(0x80)),
    concatBytes(bits(7, 0x80), tail),
    new Uint8Array(),
  ]) {
    test(`key usage ${Buffer.from(value).toString('hex')} is refused`, () => {
      assert.equal(reasonOf({ extensions: [extension('2.5.29.15', value)] }), 'key usage');
    });
  }

  test('criticality', () => {
    const criticality = (...flags: readonly Uint8Array[]) =>
      parsed({ extensions: [extension('2.999.1', tail, ...flags)] }).extensions.get('2.999.1');
    assert.deepEqual(criticality(), { critical: false, value: tail });
    assert.deepEqual(criticality(flag(0xff)), { critical: true, value: tail });
    assert.deepEqual(criticality(flag(0)), { critical: false, value: tail });
  });
});

describe('signatures of certificates', () => {
  const identifier = (oid: string, ...parameters: readonly Uint8Array[]) =>
    derSequence(derObjectIdentifier(oid), ...parameters);
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const weak = generateKeyPairSync('rsa', { modulusLength: 2040 });
  const ed25519 = generateKeyPairSync('ed25519');
  type Signer = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  const ec: Signer = { publicKey, privateKey };
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };

  /** A certificate whose signature is right for this signer and digest, under any identifier. */
  function isValid(
    algorithm: Uint8Array,
    { publicKey: key, privateKey: own }: Signer,
    digest: string | null,
    options: object = {},
  ): boolean {
    const draft = { inner: algorithm, outer: algorithm };
    const unsigned = parsed(draft);
    const signature = sign(digest, unsigned.signed, { key: own, ...options });
    return isSignedBy(parsed({ ...draft, signature: bits(0, ...signature) }), key);
  }

  for (const [oid, signer, digest] of [
    ['1.2.840.113549.1.1.5', rsa, 'sha1'],
    ['1.2.840.113549.1.1.11', rsa, 'sha256'],
    ['1.2.840.113549.1.1.12', rsa, 'sha384'],
    ['1.2.840.113549.1.1.13', rsa, 'sha512'],
    ['1.2.840.10045.4.1', ec, 'sha1'],
    ['1.2.840.10045.4.3.2', ec, 'sha256'],
    ['1.2.840.10045.4.3.3', ec, 'sha384'],
    ['1.2.840.10045.4.3.4', ec, 'sha512'],
    ['1.3.101.112', ed25519, null],
    ['1.3.101.113', generateKeyPairSync('ed448'), null],
    ['2.16.840.1.101.3.4.3.17', generateKeyPairSync('ml-dsa-44'), null],
    ['2.16.840.1.101.3.4.3.18', generateKeyPairSync('ml-dsa-65'), null],
    ['2.16.840.1.101.3.4.3.19', generateKeyPairSync('ml-dsa-87'), null],
  ] as const) {
    test(`${oid}: with and without NULL, and with nothing else`, () => {
      assert.equal(isValid(identifier(oid), signer, digest), true);
      assert.equal(isValid(identifier(oid, derNull()), signer, digest), true);
      assert.equal(isValid(identifier(oid, number(1)), signer, digest), false);
      assert.equal(isValid(identifier(oid, derNull(), derNull()), signer, digest), false);
    });
    test(`${oid}: a key of another kind did not sign`, () => {
      const other = signer === rsa ? ec : rsa;
      assert.equal(isValid(identifier(oid), other, digest === null ? 'sha256' : digest), false);
    });
  }

  test('an unknown algorithm, MD5, and no key', () => {
    assert.equal(isValid(identifier('1.2.840.113549.1.1.4'), rsa, 'md5'), false);
    assert.equal(isValid(identifier('2.999.1'), ec, 'sha256'), false);
    assert.equal(isSignedBy(parsed({}), null), false);
  });

  test('an RSA key of fewer than 2048 bits signs nothing', () => {
    assert.equal(isValid(identifier('1.2.840.113549.1.1.11'), weak, 'sha256'), false);
  });

  const hash = (last: number, ...parameters: readonly Uint8Array[]) =>
    derSequence(derObjectIdentifier(`2.16.840.1.101.3.4.2.${last}`), ...parameters);
  const mgf1 = (inner: Uint8Array, oid = '1.2.840.113549.1.1.8') => derSequence(derObjectIdentifier(oid), inner);
  const pssWith = (...fields: readonly Uint8Array[]) => identifier('1.2.840.113549.1.1.10', derSequence(...fields));
  const sha256 = hash(1, derNull());
  const salted = (salt: number) => derExplicit(2, number(salt));

  test('PSS with each hash, with and without NULL', () => {
    for (const [last, digest, salt] of [
      [1, 'sha256', 32],
      [2, 'sha384', 48],
      [3, 'sha512', 64],
    ] as const) {
      for (const inner of [hash(last), hash(last, derNull())]) {
        const whole = pssWith(derExplicit(0, inner), derExplicit(1, mgf1(inner)), salted(salt));
        assert.equal(isValid(whole, rsa, digest, { ...pss, saltLength: salt }), true, digest);
        assert.equal(isValid(whole, weak, digest, { ...pss, saltLength: salt }), false);
        assert.equal(isValid(whole, rsa, digest), false, 'PKCS#1 under the name of PSS');
      }
    }
  });

  test('PSS with another salt than it says', () => {
    const whole = pssWith(derExplicit(0, sha256), derExplicit(1, mgf1(sha256)), salted(20));
    assert.equal(isValid(whole, rsa, 'sha256', { ...pss, saltLength: 20 }), true);
    assert.equal(isValid(whole, rsa, 'sha256', pss), false);
  });

  for (const [what, whole] of [
    ['SHA-1 by default', pssWith()],
    ['no mask', pssWith(derExplicit(0, sha256), salted(32))],
    ['no salt length', pssWith(derExplicit(0, sha256), derExplicit(1, mgf1(sha256)))],
    ['another hash for the mask', pssWith(derExplicit(0, sha256), derExplicit(1, mgf1(hash(2))), salted(32))],
    ['another mask', pssWith(derExplicit(0, sha256), derExplicit(1, mgf1(sha256, '2.999.1')), salted(32))],
    ['an unknown hash', pssWith(derExplicit(0, hash(9)), derExplicit(1, mgf1(hash(9))), salted(32))],
    [
      'a fourth field',
      pssWith(derExplicit(0, sha256), derExplicit(1, mgf1(sha256)), salted(32), derExplicit(3, number(1))),
    ],
    [
      'more parameters of the hash',
      pssWith(derExplicit(0, hash(1, derNull(), derNull())), derExplicit(1, mgf1(sha256)), salted(32)),
    ],
    ['a number for the hash', pssWith(derExplicit(0, number(1)), derExplicit(1, mgf1(sha256)), salted(32))],
  ] as const) {
    test(`PSS with ${what} is not understood`, () => assert.equal(isValid(whole, rsa, 'sha256', pss), false));
  }

  test('a key that the library throws at signed nothing', () => {
    const restricted = generateKeyPairSync('rsa-pss', { modulusLength: 2048, hashAlgorithm: 'sha512' });
    const whole = pssWith(derExplicit(0, sha256), derExplicit(1, mgf1(sha256)), salted(32));
    const certified = parsed({ inner: whole, outer: whole, signature: bits(0, ...new Uint8Array(256)) });
    assert.equal(isSignedBy(certified, restricted.publicKey), false);
  });

  test('unused bits of the signature are not counted', () => {
    const unsigned = parsed({});
    const signature = sign('sha256', unsigned.signed, privateKey);
    assert.equal(isSignedBy(parsed({ signature: bits(3, ...signature) }), publicKey), true);
  });
});
