import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { closed, GroupName, listQuery, PersonRef, page, Time, Uuid } from './shapes.ts';

export const GroupRow = Type.Object(
  {
    id: Uuid,
    name: Type.String(),
    description: Type.String(),
    members: Type.Integer(),
    /** Populations of the policy that apply to this group. */
    populations: Type.Array(Type.String()),
    createdAt: Time,
  },
  closed,
);
const byGroup = Type.Object({ groupId: Uuid }, closed);
const Description = Type.String({ maxLength: 500, pattern: '^[^\\u0000]*$' });

export const groupsContract = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/groups',
    needs: 'groups:read',
    summary: 'Groups, by name',
    query: Type.Object({ ...listQuery }, closed),
    answer: page(GroupRow),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/groups',
    needs: 'groups:write',
    fresh: true,
    summary: 'Adds a group',
    body: Type.Object({ name: GroupName, description: Type.Optional(Description) }, closed),
    answer: Type.Object({ group: GroupRow }, closed),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/groups/:groupId',
    needs: 'groups:read',
    summary: 'One group and its first members',
    params: byGroup,
    answer: Type.Object({ group: GroupRow, members: Type.Array(PersonRef) }, closed),
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/api/v1/groups/:groupId',
    needs: 'groups:write',
    fresh: true,
    summary: 'Changes the description',
    params: byGroup,
    body: Type.Object({ description: Description }, closed),
    answer: Type.Object({ group: GroupRow }, closed),
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/groups/:groupId',
    needs: 'groups:write',
    fresh: true,
    summary: 'Removes a group without members; one with members is refused',
    params: byGroup,
  }),
  addMember: endpoint({
    method: 'PUT',
    path: '/api/v1/groups/:groupId/members/:personId',
    needs: 'groups:write',
    fresh: true,
    summary: 'Puts a person into a group',
    params: Type.Object({ groupId: Uuid, personId: Uuid }, closed),
  }),
  removeMember: endpoint({
    method: 'DELETE',
    path: '/api/v1/groups/:groupId/members/:personId',
    needs: 'groups:write',
    fresh: true,
    summary: 'Takes a person out of a group',
    params: Type.Object({ groupId: Uuid, personId: Uuid }, closed),
  }),
};
