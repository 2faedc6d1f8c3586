import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { createMaker, seededRandom } from '@holdfast/emulator';
import { instant } from '@holdfast/kernel';
import { loadConfig } from '../../config.ts';
import { currentTrustDocuments } from '../../store/trust-documents.ts';
import { contentsOf, eventsOf } from '../../testing/contents.ts';
import { eachDatabase } from '../../testing/harness.ts';
import { applyTrustFile, applyTrustFiles } from './apply-trust-file.ts';
import { metadataSignerHosts } from './metadata-anchors.ts';
import { trustSigners } from './trust-signers.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-files-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

const made = instant(Date.UTC(2026, 10, 20));
const maker = createMaker({ name: 'Devices', aaguids: [], random: seededRandom('files'), at: made });
const pem = (der: Uint8Array) =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;
const authority = pem(maker.root.der);
const models =
  'models:\n  - { aaguid: 11111111-2222-3333-4444-555555555555, name: Ours, kind: platform, roots: [ROOT] }\n';

eachDatabase('files of trust data that the settings name', (open) => {
  test('come into use at a start, once, and are taken back when they are empty', async () => {
    const { ports, database } = await open();
    const local = models.replace('ROOT', JSON.stringify(authority));
    const config = {
      ...ports.config,
      trustFile: write('models.yaml', local),
      managedCaFile: write('devices.pem', authority),
    };
    await applyTrustFiles({ ...ports, config });
    const before = await contentsOf(database);
    await applyTrustFiles({ ...ports, config });
    assert.deepEqual(await contentsOf(database), before);
    const held = await currentTrustDocuments(database.queries);
    assert.deepEqual(
      (['local_models', 'managed_anchors'] as const).map((kind) => {
        const heading = held.get(kind)?.heading;
        return [heading?.origin, heading?.source, heading?.entries];
      }),
      [
        ['file', config.trustFile, 1],
        ['file', config.managedCaFile, 1],
      ],
    );
    write('models.yaml', '');
    write('devices.pem', '\n');
    await applyTrustFiles({ ...ports, config });
    const emptied = await currentTrustDocuments(database.queries);
    assert.deepEqual(
      [...emptied.values()].map(({ heading }) => heading.entries),
      [0, 0],
    );
    const events = (await eventsOf(database)).filter(({ type }) => type === 'trust.document_stored');
    assert.equal(events.length, 4);
  });

  test('that cannot be used are told with every problem, and store nothing', async () => {
    const { ports, database } = await open();
    const before = await contentsOf(database);
    const local = models.replace('ROOT', '"none"').replace('platform', 'fridge');
    await assert.rejects(applyTrustFile(ports, 'local_models', local), /models\[0\]\.kind[\s\S]*models\[0\]\.roots/);
    await assert.rejects(applyTrustFile(ports, 'local_models', 'models: [\n'), /is not usable/);
    const [leaf] = maker.certify({ subject: { commonName: 'A phone' }, spki: maker.root.der, extensions: [] });
    assert.ok(leaf !== undefined);
    for (const text of [pem(leaf), 'hello', authority.replace('MII', 'AAA')]) {
      await assert.rejects(applyTrustFile(ports, 'managed_anchors', text), /is not usable/);
    }
    assert.deepEqual(await contentsOf(database), before);
  });
});

describe('who may sign trust documents', () => {
  const configWith = (env: Record<string, string>) => {
    const config = loadConfig(env);
    assert.ok(config.ok, JSON.stringify(config));
    return config.value;
  };

  test('are the roots and the host of the FIDO Alliance, and for bundles nobody', () => {
    const signers = trustSigners(configWith({}));
    assert.deepEqual([signers.anchors.length, signers.signerHosts, signers.bundleKeys], [2, metadataSignerHosts, []]);
  });

  test('are those of files where the settings name some', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const second = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    const keys = [publicKey, second].map((key) => key.export({ type: 'spki', format: 'pem' })).join('');
    const signers = trustSigners(
      configWith({
        HOLDFAST_MDS_ANCHORS_FILE: write('anchors.pem', authority),
        HOLDFAST_TRUST_BUNDLE_KEY_FILE: write('keys.pem', keys),
      }),
    );
    assert.deepEqual([signers.anchors, signers.signerHosts], [[maker.root.base64url], null]);
    assert.deepEqual(
      signers.bundleKeys.map(({ algorithm }) => algorithm),
      ['EdDSA', 'ES256'],
    );
  });

  const secret = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' });
  const unusable = [
    ['HOLDFAST_MDS_ANCHORS_FILE', 'no certificate', 'hello'],
    ['HOLDFAST_MDS_ANCHORS_FILE', 'nothing', ''],
    ['HOLDFAST_TRUST_BUNDLE_KEY_FILE', 'a private key', secret],
    ['HOLDFAST_TRUST_BUNDLE_KEY_FILE', 'a key of another kind', rsa.toString()],
  ] as const;
  for (const [setting, what, text] of unusable) {
    test(`${setting} with ${what} ends the start with the name of the setting`, () => {
      const config = configWith({ [setting]: write('unusable.pem', text) });
      assert.throws(() => trustSigners(config), new RegExp(setting));
    });
  }
});
