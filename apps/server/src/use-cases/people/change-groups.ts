import { err, type GroupId, type PersonId, type Result, refuse } from '@holdfast/kernel';
import { judge, type Policy, populationsOf } from '@holdfast/policy';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports, Standing } from '../../ports.ts';
import { refreshAudience } from '../../store/audiences.ts';
import { type AssessedPasskey, credentialsOfPerson } from '../../store/credentials.ts';
import type { Queries } from '../../store/database.ts';
import { deleteMember, insertMember } from '../../store/groups.ts';
import type { Person } from '../../store/people.ts';
import { type Acting, asPerson, record } from '../acting.ts';
import { moveOf } from '../judging/move-of.ts';
import { rejudgePerson } from '../judging/rejudge-person.ts';
import { keepingAnOwner, refusalAbout } from './protection.ts';

export type NamedGroup = { readonly id: GroupId; readonly name: string };

/**
 * Puts a person into groups and takes them out of others, and judges their passkeys by the policy that now applies.
 * The caller holds the lock of the person.
 *
 * @returns whether anything changed
 */
export async function changeGroups(
  ports: Ports,
  tx: Queries,
  acting: Acting,
  standing: Pick<Standing, 'policy' | 'trust'>,
  person: Person,
  { joins, leaves }: { readonly joins: readonly NamedGroup[]; readonly leaves: readonly NamedGroup[] },
): Promise<Result<boolean, RefusedCall>> {
  const { policy } = standing;
  const left = new Set(leaves.map((group) => group.name));
  const groups = [
    ...new Set([...person.groups.filter((name) => !left.has(name)), ...joins.map((group) => group.name)]),
  ];
  if (person.id === acting.actor.personId && loosens(policy, person.groups, groups)) {
    return err(refusalAbout(person.id, 'group.changes_own_policy'));
  }
  const lockedOut = refusalAbout(person.id, 'group.locks_out_owners');
  const changed = await keepingAnOwner(tx, policy, lockedOut, () => move(ports, tx, acting, person, { joins, leaves }));
  if (!changed.ok || !changed.value) return changed;
  if (await locksOut(tx, policy, person, groups)) return err(refusalAbout(person.id, 'group.locks_person_out'));
  const audience = await refreshAudience(tx, person.id);
  await rejudgePerson(ports, tx, acting, standing, { personId: person.id, audience });
  return changed;
}

/** Whether somebody who can sign in now could not do so any more: groups are no way to shut people out by surprise. */
async function locksOut(tx: Queries, policy: Policy, person: Person, groups: readonly string[]): Promise<boolean> {
  if (person.status !== 'active') return false;
  const passkeys = await credentialsOfPerson(tx, person.id);
  const accepts = (of: readonly string[], { assessment }: AssessedPasskey) =>
    judge(policy, of, assessment).outcome === 'accepted';
  const hadWayIn = passkeys.some((each) => each.status === 'active' && accepts(person.groups, each));
  // One that judging set aside comes back with groups whose rules accept it.
  const returns = (each: AssessedPasskey) => each.status === 'active' || moveOf(each, 'active') === 'restore';
  return hadWayIn && !passkeys.some((each) => returns(each) && accepts(groups, each));
}

async function move(
  ports: Ports,
  tx: Queries,
  acting: Acting,
  person: Person,
  { joins, leaves }: { readonly joins: readonly NamedGroup[]; readonly leaves: readonly NamedGroup[] },
): Promise<boolean> {
  let changed = false;
  for (const { id, name } of joins) {
    if (!(await insertMember(tx, id, person.id, acting.at))) continue;
    changed = true;
    await record(ports, tx, asPerson(acting), about('group.member_added', person.id, id, name));
  }
  for (const { id, name } of leaves) {
    if (!(await deleteMember(tx, id, person.id))) continue;
    changed = true;
    await record(ports, tx, asPerson(acting), about('group.member_removed', person.id, id, name));
  }
  // Who can sign in is asked right after this, and depends on it.
  if (changed) await refreshAudience(tx, person.id);
  return changed;
}

function about(type: string, subjectId: PersonId, groupId: GroupId, group: string) {
  return { type, subjectId, detail: { groupId, group } };
}

/** Adding an entry of the policy only ever makes it stricter, except where none applied: then nothing was allowed. */
export function loosens(policy: Policy, before: readonly string[], after: readonly string[]): boolean {
  const had = populationsOf(policy, before);
  const has = populationsOf(policy, after);
  return had.some((population) => !has.includes(population)) || (had.length === 0 && has.length > 0);
}

export function groupsMissing(
  personId: PersonId | null,
  names: readonly string[],
  found: readonly NamedGroup[],
): RefusedCall {
  const missing = names.filter((name) => !found.some((group) => group.name === name));
  return {
    ...refuse('group.not_found', { groups: missing }),
    event: { type: 'request.refused', subjectId: personId },
    fields: [{ field: 'body/groups', message: `there is no group ${missing.join(', ')}`.slice(0, 200) }],
  };
}

export function movesBetween(
  before: readonly string[],
  wanted: readonly NamedGroup[],
  known: readonly NamedGroup[],
): { joins: readonly NamedGroup[]; leaves: readonly NamedGroup[] } {
  return {
    joins: wanted.filter((group) => !before.includes(group.name)),
    leaves: known.filter((group) => before.includes(group.name) && !wanted.some((each) => each.id === group.id)),
  };
}
