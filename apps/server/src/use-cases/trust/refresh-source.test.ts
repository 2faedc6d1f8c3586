import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  type BlobContent,
  createMetadataPublisher,
  type MetadataFault,
  metadataEntry,
  metadataFaults,
  seededRandom,
} from '@holdfast/emulator';
import { DAY_MS, HOUR_MS, instant, MINUTE_MS } from '@holdfast/kernel';
import { createDownload, type DownloadRequest } from '../../adapters/download.ts';
import type { Ports } from '../../ports.ts';
import { currentTrustDocuments, trustHistory } from '../../store/trust-documents.ts';
import { ensureTrustSource, listTrustSources, type TrustSourceName } from '../../store/trust-sources.ts';
import { TestBrowser, trySignIn } from '../../testing/browser.ts';
import { contentsOf, eventsOf } from '../../testing/contents.ts';
import {
  type Answering,
  type DocumentServer,
  document,
  startDocumentServer,
  status,
} from '../../testing/document-server.ts';
import { eachDatabase, type TestInstallation } from '../../testing/harness.ts';
import { seedSignedIn } from '../../testing/people.ts';
import { importDocument } from './import-document.ts';
import { keepTrustCurrent } from './keep-trust-current.ts';
import { refreshSource } from './refresh-source.ts';

const made = instant(Date.UTC(2026, 10, 20));
const publisher = createMetadataPublisher({ random: seededRandom('sources'), at: made });
const expired = createMetadataPublisher({ random: seededRandom('expired'), at: instant(made - 3700 * DAY_MS) });
const entries = Array.from({ length: 30 }, (_, index) =>
  metadataEntry({
    aaguid: `11111111-2222-3333-4444-${String(index).padStart(12, '0')}`,
    description: `Model ${index}`,
    roots: [],
  }),
);
const blob = (content: BlobContent = {}, ...faults: MetadataFault[]) =>
  publisher.publish({ no: 10, entries, ...content }, ...faults);
const list = (count: number, changed: object = {}) =>
  JSON.stringify({
    entries: {
      ...Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `a${index.toString(16)}`,
          { status: 'REVOKED', reason: 'KEY_COMPROMISE' },
        ]),
      ),
      ...changed,
    },
  });

let server: DocumentServer;
before(async () => {
  server = await startDocumentServer();
});
after(() => server.close());

function portsOf({ ports }: TestInstallation): Ports {
  return {
    ...ports,
    config: { ...ports.config, metadataUrl: server.url, androidStatusUrl: `${server.url}/android` },
    trustSigners: {
      anchors: [publisher.root.base64url, expired.root.base64url],
      signerHosts: [publisher.host],
      bundleKeys: [],
    },
    download: createDownload(),
  };
}

async function refresh(ports: Ports, name: TrustSourceName, answer: Answering): Promise<void> {
  server.answer = answer;
  const { queries } = ports.database;
  const url = name === 'fido_metadata' ? ports.config.metadataUrl : ports.config.androidStatusUrl;
  await ensureTrustSource(queries, name, url ?? '', ports.now());
  assert.equal(await refreshSource(ports, name, { onlyDue: false }), 'done');
}

async function sourceIn({ database, now }: Ports, name: TrustSourceName) {
  const source = (await listTrustSources(database.queries, now())).find((each) => each.name === name);
  assert.ok(source !== undefined);
  return source;
}

const trustEvents = async ({ database }: Ports) =>
  (await eventsOf(database)).filter(({ type }) => type.startsWith('trust.')).map(({ type, code }) => [type, code]);

/** Everything that decides, without what is known of sources. */
async function inUse({ database }: Ports) {
  const { trust_source, ...rest } = await contentsOf(database);
  return rest;
}

eachDatabase('a source of trust data', (open) => {
  test('is fetched, believed and put into use, with one event and one order to judge again', async () => {
    const ports = portsOf(await open());
    await refresh(ports, 'fido_metadata', document(blob(), '"ten"'));
    await refresh(ports, 'android_status', document(list(40)));
    const current = await currentTrustDocuments(ports.database.queries);
    const metadata = current.get('metadata_blob')?.heading;
    assert.deepEqual([metadata?.number, metadata?.entries, metadata?.origin], [10, 30, 'fetched']);
    assert.equal(current.get('android_status_list')?.heading.entries, 40);
    assert.deepEqual(await trustEvents(ports), [
      ['trust.document_stored', null],
      ['trust.document_stored', null],
    ]);
    const jobs = await ports.database.queries.selectFrom('job').select(['kind', 'state']).execute();
    assert.deepEqual(jobs.map(({ kind, state }) => `${kind} ${state}`).sort(), [
      'rejudge superseded',
      'rejudge waiting',
    ]);
    const source = await sourceIn(ports, 'fido_metadata');
    assert.deepEqual(
      [source.state, source.etag, source.failures, source.lastOutcome],
      ['current', '"ten"', 0, 'replaced'],
    );
    const wait = source.nextAttemptAt - ports.now();
    assert.ok(wait >= 0.75 * DAY_MS && wait <= 1.25 * DAY_MS, String(wait));
  });

  test('is asked with what is known, and what did not change changes nothing', async () => {
    const ports = portsOf(await open());
    await refresh(ports, 'fido_metadata', document(blob(), '"ten"'));
    const before = await inUse(ports);
    await refresh(ports, 'fido_metadata', document('never read', '"ten"'));
    assert.equal(server.requests.at(-1)?.['if-none-match'], '"ten"');
    assert.equal((await sourceIn(ports, 'fido_metadata')).lastOutcome, 'unchanged');
    await refresh(ports, 'fido_metadata', document(blob()));
    assert.equal((await sourceIn(ports, 'fido_metadata')).etag, null);
    await refresh(ports, 'fido_metadata', document(blob()));
    assert.equal(server.requests.at(-1)?.['if-none-match'], '"10"');
    assert.deepEqual(await inUse(ports), before);
  });

  test('that says 304 without a copy here is asked again without a condition', async () => {
    const ports = portsOf(await open());
    const asked = server.requests.length;
    let first = true;
    await refresh(ports, 'fido_metadata', (request, response) => {
      (first ? status(304) : document(blob()))(request, response);
      first = false;
    });
    assert.equal(server.requests.length - asked, 2);
    assert.equal((await sourceIn(ports, 'fido_metadata')).state, 'current');
    const other = portsOf(await open());
    await refresh(other, 'fido_metadata', status(304));
    assert.deepEqual(await trustEvents(other), [['trust.source_failed', 'trust.source_unmodified']]);
  });

  const refused: readonly (readonly [what: string, code: string, name: TrustSourceName, text: string | Uint8Array])[] =
    [
      ...metadataFaults.map((fault) => [fault, '', 'fido_metadata', blob({ no: 11 }, fault)] as const),
      ['an older number', 'metadata.number_backwards', 'fido_metadata', blob({ no: 9 })],
      ['a signer that has ended', 'metadata.signer_expired', 'fido_metadata', expired.publish({ no: 11, entries })],
      ['half a BLOB', '', 'fido_metadata', blob({ no: 11 }).slice(0, -9000)],
      ['far fewer models', 'trust.document_emptier', 'fido_metadata', blob({ no: 11, entries: entries.slice(0, 14) })],
      [
        'mostly broken entries',
        'trust.document_emptier',
        'fido_metadata',
        blob({ no: 11, entries: [...entries, ...Array.from({ length: 4 }, () => ({ aaguid: 'none' }))] }),
      ],
      ['bytes that are no text', 'trust.document_not_text', 'fido_metadata', Uint8Array.of(0x61, 0xff)],
      ['an HTML page', 'trust.document_is_page', 'android_status', '<!DOCTYPE html><title>Sign in</title>'],
      ['half a list', 'trust.status_list_malformed', 'android_status', list(40).slice(0, -10)],
      ['a list in a list', 'trust.status_list_malformed', 'android_status', '[]'],
      [
        'a list that is not understood',
        'trust.status_list_malformed',
        'android_status',
        list(40, { ff: { status: 'NEW' } }),
      ],
      ['a list without entries', 'trust.document_emptier', 'android_status', list(0)],
      ['a list that lost most', 'trust.document_emptier', 'android_status', list(19)],
    ];
  test('that sends something worse changes nothing, whatever it is, and is untrusted until it mends', async () => {
    const ports = portsOf(await open());
    await refresh(ports, 'fido_metadata', document(blob()));
    await refresh(ports, 'android_status', document(list(40)));
    const before = await inUse(ports);
    for (const [what, code, name, text] of refused) {
      await refresh(ports, name, document(text));
      const source = await sourceIn(ports, name);
      assert.equal(source.state, 'untrusted', what);
      if (code !== '') assert.equal(source.lastOutcome, code, what);
      assert.match(source.lastOutcome ?? '', /^(metadata|trust)\./, what);
      assert.deepEqual(await inUse(ports), before, what);
    }
    const events = (await trustEvents(ports)).slice(2);
    assert.deepEqual(
      events.map(([type]) => type),
      ['trust.document_refused', 'trust.document_refused'],
    );
    const [told] = (await eventsOf(ports.database)).filter(({ type }) => type === 'trust.document_refused');
    assert.deepEqual([told?.outcome, told?.detail['step']], ['failed', undefined]);
    await refresh(ports, 'fido_metadata', status(500));
    assert.equal((await sourceIn(ports, 'fido_metadata')).state, 'untrusted');
    await refresh(ports, 'fido_metadata', document(blob({ no: 12 })));
    assert.equal((await sourceIn(ports, 'fido_metadata')).state, 'current');
  });

  test('that is signed under a revoked certificate is refused, and when nobody can be asked it is noted', async () => {
    const signer = createMetadataPublisher({
      random: seededRandom('revocable'),
      at: made,
      revocationListUrl: `${server.url}/revoked.crl`,
    });
    const ports = portsOf(await open());
    const own = { ...ports, trustSigners: { ...ports.trustSigners, anchors: [signer.root.base64url] } };
    const serial = Buffer.from(
      new X509Certificate(Buffer.from(signer.chain[0] ?? '', 'base64url')).serialNumber,
      'hex',
    );
    const listOf = (serials: readonly Uint8Array[], thisUpdate = made) =>
      signer.revocationList({ serials, thisUpdate, nextUpdate: instant(thisUpdate + 7 * DAY_MS) });
    const both = (no: number, revocations: Answering): Answering => {
      return (request, response) =>
        (request.url?.endsWith('.crl') ? revocations : document(signer.publish({ no, entries })))(request, response);
    };
    const held = async () => (await currentTrustDocuments(own.database.queries)).get('metadata_blob')?.heading;
    await refresh(own, 'fido_metadata', both(1, document(listOf([Uint8Array.of(7)]))));
    assert.deepEqual([(await held())?.number, (await held())?.notes.revocation], [1, 'unknown']);
    assert.match((await held())?.notes.revocationNote ?? '', /Issuer": its issuer names no list/);
    for (const [no, answer, words] of [
      [2, status(404), /gave no list \(trust\.source_status/],
      [3, document('nonsense'), /cannot be read/],
      [4, document(listOf([serial], instant(made - 30 * DAY_MS))), /not of today/],
    ] as const) {
      await refresh(own, 'fido_metadata', both(no, answer));
      assert.equal((await held())?.number, no);
      assert.match((await held())?.notes.revocationNote ?? '', words);
    }
    const before = await inUse(own);
    await refresh(own, 'fido_metadata', both(5, document(listOf([Uint8Array.of(7), serial]))));
    const source = await sourceIn(own, 'fido_metadata');
    assert.deepEqual([source.state, source.lastOutcome], ['untrusted', 'trust.signer_revoked']);
    assert.match(source.lastMessage ?? '', /step revocation/);
    assert.deepEqual(await inUse(own), { ...before });
  });

  test('takes good entries beside a broken one, and says which that is', async () => {
    const ports = portsOf(await open());
    await refresh(ports, 'fido_metadata', document(blob({ entries: [...entries, { aaguid: 'none' }] })));
    const heading = (await currentTrustDocuments(ports.database.queries)).get('metadata_blob')?.heading;
    assert.equal(heading?.entries, 30);
    assert.deepEqual(heading?.notes.problems, ['entry 30 has an AAGUID that is none; it was left out.']);
  });

  test('that fails is tried again later and later, and not before it says', async () => {
    const installation = await open();
    const ports = portsOf(installation);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await refresh(ports, 'fido_metadata', status(502));
      waits.push((await sourceIn(ports, 'fido_metadata')).nextAttemptAt - ports.now());
    }
    assert.ok((waits[0] ?? 0) >= 3.75 * MINUTE_MS && (waits[0] ?? 0) <= 6.25 * MINUTE_MS);
    assert.ok((waits.at(-1) ?? 0) >= 4.5 * HOUR_MS && (waits.at(-1) ?? 0) <= 7.5 * HOUR_MS);
    assert.ok((waits[4] ?? 0) > (waits[0] ?? 0));
    assert.deepEqual(await trustEvents(ports), [['trust.source_failed', 'trust.source_status']]);
    await refresh(ports, 'fido_metadata', status(429, { 'retry-after': String(3 * 86_400) }));
    assert.equal((await sourceIn(ports, 'fido_metadata')).nextAttemptAt - ports.now(), 3 * DAY_MS);
  });

  test('is read by one node at a time, and one that died is not waited for', async () => {
    const installation = await open();
    const ports = portsOf(installation);
    await ensureTrustSource(ports.database.queries, 'fido_metadata', server.url, ports.now());
    server.answer = document(blob());
    const asked = server.requests.length;
    const outcomes = await Promise.all(
      [1, 2, 3, 4].map(() => refreshSource(ports, 'fido_metadata', { onlyDue: true })),
    );
    assert.deepEqual(outcomes.toSorted(), ['busy', 'busy', 'busy', 'done']);
    assert.equal(server.requests.length - asked, 1);
    await ports.database.queries
      .updateTable('trust_source')
      .set({ lease_owner: 'a node that died', lease_until: ports.now() + MINUTE_MS })
      .execute();
    assert.equal(await refreshSource(ports, 'fido_metadata', { onlyDue: false }), 'busy');
    installation.clock.advance(2 * MINUTE_MS);
    assert.equal(await refreshSource(ports, 'fido_metadata', { onlyDue: false }), 'done');
    assert.equal(await refreshSource(ports, 'fido_metadata', { onlyDue: true }), 'busy');
  });

  test('and several people at once end with the newest, in whatever order they come', async () => {
    const installation = await open();
    const ports = portsOf(installation);
    const doer = { by: 'system', at: ports.now() } as const;
    const numbers = [14, 12, 16, 11, 15, 13];
    const done = await Promise.all(
      numbers.map((no) =>
        importDocument(ports, doer, { text: blob({ no }), name: null, isDryRun: false, evenIfEmptier: false }),
      ),
    );
    const heading = (await currentTrustDocuments(ports.database.queries)).get('metadata_blob')?.heading;
    assert.equal(heading?.number, 16);
    const taken = numbers.filter((_, index) => done[index]?.ok);
    const stored = (await eventsOf(ports.database)).filter(({ type }) => type === 'trust.document_stored');
    const order = stored.map(({ detail }) => Number(detail['number']));
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
    assert.deepEqual(taken.toSorted(), order);
  });

  test('stops when its node does, in the middle of a download', async () => {
    const installation = await open();
    const asked = Promise.withResolvers<void>();
    server.answer = () => asked.resolve();
    const ports = portsOf(installation);
    const ending = new AbortController();
    const own = {
      ...ports,
      download: (request: DownloadRequest) => ports.download({ ...request, signal: ending.signal }),
    };
    const running = keepTrustCurrent(own);
    await asked.promise;
    server.answer = status(500);
    ending.abort();
    await running;
    assert.equal((await sourceIn(ports, 'fido_metadata')).isRunning, false);
  });

  test('keeps what it had while nothing comes: stale is told once, apart from untrusted, and ends with something newer', async () => {
    const installation = await open();
    const ports = portsOf(installation);
    const nextUpdate = '2026-11-25';
    server.answer = document(blob({ nextUpdate }));
    const keep = () => keepTrustCurrent({ ...ports, config: { ...ports.config, androidStatusUrl: null } });
    await keep();
    server.answer = (request) => void request.socket.destroy();
    for (let day = 0; day < 20; day += 1) {
      installation.clock.advance(DAY_MS);
      await keep();
    }
    const [staleAt] = (await eventsOf(ports.database)).filter(({ type }) => type === 'trust.document_stale');
    assert.equal(staleAt?.detail['until'], Date.UTC(2026, 10, 26) + 7 * DAY_MS);
    assert.deepEqual(await trustEvents(ports), [
      ['trust.document_stored', null],
      ['trust.source_failed', 'trust.source_unreachable'],
      ['trust.document_stale', null],
    ]);
    assert.equal((await sourceIn(ports, 'fido_metadata')).state, 'unreachable');
    server.answer = document(blob({ no: 11, nextUpdate: '2026-12-24' }));
    installation.clock.advance(DAY_MS);
    await keep();
    assert.equal((await currentTrustDocuments(ports.database.queries)).get('metadata_blob')?.staleSince, null);
  });

  test('keeps headings for ever and the newest bodies, and what changed with each', async () => {
    const installation = await open();
    const ports = portsOf(installation);
    for (let no = 1; no <= 15; no += 1) {
      installation.clock.advance(DAY_MS);
      const revoked = { statusReports: [{ status: 'REVOKED', effectiveDate: '2026-11-01' }] };
      const added = metadataEntry(
        { aaguid: `22222222-2222-3333-4444-${String(no).padStart(12, '0')}`, description: `New ${no}`, roots: [] },
        no % 2 === 0 ? revoked : {},
      );
      await refresh(ports, 'fido_metadata', document(blob({ no, entries: [...entries, added] })));
    }
    const page = await trustHistory(ports.database.queries, [], ['metadata_blob'], { after: null, limit: 50 });
    assert.equal(page.total, 15);
    assert.deepEqual(
      page.rows.map(({ isBodyKept }) => isBodyKept),
      Array.from({ length: 15 }, (_, index) => index < 12),
    );
    assert.deepEqual(
      page.rows[0]?.notes.changes?.map(({ kind }) => kind),
      ['model-added', 'model-removed'],
    );
    assert.ok(page.rows[0]?.isCurrent);
  });

  test('whatever it does, people sign in', async () => {
    const installation = await open();
    const ports = portsOf(installation);
    const { authenticator } = await seedSignedIn(installation, { username: 'ana' });
    const bad: readonly Answering[] = [
      document('<html>'),
      status(500),
      (request) => void request.socket.destroy(),
      status(302),
    ];
    for (const answer of bad) {
      const failing = refresh(ports, 'fido_metadata', answer);
      assert.equal((await trySignIn(new TestBrowser(installation), authenticator)).status, 200);
      await failing;
    }
    assert.deepEqual(installation.errorsLogged, []);
  });
});
