import type { Compilable, CompiledQuery, DialectAdapter, QueryResult } from 'kysely';
import type { Queries } from './database.ts';

/** Stands in a query for a value that is known only when it runs. */
class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A query that is built and compiled once for each database, for the few that every sign-in runs: building costs Kysely more
 * than SQLite takes to run it.
 *
 * @param build makes the query from `given`, whose members it may only put in the places of values: it sees placeholders, not
 *   values, so it cannot look at them
 */
export function preparedQuery<Given extends object, Row>(
  build: (queries: Queries, given: Given) => Compilable<Row>,
): (queries: Queries, given: Given) => Promise<QueryResult<Row>> {
  const compiledFor = new WeakMap<DialectAdapter, CompiledQuery<Row>>();
  return (queries, given) => {
    const executor = queries.getExecutor();
    const { adapter } = executor;
    let compiled = compiledFor.get(adapter);
    if (compiled === undefined) {
      compiled = build(queries, placeholders<Given>()).compile();
      compiledFor.set(adapter, compiled);
    }
    const parameters = compiled.parameters.map((parameter) =>
      parameter instanceof Placeholder ? Reflect.get(given, parameter.name) : parameter,
    );
    const query = { ...compiled, parameters };
    // There are no plugins, which is what else `executeQuery` would ask.
    return executor.provideConnection((connection) => connection.executeQuery<Row>(query));
  };
}

function placeholders<Given extends object>(): Given {
  return new Proxy({} as Given, { get: (_, name) => new Placeholder(String(name)) });
}
