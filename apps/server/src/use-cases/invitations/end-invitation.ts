import { err, ok, type Result, refuse } from '@holdfast/kernel';
import type { RefusedCall } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import { findInvitation, withdrawInvitation } from '../../store/invitations-admin.ts';
import { type Acting, asPerson, record } from '../acting.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { lockTarget, refusalAbout } from '../people/protection.ts';

/** Withdraws an open invitation. */
export async function endInvitation(
  services: Services,
  acting: Acting,
  invitationId: string,
): Promise<Result<undefined, RefusedCall>> {
  return decideInTransaction(services.database, async (tx) => {
    const invitation = await findInvitation(tx, invitationId);
    if (invitation === null) return err(refuse('invitation.not_found'));
    const target = await lockTarget(tx, acting, invitation.person.id);
    if (!target.ok) return target;
    if (!(await withdrawInvitation(tx, invitation.id, acting.at))) {
      return err(refusalAbout(target.value.id, 'invitation.ended'));
    }
    await record(services, tx, asPerson(acting), {
      type: 'invitation.withdrawn',
      subjectId: target.value.id,
      detail: { invitationId: invitation.id },
    });
    return ok(undefined);
  });
}
