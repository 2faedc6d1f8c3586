import type { Instant } from '@holdfast/kernel';
import { effectivePolicy } from '@holdfast/policy';
import { serverErrors } from '../../errors.ts';
import type { Actor } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { credentialsOfPerson } from '../../store/credentials.ts';
import { type InvitationSummary, invitationsOfPerson } from '../../store/invitations-admin.ts';
import { countOpenSessions, findPersonSummary, type PersonSummary } from '../../store/people-admin.ts';
import { invitationObstacle } from '../invitations/invite-person.ts';
import { type Wanted, wantedOf } from '../registration/wanted.ts';
import { isProtectedFrom } from './protection.ts';

/** How many of a person's invitations their page lists. */
const INVITATIONS_SHOWN = 20;

export type PersonView = {
  readonly person: PersonSummary;
  readonly populations: readonly string[];
  readonly wanted: Wanted;
  readonly sessions: number;
  readonly invitations: readonly InvitationSummary[];
  readonly may: {
    readonly invite: boolean;
    readonly disable: boolean;
    readonly changeRoles: boolean;
    readonly edit: boolean;
  };
  readonly inviteBlockedBecause: string | null;
};

/** @returns null when there is no such person */
export async function readPerson(
  ports: Ports,
  at: Instant,
  actor: Actor,
  personId: string,
): Promise<PersonView | null> {
  const { queries } = ports.database;
  const person = await findPersonSummary(queries, personId);
  if (person === null) return null;
  const { policy } = await ports.standing();
  const effective = effectivePolicy(policy, person.groups);
  const passkeys = await credentialsOfPerson(queries, person.id);
  const blockedBecause = inviteBlockedBecause(actor, person);
  const isProtected = isProtectedFrom(actor, person);
  const isSelf = person.id === actor.personId;
  return {
    person,
    populations: effective.populations,
    wanted: wantedOf(effective, passkeys),
    sessions: await countOpenSessions(queries, person.id, at),
    invitations: await invitationsOfPerson(queries, person.id, INVITATIONS_SHOWN),
    may: {
      invite: blockedBecause === null && actor.permissions.has('invitations:write'),
      disable: actor.permissions.has('people:disable') && !isProtected && !isSelf,
      changeRoles: actor.permissions.has('roles:write') && !isSelf,
      edit: actor.permissions.has('people:write') && !isProtected,
    },
    inviteBlockedBecause: blockedBecause,
  };
}

function inviteBlockedBecause(actor: Actor, person: PersonSummary): string | null {
  const obstacle = invitationObstacle(person) ?? (isProtectedFrom(actor, person) ? 'person.protected' : null);
  return obstacle === null ? null : serverErrors[obstacle].person;
}
