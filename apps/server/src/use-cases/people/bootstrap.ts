import type { Instant, PersonId } from '@holdfast/kernel';
import type { Ports } from '../../ports.ts';
import type { Tx } from '../../store/database.ts';
import { invitationsOfPerson } from '../../store/invitations-admin.ts';
import { lockOwners } from '../../store/locks.ts';
import { insertPerson, listOwners, replaceRoles } from '../../store/people-admin.ts';
import { type Doer, record } from '../acting.ts';
import { invitationStatus } from '../invitations/invitation-status.ts';
import { makeInvitation, PRINTED_LINK_MS } from '../invitations/make-invitation.ts';
import { newUserHandle } from './create-person.ts';

export const FIRST_OWNER_USERNAME = 'administrator';

type Needed = Pick<Ports, 'config' | 'database' | 'now' | 'newId' | 'randomBytes'>;

/**
 * As long as no owner has enrolled, there is a link that enrols the first one. Nodes that start together take turns:
 * they make one person, and the link printed last is the one that works.
 *
 * @param reissue whether an open link, which nobody can show again, is replaced by a new one
 * @returns null where an owner has enrolled, or a link is open and stays
 */
export async function ensureFirstOwnerInvitation(
  ports: Needed,
  { reissue, by = 'system' }: { readonly reissue: boolean; readonly by?: 'system' | 'cli' },
): Promise<{ readonly link: string; readonly expiresAt: Instant } | null> {
  const at = ports.now();
  const doer: Doer = { by, at };
  return ports.database.inTransaction(async (tx) => {
    await lockOwners(tx);
    const owners = await listOwners(tx);
    if (owners.some((owner) => owner.enrolledAt !== null)) return null;
    const invited = owners.find((owner) => owner.status === 'invited');
    const id = invited?.id ?? (await createFirstOwner(ports, tx, doer));
    const [newest] = await invitationsOfPerson(tx, id, 1);
    if (!reissue && newest !== undefined && invitationStatus(newest, at) === 'open') return null;
    return makeInvitation(ports, tx, doer, id, PRINTED_LINK_MS);
  });
}

async function createFirstOwner(ports: Needed, tx: Tx, doer: Doer): Promise<PersonId> {
  const id = ports.newId(doer.at) as PersonId;
  const person = {
    id,
    username: FIRST_OWNER_USERNAME,
    displayName: 'First administrator',
    email: null,
    userHandle: newUserHandle(ports),
  };
  if (!(await insertPerson(tx, person, doer.at))) {
    throw new Error(
      `No owner has enrolled, and the username ${FIRST_OWNER_USERNAME} is taken by somebody who is no owner. Make an owner with: holdfast admin invite --new-owner NAME`,
    );
  }
  await replaceRoles(tx, id, ['owner']);
  await record(ports, tx, doer, { type: 'owner.created_at_start', subjectId: id });
  return id;
}
