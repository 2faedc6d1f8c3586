import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetadataPublisher, metadataEntry, seededRandom } from '@holdfast/emulator';
import { instant } from '@holdfast/kernel';
import type { Ports } from '../ports.ts';
import { standingFrom } from '../standing.ts';
import { newAuthenticator } from '../testing/browser.ts';
import { eachDatabase, type TestInstallation } from '../testing/harness.ts';
import { seedSignedIn } from '../testing/people.ts';
import { applyPolicyAtStart } from '../use-cases/policy/apply-at-start.ts';
import { createServer } from './server.ts';

const random = seededRandom('what concerns us');
const publisher = createMetadataPublisher({ random, at: instant(Date.UTC(2026, 10, 20)) });
const aaguidOf = (index: number) => `11111111-2222-3333-4444-${String(index).padStart(12, '0')}`;
const entryOf = (index: number, reports: readonly object[]) =>
  metadataEntry(
    { aaguid: aaguidOf(index), description: `Model ${index}`, roots: [publisher.root.der] },
    { statusReports: reports },
  );
const u2f = (reports: readonly object[]) => ({
  attestationCertificateKeyIdentifiers: ['ab'.repeat(20)],
  metadataStatement: { description: 'Old key', protocolFamily: 'u2f', attachmentHint: ['external'] },
  statusReports: reports,
});
const certified = [{ status: 'FIDO_CERTIFIED_L2', effectiveDate: '2025-01-01' }];
const revoked = [{ status: 'REVOKED', effectiveDate: '2026-11-01' }];
const first = publisher.publish({ no: 1, entries: [entryOf(1, certified), entryOf(2, []), u2f([])] });
const second = publisher.publish({ no: 2, entries: [entryOf(1, revoked), entryOf(2, revoked), u2f(revoked)] });

/** A server that believes the publisher, with an owner whose passkey is of model 1. */
async function world(open: () => Promise<TestInstallation>) {
  const opened = await open();
  const signers = { anchors: [publisher.root.base64url], signerHosts: [publisher.host], bundleKeys: [] };
  const { policy } = await opened.ports.standing();
  const standing = standingFrom(opened.database, () => opened.clock.at, signers);
  const ports: Ports = { ...opened.ports, trustSigners: signers, standing };
  await applyPolicyAtStart(ports, { source: policy.source, origin: 'shipped' });
  const installation = { ...opened, ports, server: await createServer(ports, { pages: null, tls: null }) };
  const authenticator = newAuthenticator({ aaguid: aaguidOf(1) });
  const { browser } = await seedSignedIn(installation, { username: 'ada', roles: ['owner'] }, authenticator);
  const give = (text: string, dryRun = false) => browser.must('POST /api/v1/trust/import', { body: { text, dryRun } });
  return { browser, give, clock: opened.clock };
}

const ours = { attested: 0, claimed: 1, setAside: 0 };
const none = { attested: 0, claimed: 0, setAside: 0 };

eachDatabase('what changes of trust data mean for us', (open) => {
  test('each change names the page of its model and counts our passkeys', async () => {
    const { browser, give, clock } = await world(open);
    await give(first);
    clock.advance(60_000);
    const preview = await give(second, true);
    const expected = [
      ['report-added', aaguidOf(1), ours],
      ['report-withdrawn', aaguidOf(1), ours],
      ['certification-changed', aaguidOf(1), ours],
      ['report-added', aaguidOf(2), none],
      ['report-added', 'ab'.repeat(20), null],
    ];
    assert.deepEqual(
      preview.documents[0]?.changes.map((change) => [change.kind, change.model, change.ours]),
      expected,
    );
    await give(second);
    const { items } = await browser.must('GET /api/v1/trust/history');
    const [to, from] = items.map(({ id }) => id);
    const { changes } = await browser.must('GET /api/v1/trust/changes', { query: { from: from ?? '', to: to ?? '' } });
    assert.deepEqual(
      changes.map((change) => [change.kind, change.model, change.ours]),
      expected,
    );
  });

  test('the catalogue is narrowed to what somebody here uses, and by certification', async () => {
    const { browser, give, clock } = await world(open);
    await give(first);
    clock.advance(1000);
    const found = async (q: string) =>
      (await browser.must('GET /api/v1/trust/models', { query: { q } })).items.map(({ name }) => name);
    assert.deepEqual(await found('ours:yes'), ['Model 1']);
    assert.deepEqual(await found('ours:no'), ['Model 2', 'Old key']);
    assert.deepEqual(await found('certification:L2'), ['Model 1']);
    assert.deepEqual(await found('certification:none'), ['Model 2', 'Old key']);
    assert.deepEqual(await found('certification:none ours:yes'), []);
  });
});
