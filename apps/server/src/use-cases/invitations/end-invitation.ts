import { err, ok, type Result, refuse } from '@holdfast/kernel';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { findInvitation, withdrawInvitation } from '../../store/invitations-admin.ts';
import { type Acting, asPerson, record } from '../acting.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { lockTarget, refusalAbout } from '../people/protection.ts';

/** Withdraws an open invitation. */
export async function endInvitation(
  ports: Ports,
  acting: Acting,
  invitationId: string,
): Promise<Result<undefined, RefusedCall>> {
  return decideInTransaction(ports.database, async (tx) => {
    const invitation = await findInvitation(tx, invitationId);
    if (invitation === null) return err(refuse('invitation.not_found'));
    const target = await lockTarget(tx, acting, invitation.person.id);
    if (!target.ok) return target;
    if (!(await withdrawInvitation(tx, invitation.id, acting.at))) {
      return err(refusalAbout(target.value.id, 'invitation.ended'));
    }
    await record(ports, tx, asPerson(acting), {
      type: 'invitation.withdrawn',
      subjectId: target.value.id,
      detail: { invitationId: invitation.id },
    });
    return ok(undefined);
  });
}
