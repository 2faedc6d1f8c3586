import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { NodeSqliteDialect } from './node-sqlite-dialect.ts';
import type { Schema } from './schema.ts';

/** A running transaction, or the database itself where one statement is enough. */
export type Queries = Kysely<Schema> | Transaction<Schema>;
export type Tx = Transaction<Schema>;

export type Database = {
  readonly kind: 'sqlite' | 'postgres';
  readonly queries: Kysely<Schema>;
  /** Everything in `work` commits together or not at all. */
  readonly inTransaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
};

/**
 * @param url `sqlite:<path>` (or `sqlite::memory:`) or `postgres://…`
 * @throws when the URL is neither, or the SQLite file cannot be opened
 */
export function openDatabase(url: string): Database {
  if (url.startsWith('sqlite:')) {
    const file = url.slice('sqlite:'.length);
    if (file !== ':memory:') makeOwnFile(path.resolve(file));
    return database('sqlite', new Kysely<Schema>({ dialect: new NodeSqliteDialect(file) }));
  }
  if (/^postgres(ql)?:\/\//.test(url)) {
    return database('postgres', new Kysely<Schema>({ dialect: new PostgresDialect({ pool: postgresPool(url) }) }));
  }
  throw new Error('HOLDFAST_DATABASE_URL must begin with sqlite: or postgres://');
}

/** For its owner only, wherever it lies; SQLite gives its side files the mode of this one. An existing file stays as it is. */
function makeOwnFile(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}

function postgresPool(url: string): pg.Pool {
  const types = new pg.TypeOverrides();
  // Our int8 columns are milliseconds and counters, all far below 2^53.
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ connectionString: url, max: 10, types, application_name: 'holdfast' });
  // An idle connection that the server closes must not end the process; the next query opens another.
  pool.on('error', () => {});
  return pool;
}

function database(kind: Database['kind'], queries: Kysely<Schema>): Database {
  return {
    kind,
    queries,
    inTransaction: (work) => queries.transaction().execute(work),
    close: () => queries.destroy(),
  };
}

/** True when `error` says that a unique key was taken, on either dialect. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && error.code === '23505') return true;
  return 'errcode' in error && (error.errcode === 2067 || error.errcode === 1555);
}
