import { text } from '../lists/list-search.ts';

/** The credential whose stored evidence is inspected; absent where somebody pastes. */
export type InspectSearch = { readonly credential?: string };

export function readInspectSearch(search: Record<string, unknown>): InspectSearch {
  const credential = text(search['credential'], 1364);
  return credential === undefined ? {} : { credential };
}
