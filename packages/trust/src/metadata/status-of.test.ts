import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMaker, createSigningKey, metadataEntry, seededRandom } from '@holdfast/emulator';
import {
  type Certificate,
  derInteger,
  derObjectIdentifier,
  derOctetString,
  derSequence,
  parseCertificate,
} from '@holdfast/encoding';
import { instant } from '@holdfast/kernel';
import fc from 'fast-check';
import { firmwareVersion } from './attestation-certificate.ts';
import { authenticatorStatuses, problemStatuses } from './authenticator-status.ts';
import type { MetadataEntry } from './entry.ts';
import { readEntry } from './read-entry.ts';
import { type ModelStatus, statusOf } from './status-of.ts';

const at = instant(Date.UTC(2026, 10, 20));
const day = (text: string) => instant(Date.parse(`${text}T00:00:00Z`));
const maker = createMaker({ name: 'Acme', aaguids: [], random: seededRandom('status'), at, intermediate: true });

/** A chain whose leaf says which firmware it was made for. */
function chainOf(seed: string, firmware: number | null = null): readonly Certificate[] {
  const key = createSigningKey('ES256', seededRandom(seed));
  const version =
    firmware === null
      ? []
      : [
          derSequence(
            derObjectIdentifier('1.3.6.1.4.1.45724.1.1.5'),
            derOctetString(derInteger(Uint8Array.of(firmware >> 8, firmware & 0xff))),
          ),
        ];
  const chain = maker.certify({ subject: { commonName: seed }, spki: key.spki, extensions: version });
  return chain.flatMap((der) => {
    const certificate = parseCertificate(der);
    return certificate.ok ? [certificate.value] : [];
  });
}
const base64 = ([leaf]: readonly Certificate[]) => Buffer.from(leaf?.der ?? []).toString('base64');

type Report = { readonly status: string; readonly [name: string]: unknown };
function entryWith(statusReports: readonly Report[], authenticatorVersion: number | undefined = 2): MetadataEntry {
  const value = metadataEntry(
    { aaguid: '11111111-2222-3333-4444-555555555555', description: 'Acme Key', roots: [] },
    { statusReports, statement: { authenticatorVersion } },
  );
  const { entry } = readEntry(JSON.parse(JSON.stringify(value)), 0);
  assert.ok(entry !== null);
  return entry;
}
const judge = (reports: readonly Report[], question: Parameters<typeof statusOf>[2] = {}, when = at): ModelStatus =>
  statusOf(entryWith(reports), when, question);
const names = (problems: ModelStatus['problems']) => problems.map(({ status }) => status);

describe('what reports amount to: problems', () => {
  for (const status of problemStatuses) {
    test(`${status} is open from its day on, until it is withdrawn or ends`, () => {
      const reports = [{ status, effectiveDate: '2026-03-01', sunsetDate: '2027-03-01', url: 'https://acme.example/' }];
      assert.deepEqual(judge(reports, {}, day('2026-02-28')).problems, []);
      const { effective, since, problems } = judge(reports, {}, day('2026-03-01'));
      assert.deepEqual([effective, since], [status, day('2026-03-01')]);
      assert.equal(problems.length, 1);
      assert.equal(problems[0]?.url, 'https://acme.example/');
      assert.match(problems[0]?.text ?? '', new RegExp(`^Acme Key .+ \\(${status} since 2026-03-01\\)\\.$`));
      assert.deepEqual(judge(reports, {}, day('2027-03-01')).problems, []);
    });
  }

  test('a later certification does not undo a problem, and the worst one is in effect', () => {
    const status = judge([
      { status: 'USER_VERIFICATION_BYPASS', effectiveDate: '2025-01-01' },
      { status: 'REVOKED' },
      { status: 'FIDO_CERTIFIED_L3', effectiveDate: '2026-01-01' },
      { status: 'RETIRED', effectiveDate: '2020-01-01' },
    ]);
    assert.deepEqual(names(status.problems), ['REVOKED', 'USER_VERIFICATION_BYPASS', 'RETIRED']);
    assert.deepEqual([status.effective, status.since], ['REVOKED', null]);
    assert.equal(status.certification.level, 'L3');
  });

  test('statuses that nobody here knows mean nothing', () => {
    const status = judge([{ status: 'MELTED_DOWN' }, { status: 'FIDO_CERTIFIED_L9', effectiveDate: '2026-01-01' }]);
    assert.deepEqual([status.effective, status.problems, status.certification.isCertified], [null, [], false]);
  });

  test('a report on a batch is about the keys of that batch, by leaf or by authority', () => {
    const [bad, other] = [chainOf('bad batch'), chainOf('other batch')];
    const compromise = { status: 'ATTESTATION_KEY_COMPROMISE', effectiveDate: '2026-01-01' };
    for (const member of ['batchCertificate', 'certificate']) {
      const reports = [{ ...compromise, [member]: base64(bad) }];
      assert.deepEqual(names(judge(reports, { chain: bad }).problems), ['ATTESTATION_KEY_COMPROMISE']);
      assert.deepEqual(judge(reports, { chain: other }).problems, []);
      const [ofModel] = judge(reports).problems;
      assert.equal(ofModel?.scope, 'batch', 'without a chain it may be any authenticator of the model');
      assert.match(ofModel?.text ?? '', /of the batch/);
    }
    const ofAuthority = [{ ...compromise, certificate: Buffer.from(maker.issuer.der).toString('base64') }];
    assert.equal(judge(ofAuthority, { chain: other }).problems.length, 1);
    assert.equal(judge([compromise], { chain: other }).problems[0]?.scope, 'model');
  });
});

describe('what reports amount to: updates', () => {
  const broken = { status: 'USER_KEY_REMOTE_COMPROMISE', effectiveDate: '2026-01-01', authenticatorVersion: 1 };
  const update = { status: 'UPDATE_AVAILABLE', effectiveDate: '2026-02-01', authenticatorVersion: 2 };

  test('an update that raised the version answers what was before it', () => {
    const { problems, resolved, effective } = judge([update, broken]);
    assert.deepEqual([problems, effective], [[], null]);
    assert.deepEqual(
      resolved.map(({ status, fixedIn, isFirmwareKnown }) => [status, fixedIn, isFirmwareKnown]),
      [['USER_KEY_REMOTE_COMPROMISE', 2, false]],
    );
  });

  for (const [what, reports, version] of [
    ['of a version that did not rise', [broken, { ...update, authenticatorVersion: 1 }], 2],
    ['that the statement does not know', [broken, update], 1],
    ['without any version', [{ ...broken, authenticatorVersion: undefined }, update], 2],
    ['of the same day', [broken, { ...update, effectiveDate: '2026-01-01' }], 2],
    ['from before the problem', [broken, { ...update, effectiveDate: '2025-12-31' }], 2],
    ['without a date', [broken, { ...update, effectiveDate: undefined }], 2],
    ['to a problem without a date', [{ ...broken, effectiveDate: undefined }, update], 2],
    ['of the future', [broken, { ...update, effectiveDate: '2027-01-01' }], 2],
    ['for one batch only', [broken, { ...update, batchCertificate: base64(chainOf('batch')) }], 2],
  ] as const) {
    test(`an update ${what} answers nothing`, () => {
      const { problems, resolved } = statusOf(entryWith(reports, version), at);
      assert.deepEqual([names(problems), resolved], [['USER_KEY_REMOTE_COMPROMISE'], []]);
    });
  }

  test('an update does not help an authenticator that is known to have older firmware', () => {
    const [old, mended] = [chainOf('old', 1), chainOf('mended', 2)];
    assert.deepEqual(
      [old, mended].map(([leaf]) => (leaf === undefined ? null : firmwareVersion(leaf))),
      [1, 2],
    );
    assert.equal(judge([broken, update], { chain: old }).problems.length, 1);
    const { problems, resolved } = judge([broken, update], { chain: mended });
    assert.deepEqual([problems, resolved[0]?.isFirmwareKnown], [[], true]);
  });
});

describe('what reports amount to: certification', () => {
  const certified = (status: string, effectiveDate?: string, more: object = {}): Report => ({
    status,
    effectiveDate,
    ...more,
  });

  for (const [what, reports, effective, level, isCertified] of [
    ['nothing', [], null, null, false],
    ['one level', [certified('FIDO_CERTIFIED_L2plus', '2020-01-01')], 'FIDO_CERTIFIED_L2plus', 'L2plus', true],
    ['a certification without a level', [certified('FIDO_CERTIFIED')], 'FIDO_CERTIFIED', null, true],
    [
      'the newest of several in any order',
      [certified('FIDO_CERTIFIED_L2', '2021-03-05'), certified('FIDO_CERTIFIED_L1', '2019-12-04')],
      'FIDO_CERTIFIED_L2',
      'L2',
      true,
    ],
    [
      'a newer that is lower',
      [certified('FIDO_CERTIFIED_L3', '2019-01-01'), certified('FIDO_CERTIFIED_L1', '2022-01-01')],
      'FIDO_CERTIFIED_L1',
      'L1',
      true,
    ],
    [
      'a withdrawal',
      [certified('FIDO_CERTIFIED_L1', '2020-01-01'), certified('NOT_FIDO_CERTIFIED', '2021-01-01')],
      'NOT_FIDO_CERTIFIED',
      null,
      false,
    ],
    [
      'a model that was certified on the day it was listed',
      [certified('NOT_FIDO_CERTIFIED', '2020-01-01'), certified('FIDO_CERTIFIED_L1', '2020-01-01')],
      'FIDO_CERTIFIED_L1',
      'L1',
      true,
    ],
    [
      'what is only announced',
      [certified('FIDO_CERTIFIED_L1', '2020-01-01'), certified('FIDO_CERTIFIED_L3', '2030-01-01')],
      'FIDO_CERTIFIED_L1',
      'L1',
      true,
    ],
    [
      'what has ended',
      [
        certified('FIDO_CERTIFIED_L1', '2020-01-01'),
        certified('FIDO_CERTIFIED_L2', '2022-01-01', { sunsetDate: '2026-01-01' }),
      ],
      'FIDO_CERTIFIED_L1',
      'L1',
      true,
    ],
  ] as const) {
    test(`takes ${what} for what it is`, () => {
      const status = judge(reports);
      assert.equal(status.effective, effective);
      assert.deepEqual([status.certification.level, status.certification.isCertified], [level, isCertified]);
    });
  }

  test('a certification is for its firmware and later, and where it names a batch only for that', () => {
    const reports = [
      certified('FIDO_CERTIFIED_L1', '2020-01-01', { authenticatorVersion: 1 }),
      certified('FIDO_CERTIFIED_L2', '2022-01-01', { authenticatorVersion: 300 }),
    ];
    const levelFor = (firmware: number) => judge(reports, { chain: chainOf('f', firmware) }).certification.level;
    assert.deepEqual([1, 299, 300, 301].map(levelFor), ['L1', 'L1', 'L2', 'L2']);
    assert.equal(judge(reports).certification.level, 'L2');
    const ofBatch = [certified('FIDO_CERTIFIED_L3', '2023-01-01', { batchCertificate: base64(chainOf('batch')) })];
    assert.equal(judge(ofBatch).certification.level, null);
    assert.equal(judge(ofBatch, { chain: chainOf('batch') }).certification.level, 'L3');
    assert.equal(judge(ofBatch, { chain: chainOf('another') }).certification.level, null);
  });

  test('FIPS is a matter of its own, with its revision, its physical level and its end', () => {
    const reports = [
      certified('FIPS140_CERTIFIED_L1', '2020-01-01', { fipsRevision: 2, sunsetDate: '2026-09-21' }),
      certified('FIPS140_CERTIFIED_L2', '2025-01-01', { fipsRevision: 3, fipsPhysicalSecurityLevel: 3 }),
      certified('FIDO_CERTIFIED_L1', '2024-01-01'),
    ];
    const { fips, level } = judge(reports).certification;
    assert.deepEqual([fips, level], [{ level: 2, revision: 3, physicalLevel: 3 }, 'L1']);
    assert.equal(judge(reports.slice(0, 1)).certification.fips, null);
    const earlier = judge(reports, {}, day('2024-12-31')).certification.fips;
    assert.deepEqual(earlier, { level: 1, revision: 2, physicalLevel: null });
  });

  test('the order of reports means nothing, and nobody is certified by a report that is not about certification', () => {
    const report = fc.record({
      status: fc.constantFrom(...authenticatorStatuses.keys(), 'UNHEARD_OF'),
      effectiveDate: fc.option(fc.constantFrom('2020-01-01', '2022-06-01', '2030-01-01'), { nil: undefined }),
      authenticatorVersion: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
      fipsRevision: fc.option(fc.constantFrom(2, 3), { nil: undefined }),
    });
    fc.assert(
      fc.property(
        fc
          .array(report, { maxLength: 6 })
          .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const [one, two] = [judge(list), judge(shuffled)];
          assert.deepEqual(
            [two.effective, two.since, two.certification],
            [one.effective, one.since, one.certification],
          );
          assert.deepEqual(names(two.problems), names(one.problems));
          assert.deepEqual(names(two.resolved), names(one.resolved));
          assert.ok(!one.certification.isCertified || list.some(({ status }) => status.startsWith('FIDO_CERTIFIED')));
        },
      ),
      { numRuns: 400 },
    );
  });
});
