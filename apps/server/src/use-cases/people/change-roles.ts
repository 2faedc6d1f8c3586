import { err, ok, type Result } from '@holdfast/kernel';
import { type Role, roles } from '../../access/permissions.ts';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { withdrawInvitationsNotByOwners } from '../../store/invitations-admin.ts';
import { findPersonSummary, type PersonSummary, replaceRoles } from '../../store/people-admin.ts';
import { type Acting, asPerson, record } from '../acting.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { keepingAnOwner, lockTarget, refusalAbout } from './protection.ts';

/**
 * Sets the roles of somebody else. Sessions go on: what they may do is read anew with every request. A role for somebody
 * who has yet to enrol makes the links useless that others than owners hold: such a link is as good as the role.
 */
export async function changeRoles(
  ports: Ports,
  acting: Acting,
  personId: string,
  given: readonly Role[],
): Promise<Result<PersonSummary, RefusedCall>> {
  const wanted = roles.filter((role) => given.includes(role));
  const { policy } = await ports.standing();
  return decideInTransaction(ports.database, async (tx) => {
    const target = await lockTarget(tx, acting, personId);
    if (!target.ok) return target;
    const { id, roles: before } = target.value;
    if (id === acting.actor.personId) return err(refusalAbout(id, 'person.self'));
    const changed = await keepingAnOwner(tx, policy, refusalAbout(id, 'person.last_owner'), () =>
      replaceRoles(tx, id, wanted),
    );
    if (!changed.ok) return changed;
    if (wanted.length !== before.length || wanted.some((role) => !before.includes(role))) {
      const gains = wanted.some((role) => !before.includes(role));
      const withdrawnInvitations = gains ? await withdrawInvitationsNotByOwners(tx, id, acting.at) : 0;
      const detail = { before: rolesText(before), after: rolesText(wanted), withdrawnInvitations };
      await record(ports, tx, asPerson(acting), { type: 'roles.changed', subjectId: id, detail });
    }
    const summary = await findPersonSummary(tx, id);
    if (summary === null) throw new Error(`person ${id} went away under their own lock`);
    return ok(summary);
  });
}

function rolesText(held: readonly Role[]): string {
  return held.length === 0 ? 'none' : held.join(', ');
}
