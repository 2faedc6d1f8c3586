import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import type { ListSearch } from '../lists/list-search.ts';
import { exportQuery, pageQuery } from '../lists/page-query.ts';

export const invitationsQuery = (search: ListSearch) =>
  queryOptions({
    queryKey: ['console', 'invitations', search],
    queryFn: ({ signal }) => call('GET /api/v1/invitations', { query: pageQuery(search), signal }),
    placeholderData: keepPreviousData,
  });

export const readInvitations = (search: ListSearch) => (cursor: string | undefined, signal: AbortSignal) =>
  call('GET /api/v1/invitations', { query: exportQuery(search, cursor), signal });

export const withdrawInvitation = (invitationId: string) =>
  call('DELETE /api/v1/invitations/:invitationId', { params: { invitationId } });

/** A new link for the same person; it makes earlier ones useless. */
export const renewInvitation = (personId: string) =>
  call('POST /api/v1/people/:personId/invitations', { params: { personId } });
