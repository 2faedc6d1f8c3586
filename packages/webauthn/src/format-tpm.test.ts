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
import { verifyTpm } from './format-tpm.ts';

const at = instant(Date.UTC(2026, 10, 20));
const random = seededRandom('tpm');
const maker = createMaker({ name: 'Acme', aaguids: [], random, at });
const [authDataBytes, clientDataHash] = [random(100), random(32)];
const credential = createSigningKey('ES256', random);
const imported = importSpki(credential.spki);
const credentialKey = imported.ok ? imported.value : assert.fail();
const aaguid = '11111111-2222-3333-4444-555555555555';

const u16 = (value: number) => Uint8Array.of(value >> 8, value & 0xff);
const u32 = (value: number) => Uint8Array.of(value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff);
const sized = (bytes: Uint8Array) => concatBytes(u16(bytes.length), bytes);
const text = (value: string) => new TextEncoder().encode(value);
const extension = (oid: string, value: Uint8Array) => derSequence(derObjectIdentifier(oid), derOctetString(value));
const attribute = (oid: string, value: string) => derSequence(derObjectIdentifier(oid), derItem(0x0c, text(value)));
const rdn = (...attributes: readonly Uint8Array[]) => derItem(0x31, ...attributes);
const directory = (...rdns: readonly Uint8Array[]) => derExplicit(4, derSequence(...rdns));

const [manufacturer, model, version] = [
  attribute('2.23.133.2.1', 'id:FFFFF1D0'),
  attribute('2.23.133.2.2', 'Emulated'),
  attribute('2.23.133.2.3', 'id:0001'),
];
const device = directory(rdn(manufacturer), rdn(model), rdn(version));
const AIK = derObjectIdentifier('2.23.133.8.3');
const notAnAuthority = extension('2.5.29.19', derSequence());
const purposes = (value: Uint8Array) => extension('2.5.29.37', value);
const names = (value: Uint8Array) => extension('2.5.29.17', value);

type Draft = {
  readonly nameAlgorithm?: number;
  readonly nameDigest?: string;
  readonly attributes?: number;
  readonly algorithm?: SigningAlgorithm;
  readonly version?: 1 | 3;
  readonly subject?: { readonly commonName?: string };
  readonly extensions?: readonly Uint8Array[];
};
const right = [notAnAuthority, purposes(derSequence(AIK)), names(derSequence(device))];

function verify(draft: Draft) {
  const { nameAlgorithm = 0x000b, nameDigest = 'sha256', attributes = 0x22, algorithm = 'ES256' } = draft;
  const aik = createSigningKey(algorithm, random);
  const point = credential.spki.subarray(-64);
  const pubArea = concatBytes(
    concatBytes(u16(0x0023), u16(nameAlgorithm), u32(attributes), sized(new Uint8Array()), u16(0x0010), u16(0x0010)),
    concatBytes(u16(0x0003), u16(0x0010), sized(point.subarray(0, 32)), sized(point.subarray(32))),
  );
  const name = concatBytes(u16(nameAlgorithm), new Uint8Array(createHash(nameDigest).update(pubArea).digest()));
  const attToBeSigned = concatBytes(authDataBytes, clientDataHash);
  const nonce = new Uint8Array(
    createHash(aik.algorithm.digest ?? 'sha256')
      .update(attToBeSigned)
      .digest(),
  );
  const certInfo = concatBytes(
    concatBytes(u32(0xff544347), u16(0x8017), sized(random(34)), sized(nonce), random(25)),
    concatBytes(sized(name), sized(name)),
  );
  const x5c = maker.certify({
    subject: draft.subject ?? {},
    spki: aik.spki,
    extensions: draft.extensions ?? right,
    version: draft.version ?? 3,
  });
  const attStmt = new Map<string, CborValue>([
    ['ver', '2.0'],
    ['alg', aik.algorithm.number],
    ['x5c', x5c],
    ['sig', aik.sign(certInfo)],
    ['certInfo', certInfo],
    ['pubArea', pubArea],
  ]);
  const ceremony = { authDataBytes, clientDataHash, rpIdHash: random(32), credentialId: random(32), aaguid };
  return verifyTpm({ ...ceremony, attStmt, credentialKey, settings: {} });
}

function details(draft: Draft) {
  const result = verify(draft);
  return result.ok && result.value.type === 'certified' ? result.value.details : assert.fail(JSON.stringify(result));
}
function verdict(draft: Draft): unknown {
  const result = verify(draft);
  return result.ok
    ? 'accepted'
    : [result.error.code.replace('webauthn.attestation_', ''), result.error.detail?.['reason']];
}
const unfit = (reason: string) => ['certificate_unfit', reason];
const withNames = (...general: readonly Uint8Array[]) => ({
  extensions: [notAnAuthority, purposes(derSequence(AIK)), names(derSequence(...general))],
});
const withPurposes = (value: Uint8Array) => ({
  extensions: [notAnAuthority, purposes(value), names(derSequence(device))],
});
const SAN = 'subject alternative name';
const EKU = 'extended key usage';

describe('WebAuthn L3 §8.3 TPM attestation', () => {
  for (const [nameAlgorithm, nameDigest, nameOfHash] of [
    [0x0004, 'sha1', 'SHA-1'],
    [0x000b, 'sha256', 'SHA-256'],
    [0x000c, 'sha384', 'SHA-384'],
    [0x000d, 'sha512', 'SHA-512'],
  ] as const) {
    test(`a name made with ${nameOfHash}`, () => {
      const said = details({ nameAlgorithm, nameDigest });
      assert.equal(said.format === 'tpm' && said.nameAlgorithm, nameOfHash);
    });
  }

  for (const nameAlgorithm of [0x0005, 0x000a, 0x000e, 0x0027]) {
    test(`a name made with TPM_ALG ${nameAlgorithm}`, () => {
      assert.deepEqual(verdict({ nameAlgorithm }), ['tpm_name_mismatch', `name algorithm ${nameAlgorithm}`]);
    });
  }

  test('a name made with another hash than it says', () => {
    assert.deepEqual(verdict({ nameAlgorithm: 0x000c, nameDigest: 'sha256' }), ['tpm_name_mismatch', 'attested name']);
  });

  test('an identity key whose algorithm names no hash', () => {
    assert.deepEqual(verdict({ algorithm: 'EdDSA' }), ['algorithm_mismatch', 'names no hash']);
  });

  for (const [attributes, fixedTpm, sensitiveDataOrigin] of [
    [0x00, false, false],
    [0x02, true, false],
    [0x20, false, true],
    [0x22, true, true],
    [0xffffffdd, false, false],
  ] as const) {
    test(`attributes ${attributes.toString(16)}`, () => {
      const said = details({ attributes });
      assert.ok(said.format === 'tpm');
      assert.deepEqual([said.fixedTpm, said.sensitiveDataOrigin], [fixedTpm, sensitiveDataOrigin]);
    });
  }

  test('a vendor that the registry does not know has no name', () => {
    const unknown = directory(rdn(attribute('2.23.133.2.1', 'id:12345678')), rdn(model), rdn(version));
    const said = details(withNames(unknown));
    assert.ok(said.format === 'tpm');
    assert.deepEqual([said.manufacturer, said.manufacturerName], ['id:12345678', null]);
    assert.deepEqual([said.model, said.version], ['Emulated', 'id:0001']);
  });
});

describe('WebAuthn L3 §8.3.1 certificates of identity keys', () => {
  const dns = derItem(0x82, text('tpm.example'));
  const tail = Uint8Array.of(5, 0);
  for (const [what, draft] of [
    ['three names of one attribute', withNames(device)],
    ['one name of three attributes', withNames(directory(rdn(manufacturer, model, version)))],
    ['the attributes in another order', withNames(directory(rdn(version), rdn(manufacturer), rdn(model)))],
    [
      'more attributes',
      withNames(directory(rdn(manufacturer), rdn(model), rdn(version), rdn(attribute('2.5.4.3', 'x')))),
    ],
    ['other kinds of names beside it', withNames(dns, device, dns)],
    ['more purposes', withPurposes(derSequence(derObjectIdentifier('1.3.6.1.5.5.7.3.2'), AIK))],
  ] as const) {
    test(`accepts ${what}`, () => assert.equal(verdict(draft), 'accepted'));
  }

  const refused: readonly (readonly [string, unknown, Draft])[] = [
    ['version 1', unfit('version 1'), { version: 1 }],
    ['a subject', unfit('subject is not empty'), { subject: { commonName: 'x' } }],
    ['no alternative name', unfit('subject alternative name is missing'), { extensions: right.slice(0, 2) }],
    ['only other kinds of names', unfit(SAN), withNames(dns)],
    ['no manufacturer', unfit(SAN), withNames(directory(rdn(model), rdn(version)))],
    ['no model', unfit(SAN), withNames(directory(rdn(manufacturer), rdn(version)))],
    ['no version', unfit(SAN), withNames(directory(rdn(manufacturer), rdn(model)))],
    [
      'an empty model',
      unfit(SAN),
      withNames(directory(rdn(manufacturer), rdn(attribute('2.23.133.2.2', '')), rdn(version))),
    ],
    ['two manufacturers', unfit(SAN), withNames(directory(rdn(manufacturer, manufacturer), rdn(model), rdn(version)))],
    ['two models', unfit(SAN), withNames(directory(rdn(manufacturer), rdn(model, model), rdn(version)))],
    ['two versions', unfit(SAN), withNames(directory(rdn(manufacturer), rdn(model), rdn(version, version)))],
    [
      'two of each but one',
      unfit(SAN),
      withNames(directory(rdn(manufacturer), rdn(model, model), rdn(version, version))),
    ],
    ['two devices', unfit(SAN), withNames(device, device)],
    [
      'a vendor in small letters',
      unfit(SAN),
      withNames(directory(rdn(attribute('2.23.133.2.1', 'id:fffff1d0')), rdn(model), rdn(version))),
    ],
    [
      'a vendor in words',
      unfit(SAN),
      withNames(directory(rdn(attribute('2.23.133.2.1', 'Acme')), rdn(model), rdn(version))),
    ],
    [
      'bytes after the names',
      unfit(SAN),
      { extensions: [notAnAuthority, purposes(derSequence(AIK)), names(concatBytes(derSequence(device), tail))] },
    ],
    [
      'bytes after the device',
      unfit(SAN),
      withNames(derExplicit(4, concatBytes(derSequence(rdn(manufacturer), rdn(model), rdn(version)), tail))),
    ],
    ['names that cannot be read', unfit(SAN), withNames(device, Uint8Array.of(0x82, 0x05))],
    ['no key usage', unfit(EKU), { extensions: [notAnAuthority, names(derSequence(device))] }],
    ['another purpose', unfit(EKU), withPurposes(derSequence(derObjectIdentifier('1.3.6.1.5.5.7.3.2')))],
    ['bytes after the purposes', unfit(EKU), withPurposes(concatBytes(derSequence(AIK), tail))],
    ['purposes that cannot be read', unfit(EKU), withPurposes(derSequence(AIK, Uint8Array.of(6, 9)))],
    ['no basic constraints', unfit('basic constraints are missing'), { extensions: right.slice(1) }],
    [
      'an authority',
      unfit('CA is true'),
      { extensions: [extension('2.5.29.19', derSequence(derItem(1, Uint8Array.of(0xff)))), ...right.slice(1)] },
    ],
  ];
  for (const [what, expected, draft] of refused) {
    test(`refuses ${what}`, () => assert.deepEqual(verdict(draft), expected));
  }
});
