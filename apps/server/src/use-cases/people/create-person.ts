import { toBase64url } from '@holdfast/encoding';
import { err, ok, type PersonId, type Result, refuse } from '@holdfast/kernel';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { refreshAudience } from '../../store/audiences.ts';
import { insertMember, lockGroupsByName } from '../../store/groups.ts';
import { findPersonSummary, insertPerson, type PersonSummary } from '../../store/people-admin.ts';
import { type Acting, asPerson, record } from '../acting.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { type FreshInvitation, INVITATION_MS, makeInvitation } from '../invitations/make-invitation.ts';
import { groupsMissing } from './change-groups.ts';
import { lockActor } from './protection.ts';

export type WantedPerson = {
  readonly username: string;
  readonly displayName: string;
  readonly email?: string;
  readonly groups?: readonly string[];
  readonly invite: boolean;
};

/** WebAuthn L3 §14.6.1: a user handle says nothing about the person. */
export function newUserHandle(ports: Pick<Ports, 'randomBytes'>): string {
  return toBase64url(ports.randomBytes(64));
}

/** Adds a person and, when asked, an invitation for their first passkey. */
export async function createPerson(
  ports: Ports,
  acting: Acting,
  wanted: WantedPerson,
): Promise<Result<{ person: PersonSummary; invitation: FreshInvitation | null }, RefusedCall>> {
  const { at } = acting;
  const { username, displayName, email = null } = wanted;
  const id = ports.newId(at) as PersonId;
  const names = [...new Set(wanted.groups ?? [])].sort();
  return decideInTransaction(ports.database, async (tx) => {
    const still = await lockActor(tx, acting);
    if (!still.ok) return still;
    const groups = await lockGroupsByName(tx, names);
    if (groups.length < names.length) return err(groupsMissing(null, names, groups));
    const userHandle = newUserHandle(ports);
    if (!(await insertPerson(tx, { id, username, displayName, email, userHandle }, at))) {
      const taken = { field: 'body/username', message: 'is taken' };
      return err({ ...refuse('person.username_taken', { username }), fields: [taken] });
    }
    for (const group of groups) await insertMember(tx, group.id, id, at);
    if (groups.length > 0) await refreshAudience(tx, id);
    await record(ports, tx, asPerson(acting), {
      type: 'person.created',
      subjectId: id,
      detail: { username, displayName, groups: names },
    });
    const invitation = wanted.invite ? await makeInvitation(ports, tx, asPerson(acting), id, INVITATION_MS) : null;
    const person = await findPersonSummary(tx, id);
    if (person === null) throw new Error(`person ${id} is not there after it was inserted`);
    return ok({ person, invitation });
  });
}
