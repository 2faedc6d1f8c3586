import type { SelectQueryBuilder } from 'kysely';
import type { Queries } from './database.ts';
import type { Schema } from './schema.ts';

/** What a list is asked for. `after` are the sort keys of the last row of the page before. */
export type PageRequest<Keys> = { readonly after: Keys | null; readonly limit: number };

/** One page. `nextAfter` are the sort keys of its last row where more follow, else null. */
export type StoredPage<T> = {
  readonly rows: readonly T[];
  readonly nextAfter: readonly (string | number)[] | null;
  /** How many match, all pages together, as far as they are counted. */
  readonly total: number;
  /** False where more match than are counted. */
  readonly totalIsExact: boolean;
};

/** More are not counted: nobody reads so far, and counting them all takes longer than finding a page of them. */
export const COUNTED_MAX = 10_000;

/** Where each match has to be met on a walk through all rows, so many are met before it takes long. */
export const COUNTED_ON_THE_WAY = 200;

/** How many rows a query has, as far as they are counted; one more where there are more. */
export async function countSome(
  queries: Queries,
  rows: SelectQueryBuilder<Schema, never, object>,
  most = COUNTED_MAX,
): Promise<number> {
  const some = rows.limit(most + 1).as('some');
  const { total } = await queries
    .selectFrom(some)
    .select((e) => e.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(total);
}

/**
 * Makes a page of rows that were asked for with one more than the limit.
 *
 * @param counted how many match, or any number above `most`
 */
export function pageOf<Row, T>(
  found: readonly Row[],
  limit: number,
  counted: number,
  keysOf: (row: Row) => readonly (string | number)[],
  rows: readonly T[],
  most = COUNTED_MAX,
): StoredPage<T> {
  const last = found.length > limit ? found[limit - 1] : undefined;
  return {
    rows,
    nextAfter: last === undefined ? null : keysOf(last),
    total: Math.min(counted, most),
    totalIsExact: counted <= most,
  };
}
