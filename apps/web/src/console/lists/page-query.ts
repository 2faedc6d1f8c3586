import { type ListSearch, PAGE_SIZE } from './list-search.ts';

/** How many rows one request of an export reads; the most that the API gives. */
export const EXPORT_PAGE_SIZE = 200;

export type PageQuery = { readonly q?: string; readonly cursor?: string; readonly limit: number };

export function pageQuery({ q, cursor }: ListSearch): PageQuery {
  return { ...(q !== undefined && { q }), ...(cursor !== undefined && { cursor }), limit: PAGE_SIZE };
}

export function exportQuery({ q }: ListSearch, cursor: string | undefined): PageQuery {
  return { ...(q !== undefined && { q }), ...(cursor !== undefined && { cursor }), limit: EXPORT_PAGE_SIZE };
}
