import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetadataPublisher, metadataEntry, seededRandom } from '@holdfast/emulator';
import { DAY_MS, instant } from '@holdfast/kernel';
import type { Ports } from './ports.ts';
import { standingFrom } from './standing.ts';
import { eachDatabase, type TestInstallation } from './testing/harness.ts';
import { applyPolicyAtStart } from './use-cases/policy/apply-at-start.ts';
import { applyTrustFile } from './use-cases/trust/apply-trust-file.ts';
import { importDocument } from './use-cases/trust/import-document.ts';

const made = instant(Date.UTC(2026, 10, 20));
const publisher = createMetadataPublisher({ random: seededRandom('standing'), at: made });
const signers = { anchors: [publisher.root.base64url], signerHosts: [publisher.host], bundleKeys: [] };
const aaguid = '11111111-2222-3333-4444-555555555555';
const blob = (
  no: number,
  reports: readonly object[] = [{ status: 'FIDO_CERTIFIED_L1', effectiveDate: '2025-01-15' }],
) =>
  publisher.publish({
    no,
    entries: [
      metadataEntry({ aaguid, description: 'Acme Key', roots: [publisher.root.der] }, { statusReports: reports }),
    ],
  });

async function world(open: () => Promise<TestInstallation>) {
  const installation = await open();
  const { database, clock } = installation;
  const ports: Ports = { ...installation.ports, trustSigners: signers };
  await applyPolicyAtStart(ports, { source: (await ports.standing()).policy.source, origin: 'shipped' });
  const node = () => standingFrom(database, () => clock.at, signers);
  const bring = async (text: string) => {
    const done = await importDocument(
      ports,
      { by: 'system', at: clock.at },
      { text, name: null, isDryRun: false, evenIfEmptier: false },
    );
    assert.ok(done.ok, JSON.stringify(done));
  };
  return { ...installation, ports, node, bring };
}

eachDatabase('what decisions rest on', (open) => {
  test('follows new documents on every node within a second, and reads each of them once', async () => {
    const { node, bring, clock } = await world(open);
    const [one, two] = [node(), node()];
    const before = await one();
    assert.equal(before.trust.models.size, 0);
    await two();
    await bring(blob(1));
    assert.equal((await one()).trust, before.trust);
    clock.advance(1000);
    const [first, second] = [await one(), await two()];
    assert.equal(first.trust.models.get(aaguid)?.name, 'Acme Key');
    assert.equal(first.trust.digest, second.trust.digest);
    assert.notEqual(first.trust.digest, before.trust.digest);
    await bring(JSON.stringify({ entries: { abc: { status: 'REVOKED' } } }));
    clock.advance(1000);
    const third = await one();
    assert.equal(third.trust.androidStatus.size, 1);
    assert.equal(third.trust.models.get(aaguid)?.metadata, first.trust.models.get(aaguid)?.metadata);
    clock.advance(1000);
    assert.equal((await one()).trust, third.trust);
  });

  test('what the organisation says of a model comes first and does not hide what is reported of it', async () => {
    const { node, bring, ports, clock } = await world(open);
    await bring(blob(1, [{ status: 'REVOKED', effectiveDate: '2026-01-01' }]));
    const pem = Buffer.from(publisher.root.der).toString('base64');
    await applyTrustFile(
      ports,
      'local_models',
      JSON.stringify({
        models: [
          {
            aaguid,
            name: 'Our own name',
            kind: 'platform',
            roots: [`-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n`],
          },
        ],
      }),
    );
    clock.advance(1000);
    const model = (await node()()).trust.models.get(aaguid);
    assert.deepEqual([model?.name, model?.kind], ['Our own name', 'platform']);
    assert.equal(model?.metadata?.reports[0]?.status, 'REVOKED');
    await applyTrustFile(ports, 'local_models', '');
    clock.advance(1000);
    assert.equal((await node()()).trust.models.get(aaguid)?.name, 'Acme Key');
  });

  test('a report of the future acts on its day, and until then the days change nothing', async () => {
    const { node, bring, clock } = await world(open);
    const standing = node();
    await bring(blob(1, [{ status: 'REVOKED', effectiveDate: '2026-11-23' }]));
    const digests: string[] = [];
    for (let day = 20; day < 26; day += 1) {
      const { trust } = await standing();
      assert.equal(new Date(trust.at).getUTCDate(), day);
      digests.push(trust.digest);
      clock.advance(DAY_MS);
    }
    assert.deepEqual(
      digests.map((digest) => digests.indexOf(digest)),
      [0, 0, 0, 3, 3, 3],
    );
  });

  test('metadata that another release stored is read again from what was signed', async () => {
    const { node, bring, database } = await world(open);
    await bring(blob(1));
    await database.queries.updateTable('trust_document_body').set({ reading: '{"shape":0}' }).execute();
    assert.equal((await node()()).trust.models.get(aaguid)?.name, 'Acme Key');
    const changed = blob(1).replace(/.{9}$/, 'AAAAAAAAA');
    await database.queries.updateTable('trust_document_body').set({ body: changed }).execute();
    await assert.rejects(node()(), /metadata\.signature_invalid/);
  });
});
