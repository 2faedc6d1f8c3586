import {
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  isAbortedTransactionError,
  Kysely,
  Transaction,
} from 'kysely';

export type Transactions<Tables> = {
  readonly queries: Kysely<Tables>;
  readonly inTransaction: <T>(work: (tx: Transaction<Tables>) => Promise<T>) => Promise<T>;
};

/**
 * Kysely with transactions that do not make a statement wait for the answer to the one before: what `work` asks for together goes to
 * the database together, in the order in which it was asked. Kysely's own cost a round trip for each, and ten promises.
 *
 * As with Kysely's own, nothing can be asked once `work` has ended: whoever is late gets an error and writes nothing.
 */
export function openTransactions<Tables>(given: Dialect): Transactions<Tables> {
  const driver = given.createDriver();
  const compiler = given.createQueryCompiler();
  const dialect: Dialect = {
    createDriver: () => driver,
    createAdapter: () => given.createAdapter(),
    createQueryCompiler: () => compiler,
    createIntrospector: (database) => given.createIntrospector(database),
  };
  const queries = new Kysely<Tables>({ dialect });
  const executor = queries.getExecutor();

  async function run<T>(connection: DatabaseConnection, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
    const turn = new OpenTurn(connection);
    const own = new DefaultQueryExecutor(compiler, executor.adapter, turn);
    const tx = new Transaction<Tables>({ config: { dialect }, dialect, driver, executor: own });
    await driver.beginTransaction(connection, {});
    try {
      const result = await work(tx).finally(() => turn.end());
      await driver.commitTransaction(connection);
      return result;
    } catch (error) {
      if (!isAbortedTransactionError(error)) await driver.rollbackTransaction(connection);
      throw error;
    }
  }
  return { queries, inTransaction: (work) => executor.provideConnection((connection) => run(connection, work)) };
}

/** Gives out the connection of a transaction as long as that is open. */
class OpenTurn {
  readonly #connection: DatabaseConnection;
  #isOpen = true;

  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
  }

  async provideConnection<T>(use: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    if (!this.#isOpen) throw new Error('the transaction has ended');
    return await use(this.#connection);
  }

  end(): void {
    this.#isOpen = false;
  }
}
