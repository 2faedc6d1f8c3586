import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Keys } from '../ports.ts';

/** What the database remembers of the master key: enough to notice a wrong one, useless to learn it. */
export type MasterKey = { readonly keys: Keys; readonly check: string };

/**
 * Reads the master key, or makes one where `mayCreate`: a new key beside an old database would silently orphan
 * everything that the old one protects.
 *
 * @throws with the remedy when the file is missing, malformed or readable by others
 */
export function readMasterKey(file: string, mayCreate: boolean): MasterKey {
  if (!existsSync(file)) {
    if (!mayCreate)
      throw new Error(
        `The master key ${file} is missing, but the database was made with one. Restore it from your backup.`,
      );
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  }
  if ((statSync(file).mode & 0o077) !== 0 && process.platform !== 'win32') {
    throw new Error(`The master key ${file} can be read by others. Run: chmod 600 ${file}`);
  }
  const text = readFileSync(file, 'utf8').trim();
  if (!/^[A-Za-z0-9_-]{43}$/.test(text)) throw new Error(`The master key ${file} must hold 32 bytes in base64url.`);
  return deriveKeys(Buffer.from(text, 'base64url'));
}

/** RFC 5869: one independent key for each label. */
export function deriveKeys(master: Uint8Array): MasterKey {
  const derive = (label: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', master, new Uint8Array(), `holdfast ${label} v1`, 32));
  return {
    keys: { challenge: derive('challenge'), decoy: derive('decoy') },
    check: createHmac('sha256', derive('check')).update('holdfast').digest('hex'),
  };
}
