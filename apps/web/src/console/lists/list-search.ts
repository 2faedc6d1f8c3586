export const PAGE_SIZE = 50;

/** The part of a list's address that says what is shown. Everything is here, so that an address can be sent to a colleague. */
export type ListSearch = { readonly q?: string; readonly cursor?: string; readonly page?: number };

/** Reads it from an address, which anybody can type. */
export function readListSearch(search: Record<string, unknown>): ListSearch {
  const q = text(search['q'], 200);
  const cursor = text(search['cursor'], 256);
  const page = Number(search['page']);
  return {
    ...(q !== undefined && { q }),
    ...(cursor !== undefined && { cursor }),
    ...(cursor !== undefined && Number.isSafeInteger(page) && page > 1 && { page }),
  };
}

/** The router reads bare digits as a number; a search for `42` is text all the same. */
export function text(value: unknown, lengthMax: number): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const read = String(value).slice(0, lengthMax);
  return read.trim() === '' ? undefined : read;
}

/** A new search starts on the first page. */
export function searchFor(q: string): ListSearch {
  const trimmed = q.trim();
  return trimmed === '' ? {} : { q: trimmed };
}

export function nextPage(search: ListSearch, cursor: string): ListSearch {
  return { ...(search.q !== undefined && { q: search.q }), cursor, page: (search.page ?? 1) + 1 };
}

/** `51–100 of 1,204`, from what is known about a page. */
export function range(search: ListSearch, shown: number): { readonly from: number; readonly to: number } {
  const from = ((search.page ?? 1) - 1) * PAGE_SIZE + 1;
  return { from, to: from + shown - 1 };
}
