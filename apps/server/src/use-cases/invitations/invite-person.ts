import { err, ok, type Result } from '@holdfast/kernel';
import type { ServerErrorCode } from '../../errors.ts';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import type { Person } from '../../store/people.ts';
import { type Acting, asPerson } from '../acting.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { lockTarget, refusalAbout } from '../people/protection.ts';
import { type FreshInvitation, INVITATION_MS, makeInvitation } from './make-invitation.ts';

/** Why nobody may invite this person; null where an invitation can be given. */
export function invitationObstacle(person: Pick<Person, 'enrolledAt' | 'status'>): ServerErrorCode | null {
  if (person.enrolledAt !== null) return 'invitation.person_enrolled';
  return person.status === 'disabled' ? 'invitation.person_disabled' : null;
}

/** A new link for somebody who never had a passkey. */
export async function invitePerson(
  ports: Ports,
  acting: Acting,
  personId: string,
): Promise<Result<FreshInvitation, RefusedCall>> {
  return decideInTransaction(ports.database, async (tx) => {
    const target = await lockTarget(tx, acting, personId);
    if (!target.ok) return target;
    const obstacle = invitationObstacle(target.value);
    if (obstacle !== null) return err(refusalAbout(target.value.id, obstacle));
    return ok(await makeInvitation(ports, tx, asPerson(acting), target.value.id, INVITATION_MS));
  });
}
