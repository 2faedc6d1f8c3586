import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMetadataPublisher, metadataEntry, seededRandom } from '@holdfast/emulator';
import { instant } from '@holdfast/kernel';
import fc from 'fast-check';
import { blobLimits, type VerifiedBlob } from './blob.ts';
import { type EntryProblem, entryKey, type MetadataEntry } from './entry.ts';
import { readPayload } from './envelope.ts';
import { mergeEntries, readEntry } from './read-entry.ts';
import { verifyBlob } from './verify-blob.ts';

const at = instant(Date.UTC(2026, 10, 20));
const publisher = createMetadataPublisher({ random: seededRandom('entries'), at });
const settings = { anchors: [publisher.root.base64url], at };
const aaguid = '11111111-2222-3333-4444-555555555555';
const root = Buffer.from(publisher.root.der).toString('base64');
const model = (changes: Parameters<typeof metadataEntry>[1] = {}, id = aaguid) =>
  metadataEntry({ aaguid: id, description: `Acme Key ${id.slice(0, 2)}`, roots: [publisher.root.der] }, changes);
const numbered = (number: number) => `${number.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
const u2f = (...keyIdentifiers: string[]) =>
  model({
    aaguid: undefined,
    attestationCertificateKeyIdentifiers: keyIdentifiers,
    statement: { aaguid: undefined, attestationCertificateKeyIdentifiers: keyIdentifiers, protocolFamily: 'u2f' },
  });

function published(entries: readonly unknown[]): VerifiedBlob {
  const result = verifyBlob(publisher.publish({ entries }), settings);
  assert.ok(result.ok);
  return result.value;
}

/** As it comes out of a JSON parser. */
const read = (value: unknown) => readEntry(JSON.parse(JSON.stringify(value)), 3);
const only = (value: unknown): MetadataEntry => {
  const { entry, problems } = read(value);
  assert.ok(entry !== null, JSON.stringify(problems));
  return entry;
};
const paths = (problems: readonly EntryProblem[]) => problems.map(({ path }) => path);

describe('MDS 3.1.1 §3.1.1 one entry', () => {
  test('a conforming one is taken whole', () => {
    const { entry, problems } = read(model());
    assert.deepEqual(problems, []);
    assert.deepEqual(entry, {
      aaguid,
      keyIdentifiers: [],
      aaid: null,
      statement: {
        description: 'Acme Key 11',
        protocolFamily: 'fido2',
        authenticatorVersion: 2,
        attestationTypes: ['basic_full'],
        keyProtection: ['hardware', 'secure_element'],
        matcherProtection: ['on_chip'],
        attachmentHint: ['external', 'wired', 'nfc'],
        userVerificationDetails: [['passcode_external']],
        multiDeviceCredentialSupport: 'unsupported',
        keyScope: null,
        attestationRootCertificates: [publisher.root.base64url],
        icon: null,
      },
      reports: [
        {
          status: 'FIDO_CERTIFIED_L1',
          effectiveAt: Date.UTC(2025, 0, 15),
          sunsetAt: null,
          authenticatorVersion: null,
          certificates: [],
          url: null,
          certificateNumber: null,
          certificationDescriptor: null,
          certificationPolicyVersion: null,
          certificationRequirementsVersion: null,
          certificationProfiles: [],
          fipsRevision: null,
          fipsPhysicalSecurityLevel: null,
        },
      ],
      lastChangeAt: Date.UTC(2025, 0, 15),
    });
  });

  for (const [what, value, path] of [
    ['nothing', null, ''],
    ['a text', 'entry', ''],
    ['a list', [], ''],
    ['no model', {}, ''],
    ['an AAGUID that is none', model({ aaguid: 'Acme' }), ''],
    ['the AAGUID zero', model({ aaguid: '00000000-0000-0000-0000-000000000000' }), ''],
    ['an AAGUID and an AAID', model({ aaid: '1234#5678' }), ''],
    ['an AAID that is none', model({ aaguid: undefined, aaid: '1234-5678' }), ''],
    ['a statement about another model', model({ statement: { aaguid: numbered(9) } }), 'metadataStatement'],
    ['a statement that names an AAID as well', model({ statement: { aaid: '1234#5678' } }), 'metadataStatement'],
    ['a statement that is a text', { ...model(), metadataStatement: 'x' }, 'metadataStatement'],
    ['no list of reports', model({ statusReports: undefined }), 'statusReports'],
    ['reports that are no list', model({ statusReports: { status: 'REVOKED' } }), 'statusReports'],
    [
      'more reports than anybody reads',
      model({ statusReports: Array.from({ length: 2000 }, () => ({})) }),
      'statusReports',
    ],
  ] as const) {
    test(`leaves out ${what}, and says so`, () => {
      const { entry, problems } = read(value);
      assert.equal(entry, null);
      assert.equal(problems.at(-1)?.path, path);
      assert.deepEqual([problems.at(-1)?.isSkipped, problems.at(-1)?.index], [true, 3]);
    });
  }

  for (const [what, changes, path, seen] of [
    ['a name that is no text', { description: 5 }, 'description', { description: null }],
    ['a name of megabytes', { description: 'a'.repeat(3_000_000) }, 'description', { description: null }],
    ['an unknown family', { protocolFamily: 'fido9' }, 'protocolFamily', { protocolFamily: null }],
    ['a version in words', { authenticatorVersion: 'two' }, 'authenticatorVersion', { authenticatorVersion: null }],
    ['a word that is none', { keyProtection: ['hardware', 7] }, 'keyProtection[1]', { keyProtection: ['hardware'] }],
    ['hints that are no list', { attachmentHint: 'internal' }, 'attachmentHint', { attachmentHint: [] }],
    [
      'a root that is no certificate',
      { attestationRootCertificates: ['AAAA', root] },
      'attestationRootCertificates[0]',
      { attestationRootCertificates: [publisher.root.base64url] },
    ],
    [
      'methods that are no list',
      { userVerificationDetails: ['none', [{ userVerification: 'presence_internal' }]] },
      'userVerificationDetails[0]',
      { userVerificationDetails: [['presence_internal']] },
    ],
    ['a picture of a page', { icon: 'data:text/html;base64,PHN2Zz4=' }, 'icon', { icon: null }],
    ['a picture elsewhere', { icon: 'https://anybody.example/icon.png' }, 'icon', { icon: null }],
    ['a picture of megabytes', { icon: `data:image/png;base64,${'A'.repeat(100_000)}` }, 'icon', { icon: null }],
    [
      'support that nobody knows',
      { multiDeviceCredentialSupport: 'sometimes' },
      'multiDeviceCredentialSupport',
      { multiDeviceCredentialSupport: 'implicit' },
    ],
  ] as const) {
    test(`notes ${what} and takes the rest`, () => {
      const { entry, problems } = read(model({ statement: changes }));
      assert.deepEqual(paths(problems), [`metadataStatement.${path}`]);
      assert.deepEqual([problems[0]?.isSkipped, problems[0]?.entry], [false, `aaguid:${aaguid}`]);
      assert.deepEqual({ ...entry?.statement, ...seen }, entry?.statement);
    });
  }

  test('pictures in PNG and SVG are kept, line breaks within certificates are nothing', () => {
    for (const icon of ['data:image/png;base64,iVBORw0KGgo=', 'data:image/svg+xml;base64,PHN2Zy8+']) {
      assert.equal(only(model({ statement: { icon } })).statement?.icon, icon);
    }
    const folded = only(
      model({ statement: { attestationRootCertificates: [`\n${root.slice(0, 64)}\n${root.slice(64)}`] } }),
    );
    assert.deepEqual(folded.statement?.attestationRootCertificates, [publisher.root.base64url]);
  });

  test('unknown members mean nothing, unknown statuses are kept, upper case is lower', () => {
    const statusReports = [{ status: 'MELTED_DOWN', severity: 11 }, { status: 'REVOKED' }];
    const entry = only(
      model({ aaguid: aaguid.toUpperCase(), statusReports, colour: 'red', statement: { cxConfigURL: 1 } }),
    );
    assert.deepEqual(
      entry.reports.map(({ status }) => status),
      ['MELTED_DOWN', 'REVOKED'],
    );
    assert.equal(entry.aaguid, aaguid);
  });

  test('a report that cannot be read whole still counts as much as can be', () => {
    const statusReports = [
      {
        status: 'REVOKED',
        effectiveDate: 'yesterday',
        authenticatorVersion: '2',
        batchCertificate: 'AAAA',
        certificate: root,
      },
      { effectiveDate: '2026-01-01' },
      { status: 'RETIRED', batchCertificate: root, sunsetDate: '2027-01-01' },
    ];
    const { entry, problems } = read(model({ statusReports }));
    const [revoked, retired] = entry?.reports ?? [];
    assert.equal(entry?.reports.length, 2);
    assert.deepEqual([revoked?.effectiveAt, revoked?.authenticatorVersion], [null, null]);
    assert.deepEqual(revoked?.certificates, [], 'half a scope is no scope: the report is about the whole model');
    assert.deepEqual(retired?.certificates, [publisher.root.base64url]);
    assert.equal(retired?.sunsetAt, Date.UTC(2027, 0, 1));
    assert.deepEqual(paths(problems), [
      'statusReports[0].effectiveDate',
      'statusReports[0].authenticatorVersion',
      'statusReports[0].batchCertificate',
      'statusReports[1]',
    ]);
  });

  test('names of prototypes are names like any other', () => {
    const { entry, problems } = readEntry(JSON.parse('{"__proto__":{"aaguid":"x","statusReports":[]}}'), 0);
    assert.deepEqual([entry, problems[0]?.why], [null, 'names no model']);
  });

  test('an entry with thousands of mistakes does not make thousands of lines', () => {
    const { problems } = read(model({ statement: { keyProtection: Array.from({ length: 128 }, () => 0) } }));
    assert.equal(problems.length, 64);
  });
});

describe('entries of a BLOB together', () => {
  test('bottomless nesting costs the entry that it is in, and no other', () => {
    const nested = JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`);
    const blob = published([model({}, numbered(1)), model({ deep: nested }, numbered(2)), model({}, numbered(3))]);
    assert.deepEqual(blob.entries.map(entryKey), [`aaguid:${numbered(1)}`, `aaguid:${numbered(3)}`]);
    assert.deepEqual(
      blob.problems.map(({ index, why }) => [index, why]),
      [[1, 'is nested too deeply']],
    );
  });

  test('a member twice is a fault of its entry inside of one, and of the whole outside', () => {
    const readJson = (json: string) => readPayload(Buffer.from(json).toString('base64url'), blobLimits);
    const inside = readJson('{"no":1,"entries":[{},{"a":{"b":1,"b":2}},{}]}');
    assert.deepEqual(inside.ok ? [...inside.value.faulty] : inside.error, [[1, 'names a member twice']]);
    for (const json of [
      '{"no":1,"no":1,"entries":[]}',
      '{"entries":[],"entries":[{}]}',
      '{"entries":[],"x":{"a":1,"a":1}}',
      `{"entries":[${'{"a":1,"a":1},'.repeat(200)}{}]}`,
    ]) {
      assert.equal(readJson(json).ok, false, json.slice(0, 64));
    }
  });

  test('as many entries about one model as a BLOB may have are still one', () => {
    const entries = Array.from({ length: 5_000 }, (_, number) =>
      only({ aaguid, statusReports: [{ status: `S${number}` }] }),
    );
    const [entry, ...others] = mergeEntries(entries);
    assert.deepEqual([entry?.reports.length, others], [5_000, []]);
  });

  test('one model twice is one model, and no report of it is lost', () => {
    const [older, newer] = [
      model({
        statusReports: [{ status: 'REVOKED' }],
        statement: { description: 'Old' },
        timeOfLastStatusChange: '2020-01-01',
      }),
      model({ statusReports: [{ status: 'FIDO_CERTIFIED_L2' }], timeOfLastStatusChange: '2024-01-01' }),
    ];
    for (const entries of [
      [older, newer],
      [newer, older],
      [older, newer, older],
    ]) {
      const [entry, ...others] = published(entries).entries;
      assert.deepEqual(others, []);
      assert.equal(entry?.statement?.description, 'Acme Key 11');
      assert.deepEqual(entry?.reports.map(({ status }) => status).sort(), ['FIDO_CERTIFIED_L2', 'REVOKED']);
      assert.equal(entry?.lastChangeAt, Date.UTC(2024, 0, 1));
    }
  });

  test('U2F models that share one key are one model', () => {
    const key = (digit: string) => digit.repeat(40);
    const blob = published([u2f(key('a'), key('b')), u2f(key('c')), u2f(key('d')), u2f(key('b'), key('c'))]);
    assert.deepEqual(
      blob.entries.map(({ keyIdentifiers }) => keyIdentifiers),
      [[key('a'), key('b'), key('c')], [key('d')]],
    );
  });

  const good = fc
    .uniqueArray(fc.nat({ max: 50 }), { minLength: 1, maxLength: 8 })
    .map((numbers) => numbers.map((number) => model({ statusReports: [{ status: `S${number}` }] }, numbered(number))));
  const bad = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom({ aaguid: 5 }, { aaguid: numbered(1) }, { aaid: '1#2', statusReports: [] }),
    fc.nat({ max: 50 }).map((number) => ({ ...model({}, numbered(number)), statusReports: 'none' })),
    fc.nat({ max: 50 }).map((number) => ({ ...model({}, numbered(number)), metadataStatement: [] })),
  );

  test('the order of entries means nothing', () => {
    fc.assert(
      fc.property(
        fc
          .tuple(good, good)
          .chain(([a, b]) =>
            fc.tuple(fc.constant([...a, ...b]), fc.shuffledSubarray([...a, ...b], { minLength: a.length + b.length })),
          ),
        ([entries, shuffled]) => {
          const sorted = (blob: VerifiedBlob) =>
            blob.entries.map((entry) => ({ ...entry, reports: entry.reports.map(({ status }) => status).sort() }));
          assert.deepEqual(sorted(published(shuffled)), sorted(published(entries)));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a bad entry never hides another, and each bad one is reported', () => {
    fc.assert(
      fc.property(good, fc.array(fc.tuple(fc.nat(), bad), { maxLength: 6 }), (entries, strangers) => {
        const list: unknown[] = [...entries];
        for (const [place, stranger] of strangers) list.splice(place % (list.length + 1), 0, stranger);
        const blob = published(list);
        assert.deepEqual(blob.entries, published(entries).entries);
        const skipped = new Set(blob.problems.filter(({ isSkipped }) => isSkipped).map(({ index }) => index));
        const expected = list.flatMap((value, index) =>
          (entries as readonly unknown[]).includes(value) ? [] : [index],
        );
        assert.deepEqual(skipped, new Set(expected));
      }),
      { numRuns: 60 },
    );
  });

  test('a number is believed exactly when it is not lower', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), fc.nat({ max: 300 }), (no, previousNumber) => {
        const result = verifyBlob(publisher.publish({ no }), { ...settings, previousNumber });
        assert.equal(result.ok, no >= previousNumber);
        if (result.ok) assert.equal(result.value.progress, no === previousNumber ? 'unchanged' : 'newer');
      }),
      { numRuns: 40 },
    );
  });
});
