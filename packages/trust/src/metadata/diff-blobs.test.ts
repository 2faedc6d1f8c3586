import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMaker, metadataEntry, seededRandom } from '@holdfast/emulator';
import { instant } from '@holdfast/kernel';
import fc from 'fast-check';
import { diffBlobs } from './diff-blobs.ts';
import type { MetadataEntry } from './entry.ts';
import { mergeEntries, readEntry } from './read-entry.ts';

const at = instant(Date.UTC(2026, 10, 20));
const [one, two] = ['first', 'second'].map(
  (seed) => createMaker({ name: 'Acme', aaguids: [], random: seededRandom(seed), at }).root.der,
);
assert.ok(one !== undefined && two !== undefined);

const aaguid = '11111111-2222-3333-4444-555555555555';
const key = (digit: string) => digit.repeat(40);
type Changes = Parameters<typeof metadataEntry>[1];
const model = (changes: Changes = {}, roots = [one]) =>
  metadataEntry({ aaguid, description: 'Acme Key', roots }, changes);
const u2f = (...attestationCertificateKeyIdentifiers: string[]) =>
  model({ aaguid: undefined, attestationCertificateKeyIdentifiers, statement: { aaguid: undefined } });
const certified = { status: 'FIDO_CERTIFIED_L1', effectiveDate: '2025-01-15' };
const reports = (...more: readonly object[]) => ({ statusReports: [certified, ...more] });

function blob(...entries: readonly object[]): { entries: readonly MetadataEntry[] } {
  const read = entries.map((entry, index) => readEntry(JSON.parse(JSON.stringify(entry)), index).entry);
  return { entries: mergeEntries(read.filter((entry) => entry !== null)) };
}
const diff = (before: readonly object[], after: readonly object[]) =>
  diffBlobs(blob(...before), blob(...after), at).map(({ kind, text }) => [kind, text]);

describe('what a new BLOB changes', () => {
  for (const [what, before, after, changes] of [
    [
      'nothing where only the order and what nobody looks at differ',
      [model(), u2f(key('a'))],
      [u2f(key('a')), model({ colour: 1 })],
      [],
    ],
    ['a model that is new', [], [model()], [['model-added', 'Acme Key is new in the metadata (FIDO certified L1).']]],
    [
      'a model that is gone',
      [model()],
      [],
      [['model-removed', 'Acme Key is no longer listed: nothing proves this model any more.']],
    ],
    [
      'a revocation',
      [model()],
      [model(reports({ status: 'REVOKED', effectiveDate: '2026-11-01' }))],
      [['report-added', 'Acme Key: new report REVOKED, effective 2026-11-01.']],
    ],
    [
      'a revocation that is withdrawn',
      [model(reports({ status: 'REVOKED' }))],
      [model()],
      [['report-withdrawn', 'Acme Key: report REVOKED withdrawn.']],
    ],
    [
      'a report on one batch',
      [model()],
      [model(reports({ status: 'ATTESTATION_KEY_COMPROMISE', certificate: Buffer.from(one).toString('base64') }))],
      [['report-added', 'Acme Key: new report ATTESTATION_KEY_COMPROMISE, of one batch.']],
    ],
    [
      'a higher level',
      [model()],
      [model(reports({ status: 'FIDO_CERTIFIED_L2', effectiveDate: '2026-01-01' }))],
      [
        ['report-added', 'Acme Key: new report FIDO_CERTIFIED_L2, effective 2026-01-01.'],
        ['certification-changed', 'Acme Key: was FIDO certified L1, is FIDO certified L2.'],
      ],
    ],
    [
      'a FIPS certification that is only announced',
      [model()],
      [model(reports({ status: 'FIPS140_CERTIFIED_L2', effectiveDate: '2027-01-01' }))],
      [['report-added', 'Acme Key: new report FIPS140_CERTIFIED_L2, effective 2027-01-01.']],
    ],
    [
      'a FIPS certification',
      [model()],
      [model(reports({ status: 'FIPS140_CERTIFIED_L2', fipsRevision: 3 }))],
      [
        ['report-added', 'Acme Key: new report FIPS140_CERTIFIED_L2.'],
        ['certification-changed', 'Acme Key: was FIDO certified L1, is FIDO certified L1, FIPS 140-3 level 2.'],
      ],
    ],
    [
      'roots',
      [model({}, [one])],
      [model({}, [two])],
      [['roots-changed', 'Acme Key: root certificates changed, 1 added and 1 removed.']],
    ],
    ['nothing where roots are in another order', [model({}, [one, two])], [model({}, [two, one])], []],
    [
      'a model that began to sync',
      [model()],
      [model({ statement: { multiDeviceCredentialSupport: 'implicit' } })],
      [
        [
          'synchronisation-changed',
          'Acme Key: support of credentials on several devices was unsupported, is implicit.',
        ],
      ],
    ],
    [
      'an update that came with a version',
      [model({ statement: { authenticatorVersion: 1 } })],
      [model(reports({ status: 'UPDATE_AVAILABLE' }))],
      [['report-added', 'Acme Key: new report UPDATE_AVAILABLE.']],
    ],
    [
      'an update without one',
      [model()],
      [model(reports({ status: 'UPDATE_AVAILABLE' }))],
      [
        ['report-added', 'Acme Key: new report UPDATE_AVAILABLE.'],
        [
          'update-without-version',
          'Acme Key: an update is reported, but the version of the statement did not rise, so that it answers no earlier report.',
        ],
      ],
    ],
    ['nothing where a U2F model gets another batch', [u2f(key('a'))], [u2f(key('a'), key('b'))], []],
    [
      'U2F models that have no key in common',
      [u2f(key('a'))],
      [u2f(key('b'))],
      [
        ['model-added', 'Acme Key is new in the metadata (FIDO certified L1).'],
        ['model-removed', 'Acme Key is no longer listed: nothing proves this model any more.'],
      ],
    ],
  ] as const) {
    test(`tells ${what}`, () => {
      assert.deepEqual(diff(before, after), changes);
    });
  }

  test('a BLOB differs from itself in nothing, and from another in both directions or in none', () => {
    const report = fc.record({ status: fc.constantFrom('REVOKED', 'FIDO_CERTIFIED_L2', 'UNHEARD_OF') });
    const entry = fc
      .tuple(fc.nat({ max: 5 }), fc.array(report, { maxLength: 3 }))
      .map(([number, statusReports]) =>
        model({ aaguid: aaguid.replace('1', `${number}`), statusReports, statement: { aaguid: undefined } }),
      );
    const entries = fc.array(entry, { maxLength: 5 }).map((list) => blob(...list));
    fc.assert(
      fc.property(entries, entries, (before, after) => {
        assert.deepEqual(diffBlobs(before, before, at), []);
        const counts = (kinds: readonly string[], changes: ReturnType<typeof diffBlobs>) =>
          kinds.map((kind) => changes.filter((change) => change.kind === kind).length);
        const forward = counts(
          ['model-added', 'model-removed', 'report-added', 'report-withdrawn'],
          diffBlobs(before, after, at),
        );
        const back = counts(
          ['model-removed', 'model-added', 'report-withdrawn', 'report-added'],
          diffBlobs(after, before, at),
        );
        assert.deepEqual(forward, back);
      }),
    );
  });
});
