import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

export const inspectText = (text: string) => call('POST /api/v1/inspect', { body: { text } });

export const evidenceQuery = (credentialId: string) =>
  queryOptions({
    queryKey: ['console', 'credential', credentialId, 'evidence'],
    queryFn: ({ signal }) =>
      call('GET /api/v1/credentials/:credentialId/evidence', { params: { credentialId }, signal }),
  });
