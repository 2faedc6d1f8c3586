import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Wanted } from './registration.ts';
import {
  closed,
  DisplayName,
  GroupName,
  listQuery,
  NullableTime,
  PersonStatus,
  page,
  Reason,
  RoleName,
  Time,
  Username,
  Uuid,
} from './shapes.ts';

export const PersonRow = Type.Object(
  {
    id: Uuid,
    username: Type.String(),
    displayName: Type.String(),
    email: Type.Union([Type.String(), Type.Null()]),
    status: PersonStatus,
    roles: Type.Array(RoleName),
    groups: Type.Array(Type.String()),
    /** Active ones. */
    passkeys: Type.Integer(),
    createdAt: Time,
    lastSignInAt: NullableTime,
  },
  closed,
);
export type PersonRow = Static<typeof PersonRow>;

const Email = Type.String({
  maxLength: 254,
  pattern: '^[^@\\s\\u0000-\\u001f\\u007f]+@[^@\\s\\u0000-\\u001f\\u007f]+$',
});
const byPerson = Type.Object({ personId: Uuid }, closed);

/** Shown once: the link carries the only copy of its secret. */
export const FreshInvitation = Type.Object({ invitationId: Uuid, link: Type.String(), expiresAt: Time }, closed);

export const InvitationRow = Type.Object(
  {
    id: Uuid,
    person: Type.Object({ id: Uuid, username: Type.String(), displayName: Type.String() }, closed),
    createdBy: Type.Union([Type.String(), Type.Null()]),
    createdAt: Time,
    expiresAt: Time,
    status: Type.Enum(['open', 'used', 'expired', 'withdrawn']),
    endedAt: NullableTime,
  },
  closed,
);

export const peopleContract = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/people',
    needs: 'people:read',
    summary:
      'People, by display name. Words in q are beginnings of words of names and addresses. Filters: status:, role:, group:, passkeys:0|1|2',
    query: Type.Object({ ...listQuery }, closed),
    answer: page(PersonRow),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/people',
    needs: 'people:write',
    fresh: true,
    summary: 'Adds a person and, when asked, an invitation for their first passkey',
    body: Type.Object(
      {
        username: Username,
        displayName: DisplayName,
        email: Type.Optional(Email),
        groups: Type.Optional(Type.Array(GroupName, { maxItems: 50 })),
        invite: Type.Boolean(),
      },
      closed,
    ),
    answer: Type.Object({ person: PersonRow, invitation: Type.Union([FreshInvitation, Type.Null()]) }, closed),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/people/:personId',
    needs: 'people:read',
    summary: 'One person',
    params: byPerson,
    answer: Type.Object(
      {
        person: PersonRow,
        populations: Type.Array(Type.String()),
        wanted: Wanted,
        sessions: Type.Integer(),
        invitations: Type.Array(InvitationRow),
        /** What the reader may do to this person, so that the page shows no button that would be refused. */
        may: Type.Object(
          { invite: Type.Boolean(), disable: Type.Boolean(), changeRoles: Type.Boolean(), edit: Type.Boolean() },
          closed,
        ),
        /** Why no invitation can be given, in words; null when it can. */
        inviteBlockedBecause: Type.Union([Type.String(), Type.Null()]),
      },
      closed,
    ),
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/api/v1/people/:personId',
    needs: 'people:write',
    fresh: true,
    summary: 'Changes name, e-mail address or groups',
    params: byPerson,
    body: Type.Object(
      {
        displayName: Type.Optional(DisplayName),
        email: Type.Optional(Type.Union([Email, Type.Null()])),
        groups: Type.Optional(Type.Array(GroupName, { maxItems: 50 })),
      },
      closed,
    ),
    answer: Type.Object({ person: PersonRow }, closed),
  }),
  setRoles: endpoint({
    method: 'PUT',
    path: '/api/v1/people/:personId/roles',
    needs: 'roles:write',
    fresh: true,
    summary: 'Sets the roles of a person. The last owner stays one',
    params: byPerson,
    body: Type.Object({ roles: Type.Array(RoleName, { maxItems: 5 }) }, closed),
    answer: Type.Object({ person: PersonRow }, closed),
  }),
  disable: endpoint({
    method: 'POST',
    path: '/api/v1/people/:personId/disable',
    needs: 'people:disable',
    fresh: true,
    summary: 'Nobody signs in as this person any more; every session ends at once',
    params: byPerson,
    body: Type.Object({ reason: Reason }, closed),
    answer: Type.Object({ person: PersonRow, endedSessions: Type.Integer() }, closed),
  }),
  enable: endpoint({
    method: 'POST',
    path: '/api/v1/people/:personId/enable',
    needs: 'people:disable',
    fresh: true,
    summary: 'Lets a disabled person sign in again with the passkeys they have',
    params: byPerson,
    answer: Type.Object({ person: PersonRow }, closed),
  }),
  endSessions: endpoint({
    method: 'POST',
    path: '/api/v1/people/:personId/sessions/end',
    needs: 'sessions:end',
    summary: 'Ends every session of a person',
    params: byPerson,
    answer: Type.Object({ ended: Type.Integer() }, closed),
  }),
  invite: endpoint({
    method: 'POST',
    path: '/api/v1/people/:personId/invitations',
    needs: 'invitations:write',
    fresh: true,
    summary: 'A new invitation for a person who never had a passkey; earlier ones stop working',
    params: byPerson,
    answer: FreshInvitation,
  }),
  invitations: endpoint({
    method: 'GET',
    path: '/api/v1/invitations',
    needs: 'invitations:read',
    summary: 'Invitations, newest first. Filter in q: status:',
    query: Type.Object({ ...listQuery }, closed),
    answer: page(InvitationRow),
  }),
  withdrawInvitation: endpoint({
    method: 'DELETE',
    path: '/api/v1/invitations/:invitationId',
    needs: 'invitations:write',
    summary: 'Makes an invitation useless',
    params: Type.Object({ invitationId: Uuid }, closed),
  }),
};
