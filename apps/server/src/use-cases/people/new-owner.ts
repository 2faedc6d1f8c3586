import { err, ok, type PersonId, type Result, refuse } from '@holdfast/kernel';
import { Value } from 'typebox/value';
import { Username } from '../../http/contract/shapes.ts';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import type { Tx } from '../../store/database.ts';
import { lockOwners, lockPerson } from '../../store/locks.ts';
import { findPersonByUsername } from '../../store/people.ts';
import { insertPerson, replaceRoles } from '../../store/people-admin.ts';
import { type Doer, record } from '../acting.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { invitationObstacle } from '../invitations/invite-person.ts';
import { type FreshInvitation, makeInvitation, PRINTED_LINK_MS } from '../invitations/make-invitation.ts';
import { newUserHandle } from './create-person.ts';

type Needed = Pick<Ports, 'config' | 'database' | 'now' | 'newId' | 'randomBytes'>;

/**
 * The way back in when no owner can sign in any more: whoever can run commands on the server makes a new one. It is for
 * people who never enrolled; it does not reset anybody's passkeys.
 */
export async function inviteNewOwner(
  ports: Needed,
  username: string,
): Promise<Result<FreshInvitation & { readonly username: string }, RefusedCall>> {
  const doer: Doer = { by: 'cli', at: ports.now() };
  if (!Value.Check(Username, username)) {
    const message = `${JSON.stringify(username)} is no username. One has lower-case letters, digits and . _ @ + - and begins with a letter or digit.`;
    return err({ ...refuse('request.malformed'), message });
  }
  return decideInTransaction(ports.database, async (tx) => {
    await lockOwners(tx);
    const id = await personToBe(ports, tx, doer, username);
    if (!id.ok) return id;
    await record(ports, tx, doer, { type: 'owner.created_from_cli', subjectId: id.value, detail: { username } });
    const invitation = await makeInvitation(ports, tx, doer, id.value, PRINTED_LINK_MS);
    return ok({ ...invitation, username });
  });
}

/** Somebody invited gets the role besides those they have; somebody unknown is added. */
async function personToBe(ports: Needed, tx: Tx, doer: Doer, username: string): Promise<Result<PersonId, RefusedCall>> {
  const known = await findPersonByUsername(tx, username);
  if (known === null) {
    const id = ports.newId(doer.at) as PersonId;
    const person = { id, username, displayName: username, email: null, userHandle: newUserHandle(ports) };
    if (!(await insertPerson(tx, person, doer.at))) return err(refuse('person.username_taken', { username }));
    await record(ports, tx, doer, {
      type: 'person.created',
      subjectId: id,
      detail: { username, displayName: username, groups: [] },
    });
    await replaceRoles(tx, id, ['owner']);
    return ok(id);
  }
  await lockPerson(tx, known.id);
  const obstacle = invitationObstacle(known);
  if (obstacle !== null) return err(refuse(obstacle, { username }));
  await replaceRoles(tx, known.id, [...new Set([...known.roles, 'owner' as const])]);
  return ok(known.id);
}
