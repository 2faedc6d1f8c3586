import { err, ok, type PersonId, type Refusal, type Result, refuse } from '@holdfast/kernel';
import { judge, type Policy } from '@holdfast/policy';
import type { Role } from '../../access/permissions.ts';
import type { ServerErrorCode } from '../../errors.ts';
import type { Actor, RefusedCall } from '../../http/route.ts';
import type { Queries } from '../../store/database.ts';
import { lockOwners, lockPerson } from '../../store/locks.ts';
import { listAbleOwners } from '../../store/owners.ts';
import { findPerson, type Person } from '../../store/people.ts';
import { rolesOfSession } from '../../store/people-admin.ts';
import type { Acting } from '../acting.ts';

const protectedRoles: readonly Role[] = ['owner', 'administrator'];

/**
 * Separation of duties: whoever runs the system day by day cannot take over, or lock out, those who run it with them.
 * An invitation for somebody who is to become an owner counts: its link is as good as the role.
 */
export function isProtectedFrom(actor: Pick<Actor, 'roles'>, target: { readonly roles: readonly Role[] }): boolean {
  return !actor.roles.includes('owner') && target.roles.some((role) => protectedRoles.includes(role));
}

export function refusalAbout(personId: PersonId | null, code: ServerErrorCode): RefusedCall {
  return { ...(refuse(code) satisfies Refusal), event: { type: 'request.refused', subjectId: personId } };
}

/**
 * The first thing that a change of a person does: takes the locks in their one order, reads the person as they are now,
 * and refuses what the actor may never do to them. The actor is read again too: whoever was shut out, or lost the role,
 * while they waited for the lock does nothing any more.
 */
export async function lockTarget(
  tx: Queries,
  { actor }: Pick<Acting, 'actor'>,
  personId: string,
): Promise<Result<Person, RefusedCall>> {
  await lockOwners(tx);
  await lockPerson(tx, personId);
  const roles = await rolesStillHeld(tx, actor);
  if (!roles.ok) return roles;
  const person = await findPerson(tx, personId);
  if (person === null) return err(refuse('person.not_found'));
  if (isProtectedFrom({ roles: roles.value }, person)) return err(refusalAbout(person.id, 'person.protected'));
  return ok(person);
}

/** The same for changes that are not about one person. */
export async function lockActor(
  tx: Queries,
  { actor }: Pick<Acting, 'actor'>,
): Promise<Result<readonly Role[], RefusedCall>> {
  await lockOwners(tx);
  return await rolesStillHeld(tx, actor);
}

async function rolesStillHeld(tx: Queries, actor: Actor): Promise<Result<readonly Role[], RefusedCall>> {
  const roles = await rolesOfSession(tx, actor.sessionId);
  if (roles === null) return err(refuse('session.required'));
  if (actor.roles.some((role) => !roles.includes(role))) return err(refuse('session.permission_missing'));
  return ok(roles);
}

/** Whether an active owner has an active passkey that the policy of that owner accepts. */
export async function someOwnerCanSignIn(queries: Queries, policy: Policy): Promise<boolean> {
  const owners = await listAbleOwners(queries);
  return owners.some(({ groups, assessments }) =>
    assessments.some((assessment) => judge(policy, groups, assessment).outcome === 'accepted'),
  );
}

/**
 * Does something unless nobody could sign in as an owner afterwards: there is no way back in from there but the command
 * line of the server. Call it under `lockOwners`; the refusal must roll the change back.
 */
export async function keepingAnOwner<T>(
  tx: Queries,
  policy: Policy,
  refusal: RefusedCall,
  change: () => Promise<T>,
): Promise<Result<T, RefusedCall>> {
  const before = await someOwnerCanSignIn(tx, policy);
  const done = await change();
  if (before && !(await someOwnerCanSignIn(tx, policy))) return err(refusal);
  return ok(done);
}
