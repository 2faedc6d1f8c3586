import type { Api } from '@holdfast/server/contract';
import { count } from '../count.ts';
import { words } from '../words.ts';

export type GroupAnswer = Api['GET /api/v1/groups/:groupId']['answer'];
export type Member = GroupAnswer['members'][number];

export function addEffect({ group }: GroupAnswer, person: string): string {
  return group.populations.length === 0
    ? words('group.addEffectNone', { person })
    : words('group.addEffect', { person, populations: group.populations.join(', ') });
}

export function removeEffect({ group }: GroupAnswer, person: string): string {
  return group.populations.length === 0
    ? words('group.removeEffectNone', { person })
    : words('group.removeEffect', { person, populations: group.populations.join(', ') });
}

/** Null when the group can be deleted, else why not. */
export function deletionBlocked({ group }: GroupAnswer): string | null {
  return group.members === 0 ? null : words('group.delete.blocked', { count: count(group.members) });
}

/** Said below a list that is not the whole of it. */
export function partOf({ group, members }: GroupAnswer): string | null {
  if (members.length >= group.members) return null;
  return words('group.firstMembers', { shown: count(members.length), all: count(group.members) });
}
