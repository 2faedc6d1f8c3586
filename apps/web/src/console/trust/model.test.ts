import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TrustDocument, TrustSource } from './api.ts';
import { contentText, originText, sourceMarks, sourceView, trustView } from './model.ts';

const source = (change: Partial<TrustSource> = {}): TrustSource => ({
  name: 'fido_metadata',
  kind: 'metadata_blob',
  url: 'https://mds.example/blob',
  state: 'current',
  lastAttemptAt: 1,
  lastSuccessAt: 1,
  lastOutcome: 'unchanged',
  problem: null,
  seen: null,
  nextAttemptAt: 2,
  failures: 0,
  isRunning: false,
  ...change,
});
const document = (change: Partial<TrustDocument> = {}): TrustDocument => ({
  id: '018f',
  kind: 'metadata_blob',
  number: 1142,
  digest: 'ab',
  arrivedAt: 1,
  madeAt: null,
  nextUpdateAt: 2,
  entries: 312,
  sizeBytes: 9_412_345,
  origin: 'fetched',
  source: 'https://mds.example/blob',
  problemsTotal: 0,
  changesTotal: 0,
  isFromFile: false,
  freshness: 'fresh',
  freshUntil: 3,
  signer: null,
  signerValidUntil: null,
  signerRevocation: 'not_asked',
  signerRevocationNote: null,
  problems: [],
  ...change,
});
const stale = document({ freshness: 'stale' });

describe('how a source stands', () => {
  const rows = [
    ['fetched and fresh', source(), document(), ['current']],
    ['fetched without a promise of anything newer', source(), document({ freshness: 'endless' }), ['current']],
    ['too old', source(), stale, ['stale']],
    ['not reached, with a good copy', source({ state: 'unreachable' }), document(), ['unreachable']],
    ['not reached and too old', source({ state: 'unreachable' }), stale, ['unreachable', 'stale']],
    ['not reached, ever', source({ state: 'unreachable' }), null, ['unreachable']],
    ['not believed', source({ state: 'untrusted' }), document(), ['untrusted']],
    ['not believed and too old', source({ state: 'untrusted' }), stale, ['untrusted', 'stale']],
    ['off, with a file', source({ state: 'off', url: null }), document(), ['current', 'off']],
    ['off, with an old file', source({ state: 'off', url: null }), stale, ['stale', 'off']],
    ['off, with nothing', source({ state: 'off', url: null }), null, ['off']],
    ['not tried yet', source({ state: 'waiting' }), null, ['waiting']],
    ['not tried yet, with a file', source({ state: 'waiting' }), document(), ['current']],
  ] as const;
  for (const [what, given, held, states] of rows) {
    test(what, () => assert.deepEqual(sourceView(given, held).states, states));
  }
  test('no two states look alike but those that mean that nothing is asked for', () => {
    const { missing: _, ...told } = sourceMarks;
    assert.equal(new Set(Object.values(told)).size, Object.keys(told).length);
  });
});

describe('what is wrong with a source', () => {
  const failure = (given: Partial<TrustSource>, held: TrustDocument | null) => sourceView(source(given), held).failure;
  test('nothing, while it is fresh', () => assert.equal(failure({}, document()), null));
  test('the server’s sentence, what it saw, and where to look', () => {
    const told = failure({ state: 'unreachable', problem: 'No answer.', seen: 'ECONNREFUSED' }, document());
    assert.deepEqual([told?.what, told?.seen], ['No answer.', 'ECONNREFUSED']);
    assert.match(told?.next ?? '', /last good copy stays in use.*may reach mds\.example/);
  });
  test('without any copy it says what is missing instead', () => {
    assert.match(failure({ state: 'unreachable' }, null)?.next ?? '', /^Nothing was ever fetched/);
  });
  test('what was not believed is another matter than what is old', () => {
    assert.match(failure({ state: 'untrusted' }, stale)?.next ?? '', /could not be verified and was not stored/);
    assert.match(failure({}, stale)?.next ?? '', /Fetch it now or import/);
  });
  test('what is off is not told to fetch', () => {
    assert.doesNotMatch(failure({ state: 'off', url: null }, stale)?.next ?? '', /fetch/i);
  });
});

describe('documents', () => {
  test('stand with the source that brings them, the others apart', () => {
    const own = document({ id: '2', kind: 'local_models' });
    const { sources, others } = trustView({
      digest: '',
      at: 0,
      models: 0,
      bundleKeys: 0,
      sources: [source()],
      documents: [own, document()],
    });
    assert.deepEqual([sources[0]?.document?.kind, others.map(({ kind }) => kind)], ['metadata_blob', ['local_models']]);
  });
  test('say what they hold and how they came', () => {
    assert.equal(contentText(document()), 'No. 1,142 · 312 models · 9.4 MB');
    const list = document({ kind: 'android_status_list', number: null, entries: 1, sizeBytes: 189 });
    assert.equal(contentText(list), '1 certificate · 189 bytes');
    assert.equal(originText(document()), 'fetched from mds.example');
    assert.equal(originText({ origin: 'imported', source: 'blob.jwt' }), 'imported from blob.jwt');
    assert.equal(originText({ origin: 'imported', source: null }), 'imported');
    assert.equal(originText({ origin: 'file', source: '/etc/models.yaml' }), 'from a file of the settings');
  });
});
