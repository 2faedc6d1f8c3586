import { text } from '../lists/list-search.ts';

/** Whom it concerns stands in the address once it was asked for, so that it is there after reloading and for a colleague. */
export type ProposalSearch = { readonly impact?: string };

export function readProposalSearch(search: Record<string, unknown>): ProposalSearch {
  const impact = text(search['impact'], 36);
  return impact === undefined ? {} : { impact };
}
