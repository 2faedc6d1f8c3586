import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import type { Start } from './draft.ts';
import type { EditSearch } from './edit-search.ts';

/** The text that a draft is started from. It does not change under somebody who writes, whatever comes into force. */
export const startQuery = (search: EditSearch) =>
  queryOptions({
    queryKey: ['console', 'policy', 'start', search],
    queryFn: ({ signal }): Promise<{ start: Start; source: string }> => readStart(search, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });

async function readStart({ version, proposal }: EditSearch, signal: AbortSignal) {
  if (proposal !== undefined) {
    const params = { proposalId: proposal };
    const { source } = await call('GET /api/v1/policy/proposals/:proposalId', { params, signal });
    return { start: { at: 'proposal', id: proposal } as const, source };
  }
  if (version !== undefined) {
    const params = { version: String(version) };
    const { source } = await call('GET /api/v1/policy/versions/:version', { params, signal });
    return { start: { at: 'version', version } as const, source };
  }
  const inForce = await call('GET /api/v1/policy', { signal });
  return { start: { at: 'force', version: inForce.version } as const, source: inForce.source };
}
