import { err, ok, refuse } from '@holdfast/kernel';
import type { Policy } from '@holdfast/policy';
import type { Static } from 'typebox';
import { findGroup, type GroupSummary, listGroups, listMembers } from '../store/groups.ts';
import { createGroup, describeGroup, moveMember, removeGroup } from '../use-cases/groups/manage-groups.ts';
import { groupsContract as contract, type GroupRow } from './contract/groups.ts';
import { decodeCursor, LIMIT_DEFAULT, pageAnswer, parseListQuery } from './list-query.ts';
import { type Route, route } from './route.ts';

/** How many members the page of a group shows; the list of people finds all of them with `group:`. */
const MEMBERS_SHOWN = 200;

export const groupsRoutes: readonly Route[] = [
  route(contract.list, async (ports, { query }) => {
    const wanted = parseListQuery(query.q, {});
    if (!wanted.ok) return wanted;
    const after = decodeCursor(query.cursor, ['string']);
    if (!after.ok) return after;
    const { policy } = await ports.standing();
    const limit = query.limit ?? LIMIT_DEFAULT;
    const page = await listGroups(ports.database.queries, wanted.value.words, { after: after.value, limit });
    return ok({ body: pageAnswer(page, (group) => groupRow(policy, group)) });
  }),
  route(contract.read, async (ports, { params }) => {
    const { queries } = ports.database;
    const group = await findGroup(queries, params.groupId);
    if (group === null) return err(refuse('group.not_found'));
    const { policy } = await ports.standing();
    const members = await listMembers(queries, group.id, MEMBERS_SHOWN);
    return ok({ body: { group: groupRow(policy, group), members: [...members] } });
  }),
  route(contract.create, async (ports, call) => {
    const created = await createGroup(ports, call, call.body);
    if (!created.ok) return created;
    return ok({ body: { group: groupRow((await ports.standing()).policy, created.value) } });
  }),
  route(contract.update, async (ports, call) => {
    const changed = await describeGroup(ports, call, call.params.groupId, call.body.description);
    if (!changed.ok) return changed;
    return ok({ body: { group: groupRow((await ports.standing()).policy, changed.value) } });
  }),
  route(contract.remove, async (ports, call) => {
    const removed = await removeGroup(ports, call, call.params.groupId);
    return removed.ok ? ok({ body: undefined }) : removed;
  }),
  route(contract.addMember, async (ports, call) => {
    const moved = await moveMember(ports, call, call.params, 'in');
    return moved.ok ? ok({ body: undefined }) : moved;
  }),
  route(contract.removeMember, async (ports, call) => {
    const moved = await moveMember(ports, call, call.params, 'out');
    return moved.ok ? ok({ body: undefined }) : moved;
  }),
];

/** The populations that apply to members because of this group; those that apply to everybody are not told again. */
function groupRow(policy: Policy, group: GroupSummary): Static<typeof GroupRow> {
  const applying = policy.populations.filter(({ appliesTo }) => appliesTo?.includes(group.name));
  return { ...group, populations: applying.map(({ name }) => name) };
}
