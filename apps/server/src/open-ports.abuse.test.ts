import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { type Config, loadConfig } from './config.ts';
import { openPorts } from './open-ports.ts';
import { contentsOf } from './testing/contents.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-keys-'));
after(() => rmSync(folder, { recursive: true }));
const log = { info: () => {}, error: () => {} };

function configFor(dataDir: string, masterKeyFile?: string): Config {
  const config = loadConfig({
    HOLDFAST_DATA_DIR: path.join(folder, dataDir),
    ...(masterKeyFile === undefined ? {} : { HOLDFAST_MASTER_KEY_FILE: path.join(folder, masterKeyFile) }),
  });
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  return config.value;
}

test('a node with another master key than its database was made with does not start, and changes nothing', async () => {
  const first = await openPorts(configFor('data'), log);
  const before = await contentsOf(first.ports.database);
  await first.ports.database.close();

  writeFileSync(path.join(folder, 'other.key'), `${'A'.repeat(43)}\n`, { mode: 0o600 });
  await assert.rejects(() => openPorts(configFor('data', 'other.key'), log), /is not the one that this database/);
  // Nor is a new one made where the file is missing: it would orphan what the old one protects.
  await assert.rejects(() => openPorts(configFor('data', 'missing.key'), log), /is missing, but the database/);

  const again = await openPorts(configFor('data'), log);
  assert.deepEqual(await contentsOf(again.ports.database), before);
  await again.ports.database.close();
});
