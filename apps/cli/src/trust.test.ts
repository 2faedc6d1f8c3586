import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { createMetadataPublisher, metadataEntry, seededRandom } from '@holdfast/emulator';
import { instant } from '@holdfast/kernel';
import { run } from './run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-trust-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => path.join(folder, name);

const publisher = createMetadataPublisher({ random: seededRandom('command line'), at: instant(Date.now()) });
const entry = (index: number) =>
  metadataEntry({ aaguid: `11111111-2222-3333-4444-55555555555${index}`, description: `Model ${index}`, roots: [] });
const blob = (no: number, count: number, nextUpdate = '2099-01-01') =>
  publisher.publish({ no, nextUpdate, entries: Array.from({ length: count }, (_, index) => entry(index)) });
const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(publisher.root.der).toString('base64')}\n-----END CERTIFICATE-----\n`;

const env = {
  HOLDFAST_ORIGIN: 'http://localhost:8123',
  HOLDFAST_DATA_DIR: at('data'),
  HOLDFAST_MDS_URL: 'off',
  HOLDFAST_ANDROID_STATUS_URL: 'off',
  HOLDFAST_MDS_ANCHORS_FILE: at('anchors.pem'),
};

async function holdfast(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  let out = '';
  let err = '';
  const code = await run(args, {
    env: { ...env, ...more },
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    input: Readable.from([]),
    drained: async () => {},
    isColoured: false,
  });
  return { code, out, err };
}

function write(name: string, text: string): string {
  writeFileSync(at(name), text);
  return at(name);
}

describe('holdfast trust', () => {
  before(async () => {
    write('anchors.pem', pem);
    assert.equal((await holdfast(['migrate'])).code, 0);
    const database = new DatabaseSync(at('data/holdfast.db'));
    database
      .prepare(
        "insert into policy_version (version, digest, source, origin, applied_at, applied_by) values (1, 'd', ?, 'file', 1, 'test')",
      )
      .run('passkey_policy:\n  everybody:\n    allowed_credential_types: [security_key]\n');
    database.close();
  });

  test('status of an installation that knows nothing yet', async () => {
    const { code, out, err } = await holdfast(['trust', 'status']);
    assert.equal(code, 0, err);
    assert.match(out, /fido_metadata +off/);
    assert.match(out, /In use\n {2}nothing/);
  });

  test('import says first what would change, then changes it, and status tells', async () => {
    const file = write('blob.jwt', blob(7, 3));
    const preview = await holdfast(['trust', 'import', file, '--dry-run']);
    assert.deepEqual([preview.code, preview.err], [0, '']);
    assert.match(preview.out, /metadata_blob no\. 7 \(3 entries\) would come into use/);
    assert.match((await holdfast(['trust', 'status'])).out, /nothing/);
    assert.match((await holdfast(['trust', 'import', file])).out, /is in use\.\n/);
    assert.match((await holdfast(['trust', 'import', file])).out, /is in use already/);
    const newer = await holdfast(['trust', 'import', write('newer.jwt', blob(8, 4))]);
    assert.match(newer.out, /Model 3 is new in the metadata/);
    const status = await holdfast(['trust', 'status']);
    assert.match(status.out, /metadata_blob +fresh, until 2099-01-09[\s\S]*4 entries no\. 8, imported/);
    assert.match(status.out, /4 models are known/);
    const json = JSON.parse((await holdfast(['trust', 'status', '--json'])).out);
    assert.equal(json.documents[0].heading.source, 'newer.jwt');
  });

  test('import refuses with the reason and its code', async () => {
    for (const [text, words] of [
      [blob(2, 3), /lower than the one in use.*\(metadata\.number_backwards\)/],
      ['hello', /\(trust\.document_unknown_kind\)/],
      ['models: [{}]', /models\[0\]\.aaguid[\s\S]*\(trust\.models_malformed\)/],
    ] as const) {
      const { code, out, err } = await holdfast(['trust', 'import', write('bad', text)]);
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, words);
    }
    assert.equal((await holdfast(['trust', 'import'])).code, 2);
    assert.equal((await holdfast(['trust', 'import', at('nowhere')])).code, 1);
  });

  test('status exits with 1 when something in use is out of date', async () => {
    await holdfast(['trust', 'import', write('old.jwt', blob(9, 4, '2026-01-01'))]);
    const { code, out } = await holdfast(['trust', 'status']);
    assert.equal(code, 1);
    assert.match(out, /metadata_blob +stale/);
  });

  test('a bundle is signed, and believed where its key is named', async () => {
    assert.equal((await holdfast(['trust', 'keygen', '--out', at('bundles')])).code, 0);
    assert.equal(statSync(at('bundles.key.pem')).mode & 0o777, 0o600);
    assert.equal((await holdfast(['trust', 'keygen', '--out', at('bundles')])).code, 1);
    const files = [
      write('blob.jwt', blob(10, 4)),
      write('status.json', '{"entries":{"abc":{"status":"REVOKED"}}}'),
      write(
        'overrides.yaml',
        'overrides: [{ aaguid: 11111111-2222-3333-4444-555555555550, syncs: true, why: Told so. }]',
      ),
    ];
    const make = ['trust', 'bundle', '--key', at('bundles.key.pem'), '--out', at('month.bundle')];
    const made = await holdfast([...make, ...files]);
    assert.deepEqual([made.code, made.err], [0, '']);
    assert.match(made.out, /metadata_blob, android_status_list, overrides; fresh for 45 days/);
    assert.equal((await holdfast([...make, ...files])).code, 1);

    const stranger = await holdfast(['trust', 'import', at('month.bundle')]);
    assert.match(stranger.err, /\(bundle\.keys_missing\)/);
    const key = { HOLDFAST_TRUST_BUNDLE_KEY_FILE: at('bundles.pub.pem') };
    const taken = await holdfast(['trust', 'import', at('month.bundle')], key);
    assert.deepEqual([taken.code, taken.err], [0, '']);
    assert.match(taken.out, /metadata_blob no\. 10[\s\S]*android_status_list[\s\S]*overrides[\s\S]*bundle/);
    const changed = readFileSync(at('month.bundle'), 'utf8').replace(/A/, 'B');
    const refused = await holdfast(['trust', 'import', write('changed', changed)], key);
    assert.equal(refused.code, 1);
    assert.match(refused.err, /\((?:bundle|trust|metadata)\./);
  });

  test('a bundle is only made of what will be believed, with a key that can sign', async () => {
    const make = (key: string, file: string) =>
      holdfast(['trust', 'bundle', '--key', key, '--out', at('never.bundle'), file]);
    const key = at('bundles.key.pem');
    const half = await make(key, write('half.jwt', blob(11, 4).slice(0, -20)));
    assert.match(half.err, /half\.jwt: .*\(metadata\./);
    assert.match((await make(key, write('empty.json', '{}'))).err, /\(trust\.status_list_malformed\)/);
    const wrongKey = await make(at('bundles.pub.pem'), at('status.json'));
    assert.match(wrongKey.err, /\(trust\.bundle_key_unusable\)/);
    assert.throws(() => statSync(at('never.bundle')), /ENOENT/);
    assert.equal((await holdfast(['trust', 'bundle', at('status.json')])).code, 2);
    const named = { HOLDFAST_TRUST_BUNDLE_KEY_FILE: key };
    const secret = await holdfast(['trust', 'status'], named);
    assert.equal(secret.code, 1);
    assert.match(secret.err, /no public key/);
  });
});
