import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

/** A column and its type in PostgreSQL. */
export type Column = readonly [name: string, type: 'text' | 'int8' | 'int4' | 'bytea'];
export type Value = string | number | null | Uint8Array;

/** Writes millions of rows as fast as the database takes them: no checks of keys, indexes built at the end. */
export type BulkWriter = {
  readonly write: (table: string, columns: readonly Column[], rows: Iterable<readonly Value[]>) => Promise<void>;
  readonly run: (sql: string) => Promise<void>;
  /** Builds the indexes again and counts what is in the tables. */
  readonly finish: () => Promise<void>;
};

export async function openBulk(url: string): Promise<BulkWriter> {
  return url.startsWith('sqlite:') ? openSqlite(url.slice('sqlite:'.length)) : await openPostgres(url);
}

function openSqlite(file: string): BulkWriter {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  database.exec('pragma journal_mode = wal; pragma synchronous = off; pragma cache_size = -400000');
  const indexes = database
    .prepare("select name, sql from sqlite_master where type = 'index' and sql is not null")
    .all() as { name: string; sql: string }[];
  for (const { name } of indexes) database.exec(`drop index "${name}"`);
  return {
    write: async (table, columns, rows) => {
      const names = columns.map(([name]) => `"${name}"`).join(', ');
      const insert = database.prepare(
        `insert into "${table}" (${names}) values (${columns.map(() => '?').join(', ')})`,
      );
      database.exec('begin');
      for (const row of rows) insert.run(...row);
      database.exec('commit');
    },
    run: async (sql) => database.exec(sql),
    finish: async () => {
      for (const { sql } of indexes) database.exec(sql);
      database.exec('analyze; pragma wal_checkpoint(truncate)');
      database.close();
    },
  };
}

const ROWS_AT_ONCE = 20_000;

async function openPostgres(url: string): Promise<BulkWriter> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    "set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB'",
  );
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes where schemaname = 'public'
       and indexname not in (select conname from pg_constraint)`,
  );
  for (const { name } of indexes) await client.query(`drop index "${name}"`);
  return {
    write: async (table, columns, rows) => {
      const names = columns.map(([name]) => `"${name}"`).join(', ');
      const arrays = columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ');
      const statement = `insert into "${table}" (${names}) select * from unnest(${arrays})`;
      let batch: Value[][] = columns.map(() => []);
      const flush = async () => {
        if (batch[0]?.length !== 0) await client.query(statement, batch);
        batch = columns.map(() => []);
      };
      for (const row of rows) {
        for (const [index, value] of row.entries()) batch[index]?.push(value);
        if (batch[0]?.length === ROWS_AT_ONCE) await flush();
      }
      await flush();
    },
    run: async (sql) => {
      await client.query(sql);
    },
    finish: async () => {
      for (const { definition } of indexes) await client.query(definition);
      await client.query('vacuum analyze');
      await client.end();
    },
  };
}
