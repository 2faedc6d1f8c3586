import { type ListSearch, readListSearch } from '../lists/list-search.ts';

export type EventSearch = ListSearch & { readonly from?: string; readonly to?: string };

/** Days are written `2026-11-20` and mean days of the reader's zone. */
export function readEventSearch(search: Record<string, unknown>): EventSearch {
  const from = day(search['from']);
  const to = day(search['to']);
  return { ...readListSearch(search), ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

function day(value: unknown): string | undefined {
  return typeof value === 'string' && startOfDay(value) !== undefined ? value : undefined;
}

/** Midnight in the reader's zone at the beginning of a day; `to` means the end, which is midnight a day later. */
export function startOfDay(value: string, daysLater = 0): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (parts === null) return undefined;
  const [year, month, date] = [Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])];
  const midnight = new Date(year, month, date);
  if (midnight.getMonth() !== month || midnight.getDate() !== date) return undefined;
  return new Date(year, month, date + daysLater).getTime();
}

export function timeRange({ from, to }: EventSearch): { readonly from?: number; readonly to?: number } {
  const start = from === undefined ? undefined : startOfDay(from);
  const end = to === undefined ? undefined : startOfDay(to, 1);
  return { ...(start !== undefined && { from: start }), ...(end !== undefined && { to: end - 1 }) };
}
