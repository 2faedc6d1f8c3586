import { err, ok, type Result, refuse } from '@holdfast/kernel';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { type Credential, credentialsOfPerson } from '../../store/credentials.ts';
import { findPerson, lockActivePerson } from '../../store/people.ts';
import { type Acting, asPerson, record } from '../acting.ts';
import { revokeWithSessions } from '../credentials/revoke.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { isLastWayIn } from './own-passkeys.ts';

export type Removed = {
  readonly remaining: readonly Credential[];
  readonly endedSessions: number;
  /** The session that asked was opened with the passkey. */
  readonly signedOut: boolean;
};

/** Revokes a passkey of one's own and ends its sessions; never the last way in. */
export async function removePasskey(
  ports: Ports,
  acting: Acting,
  credentialId: string,
): Promise<Result<Removed, RefusedCall>> {
  const { actor, at } = acting;
  const { policy } = await ports.standing();
  const refused = (code: 'passkey.not_yours' | 'passkey.last_way_in', known: boolean) =>
    err({
      ...refuse(code),
      event: { type: 'passkey.removal_refused', credentialId: known ? credentialId : null, detail: { credentialId } },
    });
  return await decideInTransaction(ports.database, async (tx) => {
    // Two tabs that remove two passkeys at once take turns here, so that the second one counts what the first one left.
    if (!(await lockActivePerson(tx, actor.personId))) return err(refuse('session.required'));
    const person = await findPerson(tx, actor.personId);
    const credentials = await credentialsOfPerson(tx, actor.personId);
    const target = credentials.find(({ id }) => id === credentialId);
    if (target === undefined) return refused('passkey.not_yours', false);
    if (isLastWayIn(policy, person?.groups ?? [], credentials, credentialId)) {
      return refused('passkey.last_way_in', true);
    }
    const endedSessions = await revokeWithSessions(
      tx,
      target.id,
      { reason: 'Its owner removed it.', cause: 'person' },
      at,
    );
    if (endedSessions === null) throw new Error(`passkey ${credentialId} went away under the lock of its owner`);
    await record(ports, tx, asPerson(acting), {
      type: 'passkey.revoked',
      subjectId: actor.personId,
      credentialId: target.id,
      policyDigest: policy.digest,
      detail: { passkey: target.name, model: target.modelName, class: target.class, endedSessions },
    });
    const remaining = credentials.filter(({ id }) => id !== target.id);
    return ok({ remaining, endedSessions, signedOut: actor.credentialId === target.id });
  });
}
