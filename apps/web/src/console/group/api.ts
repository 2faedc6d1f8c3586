import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

export const groupQuery = (groupId: string) =>
  queryOptions({
    queryKey: ['console', 'group', groupId],
    queryFn: ({ signal }) => call('GET /api/v1/groups/:groupId', { params: { groupId }, signal }),
  });

export const addMember = (groupId: string, personId: string) =>
  call('PUT /api/v1/groups/:groupId/members/:personId', { params: { groupId, personId } });
export const removeMember = (groupId: string, personId: string) =>
  call('DELETE /api/v1/groups/:groupId/members/:personId', { params: { groupId, personId } });
export const describeGroup = (groupId: string, description: string) =>
  call('PATCH /api/v1/groups/:groupId', { params: { groupId }, body: { description } });
export const deleteGroup = (groupId: string) => call('DELETE /api/v1/groups/:groupId', { params: { groupId } });
