import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { deriveKeys, readMasterKey } from './master-key.ts';

describe('master key', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'holdfast-key-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  test('is made once, for its owner only, and read again as it was', () => {
    const file = path.join(folder, 'deep', 'master.key');
    const made = readMasterKey(file, true);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(readMasterKey(file, false), made);
  });

  test('is never made beside a database that had another', () => {
    assert.throws(() => readMasterKey(path.join(folder, 'absent.key'), false), /Restore it from your backup/);
  });

  test('is refused when others can read it', () => {
    const file = path.join(folder, 'open.key');
    readMasterKey(file, true);
    chmodSync(file, 0o644);
    assert.throws(() => readMasterKey(file, false), /chmod 600/);
  });

  for (const [what, text] of [
    ['too short', 'AAAA'],
    ['not base64url', '='.repeat(43)],
    ['empty', ''],
  ] as const) {
    test(`is refused when it is ${what}`, () => {
      const file = path.join(folder, `${what}.key`);
      writeFileSync(file, text, { mode: 0o600 });
      assert.throws(() => readMasterKey(file, true), /must hold 32 bytes/);
    });
  }

  test('gives a different key for each use, and other keys from another master', () => {
    const one = deriveKeys(new Uint8Array(32).fill(1));
    const two = deriveKeys(new Uint8Array(32).fill(2));
    const all = [one.keys.challenge, one.keys.decoy, two.keys.challenge, two.keys.decoy].map((key) =>
      Buffer.from(key).toString('hex'),
    );
    assert.equal(new Set(all).size, 4);
    assert.notEqual(one.check, two.check);
  });
});
