import type { ListFilters } from '../lists/filters.ts';
import { type ListSearch, readListSearch, text } from '../lists/list-search.ts';
import { words } from '../words.ts';
import type { HistoryRow } from './api.ts';

const kinds = [
  'metadata_blob',
  'android_status_list',
  'local_models',
  'managed_anchors',
  'overrides',
  'bundle',
] as const;

export const historyFilters: ListFilters = {
  choices: [
    {
      key: 'kind',
      label: words('changes.filters.kind'),
      values: kinds.map((value) => ({ value, label: words(`trust.kinds.${value}`) })),
    },
  ],
  typed: [],
};

/** Which two documents are compared stands in the address, so that it can be sent to a colleague. */
export type ChangesSearch = ListSearch & { readonly from?: string; readonly to?: string };

export function readChangesSearch(search: Record<string, unknown>): ChangesSearch {
  const from = text(search['from'], 36);
  const to = text(search['to'], 36);
  return { ...readListSearch(search), ...(from !== undefined && to !== undefined && { from, to }) };
}

/**
 * The document of metadata before a given one, among those that are shown and kept; null where there is none to compare
 * with. Rows are newest first.
 */
export function before(rows: readonly HistoryRow[], row: HistoryRow): HistoryRow | null {
  if (row.kind !== 'metadata_blob' || !row.isBodyKept) return null;
  const older = rows.slice(rows.indexOf(row) + 1).find(({ kind }) => kind === row.kind);
  return older?.isBodyKept === true ? older : null;
}

/** What is compared when nobody has chosen: the document in use with the one before it. */
export function newestPair(rows: readonly HistoryRow[]): { readonly from: HistoryRow; readonly to: HistoryRow } | null {
  for (const to of rows) {
    const from = before(rows, to);
    if (from !== null) return { from, to };
  }
  return null;
}
