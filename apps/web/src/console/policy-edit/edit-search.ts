import { text } from '../lists/list-search.ts';

/** Which text to start from; neither: the one in force. */
export type EditSearch = { readonly version?: number; readonly proposal?: string };

const VERSION_MAX = 999_999_999;

export function readEditSearch(search: Record<string, unknown>): EditSearch {
  const proposal = text(search['proposal'], 36);
  if (proposal !== undefined) return { proposal };
  const version = Number(search['version']);
  return Number.isSafeInteger(version) && version > 0 && version <= VERSION_MAX ? { version } : {};
}
