import { existsSync } from 'node:fs';
import { err, ok, type Result } from '@holdfast/kernel';
import { systemClock } from './adapters/clock.ts';
import { openBundleInThread, readMetadataInThread } from './adapters/document-reader.ts';
import { createDownload } from './adapters/download.ts';
import { uuidV7 } from './adapters/ids.ts';
import { secureRandomBytes } from './adapters/random.ts';
import type { Config } from './config.ts';
import type { Ports } from './ports.ts';
import { standingFrom } from './standing.ts';
import { openDatabase } from './store/database.ts';
import { pendingMigrations } from './store/migrate.ts';
import { trustSigners } from './use-cases/trust/trust-signers.ts';

/** What commands need. No keys: nothing that a command does is sealed. */
export type OpenInstallation = Omit<Ports, 'keys' | 'log'>;

/**
 * Opens the database of an installation as it is. A command never makes or migrates one by the way: a wrong setting
 * would leave an empty database behind, and a newer command beside older nodes would change their tables.
 *
 * @returns the remedy where it cannot be used
 */
export async function openForCommand(config: Config): Promise<Result<OpenInstallation, string>> {
  const file = /^sqlite:(.*)$/.exec(config.databaseUrl)?.[1];
  if (file !== undefined && !existsSync(file)) {
    return err(`There is no database at ${file}. Start the server once, or run: holdfast migrate`);
  }
  const signers = trustSigners(config);
  const database = openDatabase(config.databaseUrl);
  const pending = await pendingMigrations(database).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  if (pending.length > 0) {
    await database.close();
    return err(`The database is not ready for this release (${pending.join(', ')}). Run: holdfast migrate`);
  }
  return ok({
    config,
    database,
    now: systemClock,
    newId: uuidV7,
    randomBytes: secureRandomBytes,
    standing: standingFrom(database, systemClock, signers),
    trustSigners: signers,
    download: createDownload(),
    readMetadata: readMetadataInThread,
    openBundle: openBundleInThread,
  });
}
