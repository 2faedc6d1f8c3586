import { type ListSearch, readListSearch, text } from '../lists/list-search.ts';

export const tabs = ['force', 'explain', 'approvals', 'history'] as const;
export type Tab = (typeof tabs)[number];
export type PolicySearch = Omit<ListSearch, 'q'> & {
  readonly tab?: Tab;
  readonly person?: string;
  readonly line?: number;
  /** Of proposals: also those that were decided. */
  readonly show?: 'all';
};

export function readPolicySearch(search: Record<string, unknown>): PolicySearch {
  const tab = tabs.find((known) => known === search['tab']);
  const person = text(search['person'], 36);
  const line = Number(search['line']);
  const { cursor, page } = readListSearch(search);
  return {
    ...(tab !== undefined && { tab }),
    ...(person !== undefined && { person }),
    ...(Number.isSafeInteger(line) && line > 0 && { line }),
    ...(search['show'] === 'all' && { show: 'all' as const }),
    ...(cursor !== undefined && { cursor }),
    ...(page !== undefined && { page }),
  };
}
