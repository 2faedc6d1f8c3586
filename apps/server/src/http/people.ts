import { err, type Instant, ok, refuse } from '@holdfast/kernel';
import type { Static } from 'typebox';
import { roles } from '../access/permissions.ts';
import { type InvitationSummary, invitationStatuses, listInvitations } from '../store/invitations-admin.ts';
import type { PersonSummary } from '../store/people-admin.ts';
import { listPeople } from '../store/people-list.ts';
import { endInvitation } from '../use-cases/invitations/end-invitation.ts';
import { invitationEndedAt, invitationStatus } from '../use-cases/invitations/invitation-status.ts';
import { invitePerson } from '../use-cases/invitations/invite-person.ts';
import { changePerson } from '../use-cases/people/change-person.ts';
import { changeRoles } from '../use-cases/people/change-roles.ts';
import { createPerson } from '../use-cases/people/create-person.ts';
import { disablePerson, enablePerson, endSessions } from '../use-cases/people/disable-person.ts';
import { readPerson } from '../use-cases/people/read-person.ts';
import { peopleContract as contract, type InvitationRow, type PersonRow } from './contract/people.ts';
import { decodeCursor, LIMIT_DEFAULT, pageAnswer, parseListQuery } from './list-query.ts';
import { type Route, route } from './route.ts';

const peopleFilters = {
  status: ['invited', 'active', 'disabled'],
  role: roles,
  group: 'text',
  passkeys: ['0', '1', '2'],
} as const;

const reading: readonly Route[] = [
  route(contract.list, async ({ database }, { query }) => {
    const wanted = parseListQuery(query.q, peopleFilters);
    if (!wanted.ok) return wanted;
    const after = decodeCursor(query.cursor, ['string', 'string']);
    if (!after.ok) return after;
    const limit = query.limit ?? LIMIT_DEFAULT;
    const page = await listPeople(database.queries, wanted.value, { after: after.value, limit });
    return ok({ body: pageAnswer(page, personRow) });
  }),
  route(contract.read, async (ports, { at, actor, params }) => {
    const view = await readPerson(ports, at, actor, params.personId);
    if (view === null) return err(refuse('person.not_found'));
    const { person, populations, wanted, sessions, invitations, may, inviteBlockedBecause } = view;
    return ok({
      body: {
        person: personRow(person),
        populations: [...populations],
        wanted,
        sessions,
        invitations: invitations.map((invitation) => invitationRow(invitation, at)),
        may,
        inviteBlockedBecause,
      },
    });
  }),
  route(contract.invitations, async ({ database }, { at, query }) => {
    const wanted = parseListQuery(query.q, { status: invitationStatuses });
    if (!wanted.ok) return wanted;
    const after = decodeCursor(query.cursor, ['number', 'string']);
    if (!after.ok) return after;
    const limit = query.limit ?? LIMIT_DEFAULT;
    const page = await listInvitations(database.queries, wanted.value, at, { after: after.value, limit });
    return ok({ body: pageAnswer(page, (invitation) => invitationRow(invitation, at)) });
  }),
];

const writing: readonly Route[] = [
  route(contract.create, async (ports, call) => {
    const created = await createPerson(ports, call, call.body);
    if (!created.ok) return created;
    const { person, invitation } = created.value;
    return ok({ body: { person: personRow(person), invitation } });
  }),
  route(contract.update, async (ports, call) => {
    const changed = await changePerson(ports, call, call.params.personId, call.body);
    return changed.ok ? ok({ body: { person: personRow(changed.value) } }) : changed;
  }),
  route(contract.setRoles, async (ports, call) => {
    const changed = await changeRoles(ports, call, call.params.personId, call.body.roles);
    return changed.ok ? ok({ body: { person: personRow(changed.value) } }) : changed;
  }),
  route(contract.disable, async (ports, call) => {
    const disabled = await disablePerson(ports, call, call.params.personId, call.body.reason);
    if (!disabled.ok) return disabled;
    const { person, endedSessions } = disabled.value;
    return ok({ body: { person: personRow(person), endedSessions } });
  }),
  route(contract.enable, async (ports, call) => {
    const enabled = await enablePerson(ports, call, call.params.personId);
    return enabled.ok ? ok({ body: { person: personRow(enabled.value) } }) : enabled;
  }),
  route(contract.endSessions, async (ports, call) => {
    const ended = await endSessions(ports, call, call.params.personId);
    return ended.ok ? ok({ body: { ended: ended.value } }) : ended;
  }),
  route(contract.invite, async (ports, call) => {
    const invitation = await invitePerson(ports, call, call.params.personId);
    return invitation.ok ? ok({ body: invitation.value }) : invitation;
  }),
  route(contract.withdrawInvitation, async (ports, call) => {
    const ended = await endInvitation(ports, call, call.params.invitationId);
    return ended.ok ? ok({ body: undefined }) : ended;
  }),
];

export const peopleRoutes: readonly Route[] = [...reading, ...writing];

function personRow(person: PersonSummary): Static<typeof PersonRow> {
  const { enrolledAt: _, ...row } = person;
  return { ...row, roles: [...person.roles], groups: [...person.groups] };
}

function invitationRow(invitation: InvitationSummary, at: Instant): Static<typeof InvitationRow> {
  const { id, person, createdBy, createdAt, expiresAt } = invitation;
  const status = invitationStatus(invitation, at);
  return { id, person, createdBy, createdAt, expiresAt, status, endedAt: invitationEndedAt(invitation, at) };
}
