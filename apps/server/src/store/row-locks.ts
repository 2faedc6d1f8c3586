import { PostgresAdapter } from 'kysely';
import type { Queries } from './database.ts';

/** Whether rows can be locked by reading them. On SQLite a transaction that writes is alone anyhow. */
export function locksRows(queries: Queries): boolean {
  return queries.getExecutor().adapter instanceof PostgresAdapter;
}
