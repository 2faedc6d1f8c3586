import { type ListSearch, readListSearch } from '../lists/list-search.ts';
import type { ImpactList } from './api.ts';

/** The worst first: who would be left outside, who would have less, who would have more. */
export const impactLists = [
  'locked_out',
  'below_minimum',
  'loses_passkey',
  'refused_sign_in',
  'gains_passkey',
  'let_in',
  'locked_out_if_enforced',
] as const satisfies readonly ImpactList[];

export type ImpactSearch = ListSearch & { readonly list?: ImpactList };

export function readImpactSearch(search: Record<string, unknown>): ImpactSearch {
  const list = impactLists.find((known) => known === search['list']);
  const { cursor, page } = readListSearch(search);
  return {
    ...(list !== undefined && { list }),
    ...(cursor !== undefined && { cursor }),
    ...(page !== undefined && { page }),
  };
}
