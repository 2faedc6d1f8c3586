import { err, ok, type Result } from '@holdfast/kernel';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import type { Tx } from '../../store/database.ts';
import { withdrawOpenInvitations } from '../../store/invitations-admin.ts';
import type { Person } from '../../store/people.ts';
import { findPersonSummary, type PersonSummary, setPersonStatus } from '../../store/people-admin.ts';
import { endSessionsOfPerson } from '../../store/sessions.ts';
import { type Acting, asPerson, record } from '../acting.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { keepingAnOwner, lockTarget, refusalAbout } from './protection.ts';

export type Disabled = { readonly person: PersonSummary; readonly endedSessions: number };

/** Shuts a person out: no sign-in, no session, no open invitation. Their passkeys and history stay. */
export async function disablePerson(
  ports: Ports,
  acting: Acting,
  personId: string,
  reason: string,
): Promise<Result<Disabled, RefusedCall>> {
  const { policy } = await ports.standing();
  return decideInTransaction(ports.database, async (tx) => {
    const target = await lockTarget(tx, acting, personId);
    if (!target.ok) return target;
    const { id, status } = target.value;
    if (id === acting.actor.personId) return err(refusalAbout(id, 'person.self'));
    if (status === 'disabled') return ok({ person: await summaryOf(tx, target.value), endedSessions: 0 });
    const shut = await keepingAnOwner(tx, policy, refusalAbout(id, 'person.last_owner'), async () => {
      await setPersonStatus(tx, id, 'disabled', acting.at);
      return await endSessionsOfPerson(tx, id);
    });
    if (!shut.ok) return shut;
    const withdrawnInvitations = await withdrawOpenInvitations(tx, id, acting.at);
    await record(ports, tx, asPerson(acting), {
      type: 'person.disabled',
      subjectId: id,
      detail: { reason, endedSessions: shut.value, withdrawnInvitations },
    });
    return ok({ person: await summaryOf(tx, target.value), endedSessions: shut.value });
  });
}

/** Lets a disabled person back in with what they had. Sessions and invitations stay ended. */
export async function enablePerson(
  ports: Ports,
  acting: Acting,
  personId: string,
): Promise<Result<PersonSummary, RefusedCall>> {
  return decideInTransaction(ports.database, async (tx) => {
    const target = await lockTarget(tx, acting, personId);
    if (!target.ok) return target;
    const { id, status, enrolledAt } = target.value;
    if (status === 'disabled') {
      await setPersonStatus(tx, id, enrolledAt === null ? 'invited' : 'active', acting.at);
      await record(ports, tx, asPerson(acting), { type: 'person.enabled', subjectId: id });
    }
    return ok(await summaryOf(tx, target.value));
  });
}

/** Ends every session of a person; they may sign in again. */
export async function endSessions(
  ports: Ports,
  acting: Acting,
  personId: string,
): Promise<Result<number, RefusedCall>> {
  return decideInTransaction(ports.database, async (tx) => {
    const target = await lockTarget(tx, acting, personId);
    if (!target.ok) return target;
    const ended = await endSessionsOfPerson(tx, target.value.id);
    if (ended > 0) {
      await record(ports, tx, asPerson(acting), {
        type: 'sessions.ended',
        subjectId: target.value.id,
        detail: { endedSessions: ended },
      });
    }
    return ok(ended);
  });
}

async function summaryOf(tx: Tx, { id }: Person): Promise<PersonSummary> {
  const summary = await findPersonSummary(tx, id);
  if (summary === null) throw new Error(`person ${id} went away under their own lock`);
  return summary;
}
