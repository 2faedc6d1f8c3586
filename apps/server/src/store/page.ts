/** What a list is asked for. `after` are the sort keys of the last row of the page before. */
export type PageRequest<Keys> = { readonly after: Keys | null; readonly limit: number };

/** One page. `nextAfter` are the sort keys of its last row where more follow, else null. */
export type StoredPage<T> = {
  readonly rows: readonly T[];
  readonly nextAfter: readonly (string | number)[] | null;
  readonly total: number;
};

/** Makes a page of rows that were asked for with one more than the limit. */
export function pageOf<Row, T>(
  found: readonly Row[],
  limit: number,
  total: number,
  keysOf: (row: Row) => readonly (string | number)[],
  rows: readonly T[],
): StoredPage<T> {
  const last = found.length > limit ? found[limit - 1] : undefined;
  return { rows, nextAfter: last === undefined ? null : keysOf(last), total };
}
