import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

export const credentialQuery = (credentialId: string) =>
  queryOptions({
    queryKey: ['console', 'credential', credentialId],
    queryFn: ({ signal }) => call('GET /api/v1/credentials/:credentialId', { params: { credentialId }, signal }),
  });

export const trustGroupKeysQuery = (credentialId: string) =>
  queryOptions({
    queryKey: ['console', 'credential', credentialId, 'trust-group-keys'],
    queryFn: ({ signal }) =>
      call('GET /api/v1/credentials/:credentialId/trust-group-keys', { params: { credentialId }, signal }),
  });

export const revokeCredential = (credentialId: string, reason: string) =>
  call('POST /api/v1/credentials/:credentialId/revoke', { params: { credentialId }, body: { reason } });

export const quarantineCredential = (credentialId: string, reason: string) =>
  call('POST /api/v1/credentials/:credentialId/quarantine', { params: { credentialId }, body: { reason } });

export const releaseCredential = (credentialId: string, reason: string) =>
  call('POST /api/v1/credentials/:credentialId/release', { params: { credentialId }, body: { reason } });
