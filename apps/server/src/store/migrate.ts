import type { Kysely } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import type { Database } from './database.ts';
import { up as initial } from './migrations/0001-initial.ts';
import { up as trustSources } from './migrations/0002-trust-sources.ts';
import { up as trustGroupKeys } from './migrations/0003-trust-group-keys.ts';
import { up as policyProposals } from './migrations/0004-policy-proposals.ts';
import { up as largeOrganisations } from './migrations/0005-large-organisations.ts';

type Up = (database: Kysely<unknown>, dialect: Database['kind']) => Promise<void>;

/** In order; forward only; a landed one is never edited. */
const migrations: readonly (readonly [name: string, up: Up])[] = [
  ['0001-initial', initial],
  ['0002-trust-sources', trustSources],
  ['0003-trust-group-keys', trustGroupKeys],
  ['0004-policy-proposals', policyProposals],
  ['0005-large-organisations', largeOrganisations],
];

/**
 * Brings the tables to what this release needs. Several nodes may call it at once: Kysely's migrator takes a lock.
 *
 * @returns names of the migrations that ran now
 * @throws when one fails, or when the database was made by a newer release
 */
export async function migrate(database: Database): Promise<readonly string[]> {
  const migrator = new Migrator({ db: database.queries, provider: provider(database.kind) });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error instanceof Error ? error : new Error(String(error));
  return (results ?? []).map((result) => result.migrationName);
}

/** Names of migrations that `migrate` would run. */
export async function pendingMigrations(database: Database): Promise<readonly string[]> {
  const migrator = new Migrator({ db: database.queries, provider: provider(database.kind) });
  return (await migrator.getMigrations()).filter((m) => m.executedAt === undefined).map((m) => m.name);
}

function provider(dialect: Database['kind']): MigrationProvider {
  const entries = migrations.map(([name, up]): [string, Migration] => [
    name,
    { up: (database: Kysely<unknown>) => up(database, dialect) },
  ]);
  return { getMigrations: async () => Object.fromEntries(entries) };
}
