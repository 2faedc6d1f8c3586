import { openDatabase } from '../../apps/server/src/store/database.ts';
import { describeSchema } from '../../apps/server/src/store/describe-schema.ts';
import { migrate } from '../../apps/server/src/store/migrate.ts';
import { freshDatabase, postgresForTests } from '../postgres/index.ts';

const head = '-- What all migrations together give. Generated; do not edit.\n\n';

/** The tables of a new SQLite database. */
export async function sqliteSchema(): Promise<string> {
  return head + (await describedAt('sqlite::memory:'));
}

/** The tables of a new PostgreSQL database. */
export async function postgresSchema(): Promise<string> {
  const postgres = await postgresForTests();
  try {
    const database = await freshDatabase(postgres.url);
    try {
      return head + (await describedAt(database.url));
    } finally {
      await database.drop();
    }
  } finally {
    await postgres.stop();
  }
}

async function describedAt(url: string): Promise<string> {
  const database = openDatabase(url);
  try {
    await migrate(database);
    return await describeSchema(database);
  } finally {
    await database.close();
  }
}
