import { err, ok, type Result, refuse } from '@holdfast/kernel';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { endOtherSessions, endSession } from '../../store/sessions.ts';
import { type Acting, asPerson, record } from '../acting.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';

/** @param reason ends the sentence “A session ended: …” */
export async function endOwnSession(
  ports: Ports,
  acting: Acting,
  sessionId: string,
  reason: 'signed out' | 'ended by its owner',
): Promise<Result<void, RefusedCall>> {
  const { personId } = acting.actor;
  return await decideInTransaction(ports.database, async (tx) => {
    if (!(await endSession(tx, personId, sessionId))) {
      return err({ ...refuse('session.not_found'), event: { type: 'request.refused', detail: { sessionId } } });
    }
    await record(ports, tx, asPerson(acting), {
      type: 'session.ended',
      subjectId: personId,
      detail: { sessionId, reason },
    });
    return ok(undefined);
  });
}

/** @returns how many ended */
export async function endOwnOtherSessions(ports: Ports, acting: Acting): Promise<number> {
  const { personId, sessionId } = acting.actor;
  return await ports.database.inTransaction(async (tx) => {
    const count = await endOtherSessions(tx, personId, sessionId);
    if (count > 0) {
      await record(ports, tx, asPerson(acting), {
        type: 'session.others_ended',
        subjectId: personId,
        detail: { count, kept: sessionId },
      });
    }
    return count;
  });
}
