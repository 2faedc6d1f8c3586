import { readFileSync, type Stats, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Log } from '../ports.ts';

export type TlsFiles = { readonly certFile: string; readonly keyFile: string };

/** Certificate and key as they are on disk now. @throws when they do not fit each other */
export function readTls(files: TlsFiles): {
  readonly cert: string;
  readonly key: string;
  readonly context: SecureContext;
} {
  const cert = readFileSync(files.certFile, 'utf8');
  const key = readFileSync(files.keyFile, 'utf8');
  return { cert, key, context: createSecureContext({ cert, key, minVersion: 'TLSv1.2' }) };
}

/**
 * Calls `use` with the new pair whenever a file changes. Polling, because renewed certificates arrive by rename, by
 * symlink or over network mounts, where change events are not reliable. A pair that does not fit is reported and the
 * one in use stays.
 *
 * @returns stops watching
 */
export function watchTls(files: TlsFiles, log: Log, use: (pair: { cert: string; key: string }) => void): () => void {
  const changed = (now: Stats, before: Stats): void => {
    if (now.mtimeMs === before.mtimeMs && now.ino === before.ino) return;
    try {
      use(readTls(files));
      log.info({ certFile: files.certFile }, 'certificate reloaded');
    } catch (error) {
      log.error({ certFile: files.certFile, error: String(error) }, 'new certificate not usable; the old one stays');
    }
  };
  for (const file of [files.certFile, files.keyFile]) watchFile(file, { interval: 2000, persistent: false }, changed);
  return () => {
    for (const file of [files.certFile, files.keyFile]) unwatchFile(file, changed);
  };
}
