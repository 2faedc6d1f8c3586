import { systemClock } from './adapters/clock.ts';
import { openBundleInThread, readMetadataInThread } from './adapters/document-reader.ts';
import { createDownload } from './adapters/download.ts';
import { uuidV7 } from './adapters/ids.ts';
import { readMasterKey } from './adapters/master-key.ts';
import { secureRandomBytes } from './adapters/random.ts';
import type { Config } from './config.ts';
import type { Log, Ports } from './ports.ts';
import { standingFrom } from './standing.ts';
import { openDatabase } from './store/database.ts';
import { recallFact, rememberFact } from './store/installation.ts';
import { migrate } from './store/migrate.ts';
import { trustSigners } from './use-cases/trust/trust-signers.ts';

/** Fact of the installation by which a node notices that it was given another master key than its database. */
const MASTER_KEY_CHECK = 'master_key_check';

export type Built = { readonly ports: Ports; readonly migrated: readonly string[] };

/**
 * Opens the database, brings it to this release and builds the real ports.
 *
 * @throws with the remedy in the message when the master key is missing, wrong or readable by others
 */
export async function openPorts(config: Config, log: Log): Promise<Built> {
  const signers = trustSigners(config);
  const database = openDatabase(config.databaseUrl);
  try {
    const migrated = await migrate(database);
    const remembered = await recallFact(database.queries, MASTER_KEY_CHECK);
    const master = readMasterKey(config.masterKeyFile, remembered === null);
    await rememberFact(database.queries, MASTER_KEY_CHECK, master.check);
    if ((await recallFact(database.queries, MASTER_KEY_CHECK)) !== master.check) {
      throw new Error(
        `The master key ${config.masterKeyFile} is not the one that this database was made with. Put the right file there, or set HOLDFAST_MASTER_KEY_FILE.`,
      );
    }
    const ports: Ports = {
      config,
      database,
      now: systemClock,
      newId: uuidV7,
      randomBytes: secureRandomBytes,
      keys: master.keys,
      standing: standingFrom(database, systemClock, signers),
      trustSigners: signers,
      download: createDownload(),
      readMetadata: readMetadataInThread,
      openBundle: openBundleInThread,
      log,
    };
    return { ports, migrated };
  } catch (error) {
    await database.close();
    throw error;
  }
}
