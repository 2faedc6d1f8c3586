import { err, ok, type Result, refuse } from '@holdfast/kernel';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { type Credential, credentialsOfPerson } from '../../store/credentials.ts';
import type { Tx } from '../../store/database.ts';
import { lockActivePerson } from '../../store/people.ts';
import { lastAssertionOf } from '../../store/sessions.ts';
import {
  confirmTrustGroupKey,
  removeTrustGroupKey,
  type TrustGroupKeyRow,
  trustGroupKeysOf,
} from '../../store/trust-group-keys.ts';
import { type Acting, asPerson, record } from '../acting.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { mayVouch } from './judge-group.ts';
import { forgetOne } from './keep-key.ts';

/** Which group is answered: of a passkey of one's own, by the digest of its key. */
export type Waiting = { readonly credentialId: string; readonly group: string };

/** “This was me”: the group is known from now on. Only a device that is known, or another passkey, can say so. */
export async function confirmGroup(ports: Ports, acting: Acting, waiting: Waiting): Promise<Result<void, RefusedCall>> {
  const { personId, sessionId } = acting.actor;
  return await decideInTransaction(ports.database, async (tx) => {
    if (!(await lockActivePerson(tx, personId))) return err(refuse('session.required'));
    const found = await findWaiting(tx, acting, waiting);
    if (found === null) return err(notFound(waiting));
    const { passkey, around } = found;
    const asserted = await lastAssertionOf(tx, sessionId);
    if (!mayVouch(around, asserted, passkey.id)) {
      return err({
        ...refuse('passkey.trust_group_key_self_confirmed'),
        event: { type: 'request.refused', credentialId: passkey.id, detail: { ...waiting } },
      });
    }
    if (!(await confirmTrustGroupKey(tx, passkey.id, waiting.group))) return err(notFound(waiting));
    await forgetOne(tx, around, passkey.id);
    await record(ports, tx, asPerson(acting), {
      type: 'passkey.trust_group_key_confirmed',
      subjectId: personId,
      credentialId: passkey.id,
      detail: { passkey: passkey.name, group: waiting.group, vouchedWith: asserted.with },
    });
    return ok(undefined);
  });
}

/** “This was not me”: the group is forgotten. It would have to wait again. */
export async function rejectGroup(ports: Ports, acting: Acting, waiting: Waiting): Promise<Result<void, RefusedCall>> {
  const { personId } = acting.actor;
  return await decideInTransaction(ports.database, async (tx) => {
    if (!(await lockActivePerson(tx, personId))) return err(refuse('session.required'));
    const found = await findWaiting(tx, acting, waiting);
    if (found === null) return err(notFound(waiting));
    const { passkey, row } = found;
    await removeTrustGroupKey(tx, row.digest);
    await record(ports, tx, asPerson(acting), {
      type: 'passkey.trust_group_key_rejected',
      subjectId: personId,
      credentialId: passkey.id,
      detail: { passkey: passkey.name, group: row.digest, seenFrom: row.address, seenAt: row.firstUsedAt },
    });
    return ok(undefined);
  });
}

async function findWaiting(
  tx: Tx,
  { actor }: Acting,
  { credentialId, group }: Waiting,
): Promise<{
  readonly passkey: Credential;
  readonly row: TrustGroupKeyRow;
  /** Keys of every passkey of the person. */
  readonly around: readonly TrustGroupKeyRow[];
} | null> {
  const credentials = await credentialsOfPerson(tx, actor.personId);
  const passkey = credentials.find(({ id }) => id === credentialId);
  const around = await trustGroupKeysOf(
    tx,
    credentials.map(({ id }) => id),
  );
  const row = around.find((each) => each.digest === group && each.credentialId === credentialId);
  return passkey === undefined || row?.status !== 'waiting' ? null : { passkey, row, around };
}

function notFound(waiting: Waiting): RefusedCall {
  return {
    ...refuse('passkey.trust_group_key_not_found'),
    event: { type: 'request.refused', detail: { ...waiting } },
  };
}
