import { err, ok, type Result } from '@holdfast/kernel';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import type { Tx } from '../../store/database.ts';
import { lockGroupsByName } from '../../store/groups.ts';
import type { Person } from '../../store/people.ts';
import { findPersonSummary, type PersonSummary, updatePerson } from '../../store/people-admin.ts';
import { type Acting, asPerson, record } from '../acting.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { changeGroups, groupsMissing, movesBetween } from './change-groups.ts';
import { lockTarget } from './protection.ts';

export type PersonChange = {
  readonly displayName?: string;
  readonly email?: string | null;
  /** All groups that the person is to be in. */
  readonly groups?: readonly string[];
};

/** Changes name, e-mail address or groups. What stays as it is leaves no event. */
export async function changePerson(
  ports: Ports,
  acting: Acting,
  personId: string,
  change: PersonChange,
): Promise<Result<PersonSummary, RefusedCall>> {
  const standing = await ports.standing();
  return decideInTransaction(ports.database, async (tx) => {
    const target = await lockTarget(tx, acting, personId);
    if (!target.ok) return target;
    const person = target.value;
    if (change.groups !== undefined) {
      const names = [...new Set(change.groups)].sort();
      const known = await lockGroupsByName(tx, [...names, ...person.groups]);
      const wanted = known.filter((group) => names.includes(group.name));
      if (wanted.length < names.length) return err(groupsMissing(person.id, names, wanted));
      const moved = await changeGroups(ports, tx, acting, standing, person, movesBetween(person.groups, wanted, known));
      if (!moved.ok) return moved;
    }
    await changeWords(ports, tx, acting, person, change);
    const summary = await findPersonSummary(tx, person.id);
    if (summary === null) throw new Error(`person ${person.id} went away under their own lock`);
    return ok(summary);
  });
}

async function changeWords(
  ports: Ports,
  tx: Tx,
  acting: Acting,
  person: Person,
  { displayName, email }: PersonChange,
): Promise<void> {
  const changed = {
    ...(displayName === undefined || displayName === person.displayName ? {} : { displayName }),
    ...(email === undefined || email === person.email ? {} : { email }),
  };
  if (Object.keys(changed).length === 0) return;
  await updatePerson(tx, person.id, changed, acting.at);
  await record(ports, tx, asPerson(acting), {
    type: 'person.changed',
    subjectId: person.id,
    detail: { before: { displayName: person.displayName, email: person.email }, changed },
  });
}
