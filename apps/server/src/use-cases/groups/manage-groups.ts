import { err, type GroupId, ok, type Result, refuse } from '@holdfast/kernel';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { deleteGroup, findGroup, type GroupSummary, insertGroup, lockGroup, updateGroup } from '../../store/groups.ts';
import { type Acting, asPerson, record } from '../acting.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { changeGroups } from '../people/change-groups.ts';
import { lockActor, lockTarget } from '../people/protection.ts';

export async function createGroup(
  ports: Ports,
  acting: Acting,
  { name, description = '' }: { readonly name: string; readonly description?: string },
): Promise<Result<GroupSummary, RefusedCall>> {
  const { at } = acting;
  const id = ports.newId(at) as GroupId;
  return decideInTransaction(ports.database, async (tx) => {
    const still = await lockActor(tx, acting);
    if (!still.ok) return still;
    if (!(await insertGroup(tx, { id, name, description }, at))) {
      return err({ ...refuse('group.name_taken', { name }), fields: [{ field: 'body/name', message: 'is taken' }] });
    }
    await record(ports, tx, asPerson(acting), { type: 'group.created', detail: { groupId: id, group: name } });
    return ok({ id, name, description, members: 0, createdAt: at });
  });
}

export async function describeGroup(
  ports: Ports,
  acting: Acting,
  groupId: string,
  description: string,
): Promise<Result<GroupSummary, RefusedCall>> {
  return decideInTransaction(ports.database, async (tx) => {
    const still = await lockActor(tx, acting);
    if (!still.ok) return still;
    await lockGroup(tx, groupId);
    const group = await findGroup(tx, groupId);
    if (group === null) return err(refuse('group.not_found'));
    if (group.description === description) return ok(group);
    await updateGroup(tx, group.id, description);
    await record(ports, tx, asPerson(acting), {
      type: 'group.changed',
      detail: { groupId: group.id, group: group.name, before: group.description, description },
    });
    return ok({ ...group, description });
  });
}

/** Removes an empty group. One with members stays, so that nobody loses a stricter policy by accident. */
export async function removeGroup(
  ports: Ports,
  acting: Acting,
  groupId: string,
): Promise<Result<undefined, RefusedCall>> {
  return decideInTransaction(ports.database, async (tx) => {
    const still = await lockActor(tx, acting);
    if (!still.ok) return still;
    await lockGroup(tx, groupId);
    const group = await findGroup(tx, groupId);
    if (group === null) return err(refuse('group.not_found'));
    if (group.members > 0) return err(refuse('group.has_members', { members: group.members }));
    await deleteGroup(tx, group.id);
    await record(ports, tx, asPerson(acting), {
      type: 'group.removed',
      detail: { groupId: group.id, group: group.name },
    });
    return ok(undefined);
  });
}

/** Puts a person into a group or takes them out. Doing what is so already changes nothing and leaves no event. */
export async function moveMember(
  ports: Ports,
  acting: Acting,
  { groupId, personId }: { readonly groupId: string; readonly personId: string },
  move: 'in' | 'out',
): Promise<Result<undefined, RefusedCall>> {
  const standing = await ports.standing();
  return decideInTransaction(ports.database, async (tx) => {
    const target = await lockTarget(tx, acting, personId);
    if (!target.ok) return target;
    await lockGroup(tx, groupId);
    const group = await findGroup(tx, groupId);
    if (group === null) return err(refuse('group.not_found'));
    const moves = move === 'in' ? { joins: [group], leaves: [] } : { joins: [], leaves: [group] };
    const moved = await changeGroups(ports, tx, acting, standing, target.value, moves);
    return moved.ok ? ok(undefined) : moved;
  });
}
