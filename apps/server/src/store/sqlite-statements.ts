import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { CompiledQuery, QueryResult } from 'kysely';

/** A SQLite connection that prepares each text once: the texts come from a fixed set of queries. */
export class SqliteStatements {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, { readonly statement: StatementSync; readonly returnsRows: boolean }>();

  constructor(file: string, { readOnly }: { readonly readOnly: boolean }) {
    this.#database = new DatabaseSync(file, { enableForeignKeyConstraints: true, readOnly });
    // 64 MiB instead of 2: a working set that does not fit is read and written again and again.
    this.#database.exec('pragma busy_timeout = 5000; pragma cache_size = -65536;');
    if (readOnly) return;
    this.#database.exec('pragma journal_mode = wal; pragma synchronous = full;');
    // 16 MB of log instead of 4: a page that many sign-ins change goes back to its place a quarter as often.
    this.#database.exec('pragma wal_autocheckpoint = 4000;');
  }

  /** False also after an error for which SQLite itself took a whole transaction back, such as a full disk. */
  get isInTransaction(): boolean {
    return this.#database.isTransaction;
  }

  run<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    const { statement, returnsRows } = this.#prepare(sql);
    if (returnsRows) return { rows: statement.all(...(parameters as never[])) as R[] };
    const done = statement.run(...(parameters as never[]));
    return { rows: [], numAffectedRows: BigInt(done.changes), insertId: BigInt(done.lastInsertRowid) };
  }

  /** A statement without parameters and rows. */
  command(sql: string): void {
    this.#prepare(sql).statement.run();
  }

  /** Changes when another connection has committed something. */
  dataVersion(): unknown {
    return this.#prepare('pragma data_version').statement.get()?.['data_version'];
  }

  iterate({ sql, parameters }: CompiledQuery): Iterable<unknown> {
    return this.#prepare(sql).statement.iterate(...(parameters as never[]));
  }

  close(): void {
    this.#prepared.clear();
    this.#database.close();
  }

  #prepare(sql: string): { readonly statement: StatementSync; readonly returnsRows: boolean } {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    const prepared = { statement, returnsRows: statement.columns().length > 0 };
    if (this.#prepared.size >= STATEMENTS_MAX) this.#prepared.clear();
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}

const STATEMENTS_MAX = 500;
