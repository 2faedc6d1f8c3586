import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createMetadataPublisher, metadataEntry, seededRandom } from '@holdfast/emulator';
import { DAY_MS, HOUR_MS, type Instant, instant } from '@holdfast/kernel';
import {
  assembleBundle,
  type BundleDocument,
  bundleKeyOf,
  bundleSigningInput,
  makeBundlePayload,
} from '@holdfast/trust';
import { createDownload } from '../adapters/download.ts';
import type { Ports } from '../ports.ts';
import { standingFrom } from '../standing.ts';
import { newAuthenticator, TestBrowser, trySignIn } from '../testing/browser.ts';
import { contentsOf, eventsOf, refused } from '../testing/contents.ts';
import { type DocumentServer, document, startDocumentServer, status } from '../testing/document-server.ts';
import { eachDatabase, type TestInstallation } from '../testing/harness.ts';
import { seedSignedIn } from '../testing/people.ts';
import { applyPolicyAtStart } from '../use-cases/policy/apply-at-start.ts';
import { createServer } from './server.ts';

const made = instant(Date.UTC(2026, 10, 20));
const random = seededRandom('trust pages');
const publisher = createMetadataPublisher({ random, at: made });
const bundleKeys = generateKeyPairSync('ed25519');
const bundleKey = bundleKeyOf(bundleKeys.privateKey);
const aaguidOf = (index: number) => `11111111-2222-3333-4444-${String(index).padStart(12, '0')}`;
const icon = 'data:image/png;base64,AAAA';
const entryOf = (index: number, reports?: readonly object[]) =>
  metadataEntry(
    { aaguid: aaguidOf(index), description: `Model ${index}`, roots: [publisher.root.der] },
    { statement: { icon }, ...(reports === undefined ? {} : { statusReports: reports }) },
  );
const revoked = [{ status: 'REVOKED', effectiveDate: '2026-11-01', url: 'https://example.org/why' }];
const u2f = {
  attestationCertificateKeyIdentifiers: ['ab'.repeat(20)],
  metadataStatement: { description: 'Old key', protocolFamily: 'u2f', attachmentHint: ['external'] },
  statusReports: [],
};
const blob = (no: number, more: readonly object[] = [], nextUpdate = '2026-12-01') =>
  publisher.publish({ no, nextUpdate, entries: [entryOf(1), entryOf(2), u2f, ...more] });
const statusList = JSON.stringify({ entries: { abc: { status: 'REVOKED', reason: 'KEY_COMPROMISE' } } });
const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(publisher.root.der).toString('base64')}\n-----END CERTIFICATE-----\n`;
const localModels = `models:\n  - aaguid: ${aaguidOf(2)}\n    name: Ours\n    kind: platform\n    roots: [${JSON.stringify(pem)}]\n`;
const overrides = JSON.stringify([{ aaguid: aaguidOf(1), syncs: true, why: 'Its maker says so in a note of 2026.' }]);

function bundle(documents: readonly BundleDocument[], madeAt: Instant, freshnessDays = 30): string {
  assert.ok(bundleKey.ok);
  const input = bundleSigningInput(makeBundlePayload({ madeAt, freshnessDays, documents }), bundleKey.value);
  return assembleBundle(input, sign(null, Buffer.from(input), bundleKeys.privateKey));
}

let source: DocumentServer;
before(async () => {
  source = await startDocumentServer();
});
after(() => source.close());

/** A server that believes the publisher and the key of bundles, with an administrator. */
async function world(open: () => Promise<TestInstallation>, change: Partial<Ports['config']> = {}) {
  const opened = await open();
  const signers = {
    anchors: [publisher.root.base64url],
    signerHosts: [publisher.host],
    bundleKeys: bundleKey.ok ? [bundleKey.value] : [],
  };
  const config = { ...opened.ports.config, metadataUrl: source.url, androidStatusUrl: null, ...change };
  const { policy } = await opened.ports.standing();
  const ports: Ports = {
    ...opened.ports,
    config,
    trustSigners: signers,
    download: createDownload(),
    standing: standingFrom(opened.database, () => opened.clock.at, signers),
  };
  await applyPolicyAtStart(ports, { source: policy.source, origin: 'shipped' });
  const installation = { ...opened, ports, server: await createServer(ports, { pages: null, tls: null }) };
  const { browser, authenticator } = await seedSignedIn(installation, { username: 'ada', roles: ['owner'] });
  const give = (text: string, more: object = {}) =>
    browser.must('POST /api/v1/trust/import', { body: { text, ...more } });
  const attempt = (text: string, more: object = {}) =>
    browser.call('POST /api/v1/trust/import', { body: { text, ...more } });
  const signInAgain = () => trySignIn(browser, authenticator);
  return { ...installation, browser, give, attempt, signInAgain };
}

eachDatabase('trust data over HTTP', (open) => {
  test('a file is previewed, taken, shown, and known again', async () => {
    const { give, browser, database, clock } = await world(open);
    const before = await contentsOf(database);
    const preview = await give(`${blob(7)}\n`, { dryRun: true });
    assert.deepEqual(
      preview.documents.map(({ kind, outcome, number, entries }) => [kind, outcome, number, entries]),
      [['metadata_blob', 'replaced', 7, 3]],
    );
    assert.deepEqual(await contentsOf(database), before);
    await give(blob(7), { name: 'blob.jwt' });
    clock.advance(1000);
    const shown = await browser.must('GET /api/v1/trust');
    assert.equal(shown.models, 3);
    const [held] = shown.documents;
    assert.deepEqual(
      [held?.kind, held?.number, held?.origin, held?.source, held?.freshness],
      ['metadata_blob', 7, 'imported', 'blob.jwt', 'fresh'],
    );
    assert.equal(held?.freshUntil, Date.UTC(2026, 11, 2) + 7 * DAY_MS);
    assert.match(held?.signer ?? '', /mds|Emulated/);
    assert.equal((await give(blob(7))).documents[0]?.outcome, 'unchanged');
    const [event] = (await eventsOf(database)).filter(({ type }) => type === 'trust.document_stored');
    assert.deepEqual([event?.detail['kind'], event?.detail['origin']], ['metadata_blob', 'imported']);
    assert.equal((await eventsOf(database)).filter(({ type }) => type === 'trust.document_stored').length, 1);
  });

  test('every kind is known by its look', async () => {
    const { give, attempt, database } = await world(open);
    const kinds = [blob(1), statusList, pem, localModels];
    const given = [];
    for (const text of kinds) given.push((await give(text)).documents[0]?.kind);
    assert.deepEqual(given, ['metadata_blob', 'android_status_list', 'managed_anchors', 'local_models']);
    for (const [text, code] of [
      ['hello', 'trust.document_unknown_kind'],
      ['<!doctype html><p>Sign in', 'trust.document_is_page'],
      [`overrides: ${overrides}`, 'trust.overrides_unsigned'],
      ['{"entries":{"XYZ":{"status":"REVOKED"}}}', 'trust.status_list_malformed'],
      ['models: [{ aaguid: none }]', 'trust.models_malformed'],
      [pem.replace('MII', 'AAA'), 'trust.anchors_malformed'],
      ['a.b.c', 'metadata.not_a_jws'],
    ] as const) {
      const told = await attempt(text);
      assert.equal((await eventsOf(database)).at(-1)?.code, code);
      assert.equal(told.status, 422, code);
      assert.match(String(told.body['message']), /^[A-Z].*\.$/);
    }
  });

  test('what is refused changes nothing, says why, and is one event with code and step', async () => {
    const { attempt, give, database } = await world(open);
    await give(blob(7));
    const told = await refused(database, () => attempt(blob(6)), {
      status: 422,
      error: 'metadata_refused',
      code: 'metadata.number_backwards',
      type: 'trust.document_refused',
    });
    assert.match(String(told.body['message']), /lower than the one in use/);
    const event = (await eventsOf(database)).at(-1);
    assert.deepEqual([event?.detail['step'], event?.detail['kind']], ['number', 'metadata_blob']);
    await refused(database, () => attempt(blob(6), { dryRun: true }), {
      status: 422,
      error: 'metadata_refused',
      code: 'metadata.number_backwards',
    });
    const models = await attempt(localModels.replace('kind: platform', 'kind: fridge'));
    assert.match(JSON.stringify(models.body['fields']), /models\[0\]\.kind/);
  });

  test('a list that is far emptier is taken only from somebody who says so', async () => {
    const { attempt, give, database } = await world(open);
    const many = Array.from({ length: 30 }, (_, index) => entryOf(index + 10));
    await give(blob(7, many));
    await refused(database, () => attempt(blob(8)), {
      status: 422,
      error: 'trust_document_emptier',
      code: 'trust.document_emptier',
    });
    const taken = await give(blob(8), { evenIfEmptier: true });
    assert.equal(taken.documents[0]?.changesTotal, 30);
    assert.equal((await eventsOf(database)).at(-1)?.detail['evenIfEmptier'], true);
  });

  test('what a setting names is not imported', async () => {
    const { attempt, browser, database, give } = await world(open, { trustFile: '/etc/holdfast/models.yaml' });
    await refused(database, () => attempt(localModels), {
      status: 409,
      error: 'trust_document_from_file',
      code: 'trust.document_from_file',
    });
    await give(pem);
    assert.equal((await browser.must('GET /api/v1/trust')).documents[0]?.isFromFile, false);
  });

  test('history and comparison tell what changed', async () => {
    const { give, browser, clock } = await world(open);
    await give(blob(7));
    clock.advance(HOUR_MS / 60);
    await give(publisher.publish({ no: 8, entries: [entryOf(1, revoked), entryOf(3)] }));
    clock.advance(HOUR_MS / 60);
    await give(statusList);
    const all = await browser.must('GET /api/v1/trust/history');
    assert.deepEqual(
      all.items.map(({ kind, number, by, isCurrent }) => [kind, number, by, isCurrent]),
      [
        ['android_status_list', null, 'ada', true],
        ['metadata_blob', 8, 'ada', true],
        ['metadata_blob', 7, 'ada', false],
      ],
    );
    const first = await browser.must('GET /api/v1/trust/history', { query: { limit: '2', q: 'kind:metadata_blob' } });
    assert.deepEqual([first.total, first.next], [2, null]);
    assert.equal((await browser.must('GET /api/v1/trust/history', { query: { q: '8' } })).total, 1);
    const one = await browser.must('GET /api/v1/trust/history', { query: { limit: '1' } });
    const rest = await browser.must('GET /api/v1/trust/history', { query: { cursor: one.next ?? '' } });
    assert.equal(rest.items.length, 2);
    const [to, from] = first.items.map(({ id }) => id);
    const query = { from: from ?? '', to: to ?? '' };
    const { changes } = await browser.must('GET /api/v1/trust/changes', { query });
    assert.deepEqual(
      changes.map(({ kind }) => kind),
      ['report-added', 'report-withdrawn', 'certification-changed', 'model-added', 'model-removed', 'model-removed'],
    );
    const list = all.items[0]?.id ?? '';
    const other = await browser.call('GET /api/v1/trust/changes', { query: { ...query, from: list } });
    assert.equal(other.status, 400);
    const none = await browser.call('GET /api/v1/trust/changes', { query: { ...query, from: aaguidOf(1) } });
    assert.equal(none.status, 404);
  });

  test('the catalogue is searched, paged, and counts what is ours', async () => {
    const { give, browser, clock, ...installation } = await world(open);
    await give(blob(7, [entryOf(3, revoked)]));
    await give(localModels);
    clock.advance(1000);
    await seedSignedIn({ ...installation, clock }, { username: 'bo' }, newAuthenticator({ aaguid: aaguidOf(1) }));
    const all = await browser.must('GET /api/v1/trust/models');
    assert.deepEqual(
      all.items.map(({ name, source: by, status: state, ours }) => [name, by, state, ours]),
      [
        ['Model 1', 'metadata', 'FIDO_CERTIFIED_L1', { attested: 0, claimed: 1, setAside: 0 }],
        ['Model 3', 'metadata', 'REVOKED', { attested: 0, claimed: 0, setAside: 0 }],
        ['Old key', 'metadata', null, null],
        ['Ours', 'organisation', 'FIDO_CERTIFIED_L1', { attested: 0, claimed: 0, setAside: 0 }],
      ],
    );
    const names: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: Record<string, string> = { limit: '1', ...(cursor === '' ? {} : { cursor }) };
      const page = await browser.must('GET /api/v1/trust/models', { query });
      names.push(...page.items.map(({ name }) => name));
      cursor = page.next;
    }
    assert.deepEqual(names, ['Model 1', 'Model 3', 'Old key', 'Ours']);
    const found = async (q: string) => (await browser.must('GET /api/v1/trust/models', { query: { q } })).total;
    assert.deepEqual(
      [await found('status:problem'), await found('source:organisation'), await found('kind:security-key model')],
      [1, 1, 2],
    );
  });

  test('one model shows what its maker states, every report, its roots and its picture', async () => {
    const { give, browser, clock } = await world(open);
    await give(blob(7, [entryOf(3, [...revoked, { status: 'RETIRED', effectiveDate: '2030-01-01' }])]));
    await give(bundle([{ kind: 'overrides', body: overrides }], made));
    clock.advance(1000);
    const model = await browser.must('GET /api/v1/trust/models/:key', { params: { key: aaguidOf(3) } });
    assert.equal(model.icon, icon);
    assert.deepEqual(
      model.reports.map(({ status: name, isInEffect }) => [name, isInEffect]),
      [
        ['REVOKED', true],
        ['RETIRED', false],
      ],
    );
    assert.deepEqual([model.problems.length, model.problems[0]?.url], [1, 'https://example.org/why']);
    assert.equal(model.roots[0]?.subject, 'O=Emulated Metadata, CN=Emulated Metadata Attestation Root');
    assert.deepEqual(model.statement?.userVerification, [['passcode_external']]);
    const overridden = await browser.must('GET /api/v1/trust/models/:key', { params: { key: aaguidOf(1) } });
    assert.deepEqual([overridden.kind, overridden.syncsBecause], ['synced', 'Its maker says so in a note of 2026.']);
    const old = await browser.must('GET /api/v1/trust/models/:key', { params: { key: 'ab'.repeat(20) } });
    assert.deepEqual([old.name, old.aaguid, old.ours], ['Old key', null, null]);
    assert.equal((await browser.call('GET /api/v1/trust/models/:key', { params: { key: aaguidOf(99) } })).status, 404);
  });

  test('a bundle brings everything at once, passes over what is older, and with one byte changed nothing', async () => {
    const { give, attempt, browser, database, clock, signInAgain } = await world(open);
    const documents: BundleDocument[] = [
      { kind: 'metadata_blob', body: blob(7) },
      { kind: 'android_status_list', body: statusList },
      { kind: 'managed_anchors', body: pem },
      { kind: 'local_models', body: localModels },
      { kind: 'overrides', body: overrides },
    ];
    const whole = bundle(documents, made);
    const before = await contentsOf(database);
    for (const place of [40, Math.floor(whole.length / 2), whole.length - 20]) {
      const byte = whole[place] === 'A' ? 'B' : 'A';
      const changed = `${whole.slice(0, place)}${byte}${whole.slice(place + 1)}`;
      assert.equal((await attempt(changed)).status, 422);
      assert.deepEqual(await contentsOf(database), before);
    }
    const broken = bundle([documents[1] as BundleDocument, { kind: 'metadata_blob', body: 'a.b.c' }], made);
    await refused(database, () => attempt(broken), {
      status: 422,
      error: 'metadata_refused',
      code: 'metadata.not_a_jws',
    });
    const preview = await give(whole, { dryRun: true });
    assert.deepEqual(await contentsOf(database), before);
    const taken = await give(whole, { name: 'month.jws' });
    assert.deepEqual(preview.documents, taken.documents);
    assert.deepEqual(
      taken.documents.map(({ kind, outcome }) => `${kind} ${outcome}`),
      [...documents.map(({ kind }) => `${kind} replaced`), 'bundle replaced'],
    );
    const shown = await browser.must('GET /api/v1/trust');
    const held = shown.documents.find(({ kind }) => kind === 'bundle');
    assert.deepEqual([held?.madeAt, held?.freshUntil], [made, made + 37 * DAY_MS]);

    clock.advance(DAY_MS);
    await signInAgain();
    await give(statusList.replace('abc', 'abd'));
    const later = bundle(
      [{ kind: 'metadata_blob', body: blob(6) }, documents[1] as BundleDocument],
      instant(made + HOUR_MS),
    );
    const mixed = await give(later);
    assert.deepEqual(
      mixed.documents.map(({ kind, outcome, code }) => [kind, outcome, code]),
      [
        ['metadata_blob', 'refused', 'metadata.number_backwards'],
        ['android_status_list', 'refused', 'trust.document_older'],
        ['bundle', 'replaced', null],
      ],
    );
    await refused(database, () => attempt(whole), {
      status: 422,
      error: 'bundle_refused',
      code: 'bundle.older_than_current',
    });
  });

  test('a source is read now when somebody asks, and says what came of it', async () => {
    const { browser, database } = await world(open);
    const ask = (name: string) =>
      browser.call('POST /api/v1/trust/sources/:source/refresh', { params: { source: name } });
    source.answer = document(blob(7));
    assert.equal(((await ask('fido_metadata')).body['source'] as { state: string }).state, 'current');
    source.answer = status(500);
    const failed = (await ask('fido_metadata')).body['source'] as Record<string, unknown>;
    assert.deepEqual([failed['state'], failed['failures'], failed['seen']], ['unreachable', 1, 'seen: status 500']);
    assert.match(String(failed['problem']), /another status/);
    await refused(database, () => ask('android_status'), {
      status: 409,
      error: 'trust_source_off',
      code: 'trust.source_off',
    });
    await refused(database, () => ask('nowhere'), { status: 404, error: 'not_found', code: 'trust.source_unknown' });
    const asked = (await eventsOf(database)).filter(({ type }) => type === 'trust.refresh_asked');
    assert.equal(asked.length, 2);
  });

  test('large bodies are read of administrators alone, and are bounded for them too', async () => {
    const { give, database, ...installation } = await world(open);
    const anonymous = new TestBrowser({ ...installation, database });
    const body = JSON.stringify({ text: 'a'.repeat(3_000_000) });
    assert.equal((await anonymous.call('POST /api/v1/trust/import', { body })).status, 401);
    const { browser } = await seedSignedIn({ ...installation, database }, { username: 'eve', roles: ['auditor'] });
    assert.equal((await browser.call('POST /api/v1/trust/import', { body })).status, 403);
    const padded = `${localModels}#${' '.repeat(3_000_000)}`;
    assert.equal((await give(padded)).documents[0]?.outcome, 'replaced');
    const huge = JSON.stringify({ text: 'a'.repeat(33 * 1024 * 1024) });
    assert.equal((await installation.browser.call('POST /api/v1/trust/import', { body: huge })).status, 413);
  });
});
