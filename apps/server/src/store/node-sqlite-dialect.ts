import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { SqliteStatements } from './sqlite-statements.ts';
import { type OpenUnit, SqliteWriter } from './sqlite-writer.ts';

/** Kysely on Node's own SQLite: one connection that writes, in turns, and one that reads what is committed. */
export class NodeSqliteDialect implements Dialect {
  readonly #file: string;

  /** @param file path of the database, or `:memory:` */
  constructor(file: string) {
    this.#file = file;
  }

  createDriver(): Driver {
    return new NodeSqliteDriver(this.#file);
  }

  createAdapter(): DialectAdapter {
    return new NodeSqliteAdapter();
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createIntrospector(database: Kysely<never>): DatabaseIntrospector {
    return new SqliteIntrospector(database);
  }
}

class NodeSqliteAdapter extends SqliteAdapter {
  /** The driver sees to the turns itself. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }

  /** Two processes that migrate at once take turns then, and a migration that fails leaves nothing behind. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class NodeSqliteDriver implements Driver {
  readonly #writing: SqliteStatements;
  readonly #writer: SqliteWriter;
  /** Null for a database in memory, which a second connection cannot reach. */
  readonly #reading: SqliteStatements | null;

  constructor(file: string) {
    this.#writing = new SqliteStatements(file, { readOnly: false });
    this.#writer = new SqliteWriter(this.#writing);
    this.#reading = file === ':memory:' ? null : new SqliteStatements(file, { readOnly: true });
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<NodeSqliteConnection> {
    return new NodeSqliteConnection(this.#writing, this.#writer, this.#reading);
  }

  async beginTransaction(connection: NodeSqliteConnection): Promise<void> {
    await connection.begin();
  }

  async commitTransaction(connection: NodeSqliteConnection): Promise<void> {
    await connection.end('complete');
  }

  async rollbackTransaction(connection: NodeSqliteConnection): Promise<void> {
    await connection.end('takeBack');
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    await this.#writer.settle();
    this.#reading?.close();
    this.#writing.close();
  }
}

/** What Kysely holds for the time of one query or one transaction. */
class NodeSqliteConnection implements DatabaseConnection {
  readonly #writing: SqliteStatements;
  readonly #writer: SqliteWriter;
  readonly #reading: SqliteStatements | null;
  /** The transaction that is open. */
  #unit: OpenUnit | null = null;

  constructor(writing: SqliteStatements, writer: SqliteWriter, reading: SqliteStatements | null) {
    this.#writing = writing;
    this.#writer = writer;
    this.#reading = reading;
  }

  async begin(): Promise<void> {
    this.#unit = await this.#writer.begin();
  }

  async end(how: 'complete' | 'takeBack'): Promise<void> {
    const unit = this.#unit;
    // Kysely also takes back what failed to commit; by then nothing is left of it.
    if (unit === null) return;
    this.#unit = null;
    await this.#writer[how](unit);
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#unit !== null) return this.#writer.run(this.#unit, query);
    switch (query.query.kind) {
      case 'SelectQueryNode':
        // The connection that writes has the pages at hand; the other one has to look again after every commit.
        if (this.#writer.isBetweenGroups) return this.#writing.run(query);
        return this.#reading === null ? await this.#writer.runOutside(query) : this.#reading.run(query);
      case 'InsertQueryNode':
      case 'UpdateQueryNode':
      case 'DeleteQueryNode':
        return await this.#writer.runAlone(query);
      default:
        return await this.#writer.runOutside(query);
    }
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    const statements = this.#unit === null ? (this.#reading ?? this.#writing) : this.#writing;
    for (const row of statements.iterate(query)) yield { rows: [row as R] };
  }
}
