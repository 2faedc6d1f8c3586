import { text } from '../lists/list-search.ts';

export const tabs = ['force', 'explain', 'check', 'history'] as const;
export type Tab = (typeof tabs)[number];
export type PolicySearch = { readonly tab?: Tab; readonly person?: string; readonly line?: number };

export function readPolicySearch(search: Record<string, unknown>): PolicySearch {
  const tab = tabs.find((known) => known === search['tab']);
  const person = text(search['person'], 36);
  const line = Number(search['line']);
  return {
    ...(tab !== undefined && { tab }),
    ...(person !== undefined && { person }),
    ...(Number.isSafeInteger(line) && line > 0 && { line }),
  };
}
