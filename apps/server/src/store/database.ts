import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { type Dialect, type Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { NodeSqliteDialect } from './node-sqlite-dialect.ts';
import { postgresPool } from './postgres-pool.ts';
import type { Schema } from './schema.ts';
import { openTransactions } from './transactions.ts';

/** A running transaction, or the database itself where one statement is enough. */
export type Queries = Kysely<Schema> | Transaction<Schema>;
export type Tx = Transaction<Schema>;

export type Database = {
  readonly kind: 'sqlite' | 'postgres';
  readonly queries: Kysely<Schema>;
  /**
   * Everything in `work` commits together or not at all. What it asks for at once, as with `Promise.all`, goes to the database at once,
   * in that order.
   */
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
    return database('sqlite', new NodeSqliteDialect(file));
  }
  if (/^postgres(ql)?:\/\//.test(url)) {
    return database('postgres', new PostgresDialect({ pool: postgresPool(url) }));
  }
  throw new Error('HOLDFAST_DATABASE_URL must begin with sqlite: or postgres://');
}

/** For its owner only, wherever it lies; SQLite gives its side files the mode of this one. An existing file stays as it is. */
function makeOwnFile(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}

function database(kind: Database['kind'], dialect: Dialect): Database {
  const { queries, inTransaction } = openTransactions<Schema>(dialect);
  return { kind, queries, inTransaction, close: () => queries.destroy() };
}

/**
 * Has SQLite look again at how values are spread, where that has changed much, so that it takes the right index. PostgreSQL does so by
 * itself.
 */
export async function refreshStatistics({ kind, queries }: Pick<Database, 'kind' | 'queries'>): Promise<void> {
  if (kind === 'sqlite') await sql`pragma optimize`.execute(queries);
}

/** True when `error` says that a unique key was taken, on either dialect. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && error.code === '23505') return true;
  return 'errcode' in error && (error.errcode === 2067 || error.errcode === 1555);
}
