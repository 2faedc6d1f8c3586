import type { Api } from '@holdfast/server/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { pageQuery } from '../lists/page-query.ts';

export type ProposalAnswer = Api['GET /api/v1/policy/proposals/:proposalId']['answer'];
export type Proposal = ProposalAnswer['proposal'];

export const proposalsQuery = (q: string | undefined, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['console', 'policy', 'proposals', q, cursor],
    queryFn: ({ signal }) =>
      call('GET /api/v1/policy/proposals', {
        query: pageQuery({ ...(q !== undefined && { q }), ...(cursor !== undefined && { cursor }) }),
        signal,
      }),
    placeholderData: keepPreviousData,
  });

export const proposalQuery = (proposalId: string) =>
  queryOptions({
    queryKey: ['console', 'policy', 'proposal', proposalId],
    queryFn: ({ signal }) => call('GET /api/v1/policy/proposals/:proposalId', { params: { proposalId }, signal }),
  });

export type Approval = { readonly digest: string; readonly note: string };

/** The digest is that of the text which was on the screen: nothing else is approved. */
export const approveProposal = (proposalId: string, { digest, note }: Approval) =>
  call('POST /api/v1/policy/proposals/:proposalId/approve', {
    params: { proposalId },
    body: { digest, ...(note !== '' && { note }) },
  });

export const rejectProposal = (proposalId: string, reason: string) =>
  call('POST /api/v1/policy/proposals/:proposalId/reject', { params: { proposalId }, body: { reason } });

export const withdrawProposal = (proposalId: string) =>
  call('POST /api/v1/policy/proposals/:proposalId/withdraw', { params: { proposalId } });
