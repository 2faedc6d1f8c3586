import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  concatBytes,
  derExplicit,
  derInteger,
  derItem,
  derNull,
  derOctetString,
  derSequence,
  derTags,
} from '@holdfast/encoding';
import fc from 'fast-check';
import { parseKeyDescription } from './android-key-description.ts';

const integer = (value: number) => derInteger(Uint8Array.of(value >> 8, value & 0xff));
const enumerated = (value: number) => derItem(derTags.enumerated, Uint8Array.of(value));
const set = (...items: readonly Uint8Array[]) => derItem(derTags.set, ...items);
const empty = derOctetString(new Uint8Array());

type Parts = {
  readonly level?: Uint8Array;
  readonly software?: readonly Uint8Array[];
  readonly hardware?: readonly Uint8Array[];
  readonly more?: readonly Uint8Array[];
};

const describeKey = ({ level = enumerated(1), software = [], hardware = [], more = [] }: Parts) =>
  derSequence(
    integer(3),
    level,
    integer(4),
    enumerated(1),
    derOctetString(Uint8Array.of(7)),
    empty,
    derSequence(...software),
    derSequence(...hardware),
    ...more,
  );
const applicationOf = (...more: readonly Uint8Array[]) => derSequence(set(), set(), ...more);
const read = (parts: Parts) => parseKeyDescription(describeKey(parts));
const hardwareOf = (...hardware: readonly Uint8Array[]) => {
  const parsed = read({ hardware });
  return parsed.ok ? parsed.value.details.hardwareEnforced : assert.fail(parsed.error);
};
const root = (locked: number, ...more: readonly Uint8Array[]) =>
  derExplicit(704, derSequence(empty, derItem(derTags.boolean, Uint8Array.of(locked)), enumerated(2), ...more));

describe('Android key descriptions', () => {
  test('empty lists say nothing', () => {
    assert.deepEqual(hardwareOf(), {
      purposes: [],
      algorithm: null,
      keySize: null,
      origin: null,
      noAuthRequired: false,
      userAuthType: null,
      rootOfTrust: null,
      osVersion: null,
      osPatchLevel: null,
      vendorPatchLevel: null,
      bootPatchLevel: null,
      applicationId: null,
    });
  });

  test('taken: a level as INTEGER, TRUE as 0x01, tags out of order, unknown tags, no boot hash', () => {
    for (const [number, level] of ['software', 'tee', 'strongbox'].entries()) {
      const parsed = read({ level: integer(number) });
      assert.equal(parsed.ok ? parsed.value.details.attestationSecurityLevel : '', level);
    }
    assert.equal(hardwareOf(root(1)).rootOfTrust?.deviceLocked, true);
    assert.equal(hardwareOf(root(0)).rootOfTrust?.deviceLocked, false);
    assert.equal(hardwareOf(root(1)).rootOfTrust?.verifiedBootHash, null);
    assert.equal(hardwareOf(root(1, derOctetString(Uint8Array.of(9)))).rootOfTrust?.verifiedBootHash, 'CQ');
    const list = hardwareOf(
      derExplicit(702, integer(0)),
      derExplicit(1, set(integer(3), integer(2))),
      derExplicit(799, derNull()),
    );
    assert.deepEqual([list.origin, list.purposes], ['generated', [2, 3]]);
  });

  test('each tag is a fact of its own', () => {
    const oct = (value: number) => derOctetString(Uint8Array.of(value));
    const info = derSequence(derOctetString(new TextEncoder().encode('b.c')), integer(7));
    const other = derSequence(derOctetString(new TextEncoder().encode('a.b')), integer(7));
    const applicationId = derSequence(set(info, other), set(oct(9), oct(8)));
    assert.deepEqual(
      hardwareOf(
        derExplicit(1, set(integer(2))),
        derExplicit(2, integer(3)),
        derExplicit(3, integer(256)),
        derExplicit(503, derNull()),
        derExplicit(504, integer(2)),
        derExplicit(702, integer(4)),
        derExplicit(705, integer(705)),
        derExplicit(706, integer(706)),
        derExplicit(709, derOctetString(applicationId)),
        derExplicit(718, integer(718)),
        derExplicit(719, integer(719)),
      ),
      {
        purposes: [2],
        algorithm: 3,
        keySize: 256,
        origin: 'securely-imported',
        noAuthRequired: true,
        userAuthType: 2,
        rootOfTrust: null,
        osVersion: 705,
        osPatchLevel: 706,
        vendorPatchLevel: 718,
        bootPatchLevel: 719,
        applicationId: { packages: ['a.b', 'b.c'], signatureDigests: ['CA', 'CQ'] },
      },
    );
  });

  test('a tag says nothing about its neighbours', () => {
    assert.equal(hardwareOf(derExplicit(503, derNull())).noAuthRequired, true);
    assert.equal(hardwareOf(derExplicit(503, derNull())).userAuthType, null);
    assert.equal(hardwareOf(derExplicit(504, integer(2))).noAuthRequired, false);
    assert.equal(hardwareOf(derExplicit(504, integer(2))).userAuthType, 2);
  });

  test('versions, levels and the challenge are those of the fields', () => {
    const parsed = read({});
    assert.ok(parsed.ok);
    const { details, challenge } = parsed.value;
    assert.deepEqual([details.attestationVersion, details.keymasterVersion], [3, 4]);
    assert.deepEqual([details.attestationSecurityLevel, details.keymasterSecurityLevel], ['tee', 'tee']);
    assert.deepEqual(new Uint8Array(challenge), Uint8Array.of(7));
  });

  for (const [what, description] of [
    ['the description', concatBytes(describeKey({}), derNull())],
    ['the fields', describeKey({ more: [derNull()] })],
    ['a number', describeKey({ hardware: [derExplicit(2, integer(3), derNull())] })],
    ['the purposes', describeKey({ hardware: [derExplicit(1, set(integer(2)), derNull())] })],
    [
      'the root of trust',
      describeKey({
        hardware: [derExplicit(704, derSequence(empty, derItem(1, Uint8Array.of(1)), enumerated(0)), derNull())],
      }),
    ],
    ['the application id', describeKey({ software: [derExplicit(709, derOctetString(applicationOf()), derNull())] })],
    [
      'what the application id holds',
      describeKey({ software: [derExplicit(709, derOctetString(concatBytes(applicationOf(), derNull())))] }),
    ],
    [
      'the sets of the application id',
      describeKey({ software: [derExplicit(709, derOctetString(applicationOf(derNull())))] }),
    ],
    [
      'a package',
      describeKey({
        software: [
          derExplicit(709, derOctetString(derSequence(set(derSequence(empty, integer(1), derNull())), set()))),
        ],
      }),
    ],
  ] as const) {
    test(`nothing may follow ${what}`, () => {
      const parsed = parseKeyDescription(description);
      assert.match(parsed.ok ? 'accepted' : parsed.error, /^more than expected at \d+$/);
    });
  }

  test('allApplications counts in either list', () => {
    for (const list of ['software', 'hardware'] as const) {
      const parsed = read({ [list]: [derExplicit(600, derNull())] });
      assert.equal(parsed.ok && parsed.value.allApplications, true);
    }
    const parsed = read({});
    assert.equal(parsed.ok && parsed.value.allApplications, false);
  });

  for (const [what, parts] of [
    ['a level that nobody defined', { level: enumerated(3) }],
    ['an origin that nobody defined', { hardware: [derExplicit(702, integer(9))] }],
    ['a tag twice', { hardware: [derExplicit(702, integer(0)), derExplicit(702, integer(0))] }],
    ['two numbers under one tag', { hardware: [derExplicit(702, integer(0), integer(0))] }],
    ['purposes that are no set', { hardware: [derExplicit(1, integer(2))] }],
    ['a root of trust with more', { hardware: [root(1, empty, empty)] }],
    [
      'a boot state that nobody defined',
      { hardware: [derExplicit(704, derSequence(empty, derItem(1, Uint8Array.of(1)), enumerated(4)))] },
    ],
    ['an application id that is no DER', { software: [derExplicit(709, derOctetString(Uint8Array.of(1, 2, 3)))] }],
    ['a ninth field', { more: [derNull()] }],
  ] as const) {
    test(`refused: ${what}`, () => {
      const parsed = read(parts);
      assert.equal(parsed.ok ? 'accepted' : typeof parsed.error, 'string');
    });
  }

  test('any damage is read or refused', () => {
    const whole = describeKey({ hardware: [root(1), derExplicit(702, integer(0)), derExplicit(1, set(integer(2)))] });
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 255 }), (position, byte) => {
        const damaged = whole.slice();
        damaged[position % damaged.length] = byte;
        parseKeyDescription(damaged);
        parseKeyDescription(whole.subarray(0, position % whole.length));
      }),
      { numRuns: 300 },
    );
  });
});
