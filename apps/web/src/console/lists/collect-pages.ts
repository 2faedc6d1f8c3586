export type ListPage<Row> = {
  readonly items: readonly Row[];
  readonly next: string | null;
  readonly total: number;
  /** False where more match than the server counts. */
  readonly totalIsExact: boolean;
};
export type Progress = { readonly done: number; readonly total: number };

/** Reads a list to its end, page by page, so that an export holds everything that matches, not what is on screen. */
export async function collectPages<Row>(
  read: (cursor: string | undefined) => Promise<ListPage<Row>>,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    signal.throwIfAborted();
    const page = await read(cursor);
    rows.push(...page.items);
    onProgress({ done: rows.length, total: Math.max(page.total, rows.length) });
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  signal.throwIfAborted();
  return rows;
}
