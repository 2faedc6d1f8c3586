import type { CompiledQuery, QueryResult } from 'kysely';
import type { SqliteStatements } from './sqlite-statements.ts';

/**
 * Transactions that share one flush to disk (group commit). They run one after the other inside one transaction of SQLite, and
 * when no more work is at hand, all that are complete are committed at once.
 *
 * What holds: a transaction is answered only after the COMMIT that holds it. When that COMMIT fails, everything in the group
 * fails. Transactions take turns, so none sees another that is incomplete. One that was taken back may have been refused
 * for what others in its group wrote, so it too is answered after the COMMIT, and fails with it.
 *
 * Taking back is rare, so it is what costs: everything is rolled back and the complete ones are run again from their
 * statements. A savepoint for each would copy every page that each one touches, which costs more than writing them.
 */
export class SqliteWriter {
  readonly #statements: SqliteStatements;
  /** Those who wait for their turn, in order. */
  readonly #waiting: (() => void)[] = [];
  #isTaken = false;
  #group: Group | null = null;

  constructor(statements: SqliteStatements) {
    this.#statements = statements;
  }

  /** True while its connection sees what is committed and nothing else. */
  get isBetweenGroups(): boolean {
    return this.#group === null;
  }

  /** Waits for a turn, which ends with `complete` or `takeBack`. */
  async begin(): Promise<OpenUnit> {
    await this.#takeTurn();
    try {
      return { group: this.#group ?? this.#openGroup(), writes: [] };
    } catch (error) {
      this.#passTurn();
      throw error;
    }
  }

  run<R>({ writes }: OpenUnit, query: CompiledQuery): QueryResult<R> {
    const result = this.#statements.run<R>(query);
    if (query.query.kind !== 'SelectQueryNode') writes.push({ query, affected: result.numAffectedRows });
    return result;
  }

  /** Returns after the flush. @throws when nothing was written after all */
  async complete({ group, writes }: OpenUnit): Promise<void> {
    if (this.#statements.isInTransaction) group.complete.push(writes);
    else this.#abandon(group, tookBack());
    this.#passTurn();
    await group.committed;
  }

  /** @throws when the rest of the group could not be written: the reason for taking back may not hold then */
  async takeBack({ group, writes }: OpenUnit): Promise<void> {
    try {
      if (!this.#statements.isInTransaction) throw tookBack();
      if (writes.length > 0) this.#runAgain(group);
    } catch (error) {
      this.#abandon(group, error);
    }
    this.#passTurn();
    if (group.complete.length > 0) await group.committed;
  }

  /** One statement as a transaction of its own. */
  async runAlone<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const unit = await this.begin();
    let result: QueryResult<R>;
    try {
      result = this.run(unit, query);
    } catch (error) {
      await this.takeBack(unit);
      throw error;
    }
    await this.complete(unit);
    return result;
  }

  /** One statement that may not run inside a transaction, or of which that is not known. */
  async runOutside<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    await this.#takeTurn();
    try {
      if (this.#group !== null) this.#commit(this.#group);
      return this.#statements.run(query);
    } finally {
      this.#passTurn();
    }
  }

  /** Commits what is complete, so that the connection can be closed. */
  async settle(): Promise<void> {
    await this.#takeTurn();
    if (this.#group !== null) this.#commit(this.#group);
    this.#passTurn();
  }

  #openGroup(): Group {
    // Immediate: a transaction that reads first and writes later must not find the file locked halfway.
    this.#statements.command('begin immediate');
    const group = new Group();
    this.#group = group;
    this.#commitWhenQuiet(group, 1, TURNS_MAX);
    return group;
  }

  /**
   * By the check phase of the event loop all requests that arrived together have done their work. Where several did, more are
   * likely on their way, so the next turn is waited for as long as each brings some.
   */
  #commitWhenQuiet(group: Group, seen: number, turnsLeft: number): void {
    setImmediate(() => {
      const complete = group.complete.length;
      if (complete > seen && turnsLeft > 1) return this.#commitWhenQuiet(group, complete, turnsLeft - 1);
      group.isDue = true;
      if (!this.#isTaken && this.#group === group) this.#commit(group);
    });
  }

  /** Brings the database to what the complete ones made of it, without the one that is open. */
  #runAgain(group: Group): void {
    const version = this.#statements.dataVersion();
    this.#statements.command('rollback');
    this.#statements.command('begin immediate');
    // What they read has to be what it was, or they might have decided otherwise.
    if (this.#statements.dataVersion() !== version) throw new Error('another process wrote in between');
    for (const { query, affected } of group.complete.flat()) {
      if (this.#statements.run(query).numAffectedRows !== affected) throw new Error('a statement did something else');
    }
  }

  #commit(group: Group): void {
    try {
      this.#statements.command('commit');
      this.#group = null;
      group.succeed();
    } catch (error) {
      this.#abandon(group, error);
    }
  }

  #abandon(group: Group, error: unknown): void {
    this.#group = null;
    group.fail(error);
    if (this.#statements.isInTransaction) this.#statements.command('rollback');
  }

  #takeTurn(): Promise<void> | undefined {
    if (this.#isTaken) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#isTaken = true;
    return undefined;
  }

  #passTurn(): void {
    if (this.#group?.isDue === true) this.#commit(this.#group);
    const next = this.#waiting.shift();
    if (next === undefined) this.#isTaken = false;
    else next();
  }
}

/** Turns of the event loop that a complete transaction waits for company, at most. */
const TURNS_MAX = 4;

/** A full disk and the like make SQLite take the whole transaction back by itself. */
function tookBack(): Error {
  return new Error('SQLite took the transaction back');
}

type Write = { readonly query: CompiledQuery; readonly affected: bigint | undefined };

/** A transaction that has the turn. */
export type OpenUnit = { readonly group: Group; readonly writes: Write[] };

/** Transactions that are committed together. */
class Group {
  /** What each complete one wrote, in the order in which they ran. */
  readonly complete: (readonly Write[])[] = [];
  readonly committed: Promise<void>;
  readonly succeed: () => void;
  readonly fail: (error: unknown) => void;
  /** True when it is to be committed as soon as nobody is in the middle of a transaction. */
  isDue = false;

  constructor() {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.committed = promise;
    this.succeed = resolve;
    this.fail = reject;
    // Whoever is in the group hears of a failure; an empty one has nobody to tell.
    promise.catch(() => {});
  }
}
