import { Socket } from 'node:net';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';

const CONNECTIONS_MAX = 10;

/**
 * Connections to PostgreSQL as Kysely wants them, on which two things are cheaper: statements that come again and again are parsed
 * and planned once, and those that are asked for together travel together.
 */
export function postgresPool(url: string): PostgresPool {
  const types = new pg.TypeOverrides();
  // Our int8 columns are milliseconds and counters, all far below 2^53.
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const options: pg.PoolConfig = {
    connectionString: url,
    max: CONNECTIONS_MAX,
    types,
    application_name: 'holdfast',
    pipeline: true,
    stream: () => new GatheringSocket(),
  };
  const pool = new pg.Pool(options);
  // An idle connection that the server closes must not end the process; the next query opens another.
  pool.on('error', () => {});
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options,
    connect: async () => {
      const client = await pool.connect();
      const own = known.get(client) ?? clientOf(client);
      known.set(client, own);
      return own;
    },
    end: () => pool.end(),
  };
}

function clientOf(client: pg.PoolClient): PostgresPoolClient {
  const names = new StatementNames();
  const query = (text: string, values: readonly unknown[]): Promise<pg.QueryResult> => {
    if (values.length === 0) return client.query(text);
    const name = names.nameOf(text);
    return client.query({ text, values: [...values], ...(name === undefined ? {} : { name }) });
  };
  return {
    // Kysely also knows cursors, which nothing here opens.
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy),
  };
}

/** From this time on that a connection is asked for the same text, the text has a name there. */
const NAMED_FROM = 5;
/** The server keeps a plan for each name, on each connection. Lists with their filters have texts without end. */
const NAMES_MAX = 64;
const COUNTED_MAX = 500;

/** Names under which one connection prepares the statements that it is asked for most. */
export class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #times = new Map<string, number>();

  /** @returns undefined for a text that is rare, or was not among the first that were frequent */
  nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size === NAMES_MAX) return known;
    const times = (this.#times.get(text) ?? 0) + 1;
    if (times < NAMED_FROM) {
      if (this.#times.size === COUNTED_MAX) this.#times.clear();
      this.#times.set(text, times);
      return undefined;
    }
    const name = `holdfast_${this.#names.size}`;
    this.#names.set(text, name);
    this.#times.delete(text);
    return name;
  }
}

/**
 * pg uncorks its socket after each statement. This one holds what was written until the end of the turn, so that statements that
 * were asked for together are one write, one packet and one read of the server. Without effect below TLS, where each is a record
 * of its own.
 */
class GatheringSocket extends Socket {
  #isHolding = false;

  override uncork(): void {
    if (this.#isHolding) {
      super.uncork();
      return;
    }
    this.#isHolding = true;
    process.nextTick(() => {
      this.#isHolding = false;
      super.uncork();
    });
  }
}
