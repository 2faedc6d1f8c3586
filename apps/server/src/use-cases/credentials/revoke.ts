import { type CredentialId, err, type Instant, ok, type Result, refuse } from '@holdfast/kernel';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { credentialsOfPerson, revokeCredential, type StatusChange } from '../../store/credentials.ts';
import { findCredentialSummary } from '../../store/credentials-admin.ts';
import type { Queries } from '../../store/database.ts';
import { endSessionsOfCredential } from '../../store/sessions.ts';
import { type Acting, asPerson, record } from '../acting.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { keepingAnOwner, lockTarget } from '../people/protection.ts';
import type { StatusChanged } from './quarantine.ts';

/**
 * Revokes a passkey and ends its sessions, in the caller's transaction: there is no moment in which one has happened
 * and not the other. The caller writes the event.
 *
 * @returns how many sessions ended; null when the passkey was revoked before or does not exist
 */
export async function revokeWithSessions(
  tx: Queries,
  id: CredentialId,
  change: StatusChange,
  at: Instant,
): Promise<number | null> {
  if (!(await revokeCredential(tx, id, change, at))) return null;
  return await endSessionsOfCredential(tx, id);
}

/** An administrator takes a passkey away, the last one of a person too. Nobody takes the owners' last way in. */
export async function revokeByAdministrator(
  ports: Ports,
  acting: Acting,
  credentialId: string,
  reason: string,
): Promise<Result<StatusChanged, RefusedCall>> {
  const { policy } = await ports.standing();
  return decideInTransaction(ports.database, async (tx) => {
    const found = await findCredentialSummary(tx, credentialId);
    if (found === null) return err(refuse('credential.not_found'));
    const target = await lockTarget(tx, acting, found.person.id);
    if (!target.ok) return target;
    const about = (code: 'credential.last_of_owners' | 'credential.already_revoked') => ({
      ...refuse(code),
      event: { type: 'request.refused', subjectId: found.person.id, credentialId: found.id },
    });
    const ended = await keepingAnOwner(tx, policy, about('credential.last_of_owners'), () =>
      revokeWithSessions(tx, found.id, { reason, cause: 'administrator' }, acting.at),
    );
    if (!ended.ok) return ended;
    if (ended.value === null) return err(about('credential.already_revoked'));
    await record(ports, tx, asPerson(acting), {
      type: 'credential.revoked',
      subjectId: found.person.id,
      credentialId: found.id,
      detail: { reason, name: found.name, model: found.model, class: found.class, endedSessions: ended.value },
    });
    const credential = await findCredentialSummary(tx, found.id);
    if (credential === null) throw new Error(`credential ${found.id} went away under the lock of its person`);
    const remaining = await credentialsOfPerson(tx, found.person.id);
    return ok({ credential, endedSessions: ended.value, userHandle: target.value.userHandle, remaining });
  });
}
