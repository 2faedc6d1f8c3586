import { err, ok, type Result, refuse } from '@holdfast/kernel';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { type Credential, credentialsOfPerson, renameCredential } from '../../store/credentials.ts';
import { type Acting, asPerson, record } from '../acting.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';

/**
 * The name that it has already changes nothing and leaves no event.
 *
 * @returns every passkey of the person, with the new name
 */
export async function renamePasskey(
  ports: Ports,
  acting: Acting,
  credentialId: string,
  name: string,
): Promise<Result<readonly Credential[], RefusedCall>> {
  const { personId } = acting.actor;
  return await decideInTransaction(ports.database, async (tx) => {
    const held = await credentialsOfPerson(tx, personId);
    const before = held.find(({ id }) => id === credentialId);
    if (before?.name === name) return ok(held);
    if (before === undefined || !(await renameCredential(tx, personId, credentialId, name))) {
      return err({ ...refuse('passkey.not_yours'), event: { type: 'request.refused', detail: { credentialId } } });
    }
    await record(ports, tx, asPerson(acting), {
      type: 'passkey.renamed',
      subjectId: personId,
      credentialId: before.id,
      detail: { before: before.name, passkey: name },
    });
    return ok(await credentialsOfPerson(tx, personId));
  });
}
