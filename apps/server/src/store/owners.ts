import type { PersonId } from '@holdfast/kernel';
import type { Assessment } from '@holdfast/trust';
import type { Queries } from './database.ts';

/** An active owner with the assessments of their active passkeys. Owners are few. */
export type AbleOwner = {
  readonly id: PersonId;
  readonly groups: readonly string[];
  readonly assessments: readonly Assessment[];
};

export async function listAbleOwners(queries: Queries): Promise<readonly AbleOwner[]> {
  const passkeys = await queries
    .selectFrom('credential')
    .innerJoin('person', 'person.id', 'credential.person_id')
    .innerJoin('person_role', 'person_role.person_id', 'credential.person_id')
    .where('person_role.role', '=', 'owner')
    .where('person.status', '=', 'active')
    .where('credential.status', '=', 'active')
    .select(['credential.person_id', 'credential.assessment'])
    .execute();
  const byOwner = Map.groupBy(passkeys, (row) => row.person_id);
  if (byOwner.size === 0) return [];
  const members = await queries
    .selectFrom('group_member')
    .innerJoin('group', 'group.id', 'group_member.group_id')
    .where('group_member.person_id', 'in', [...byOwner.keys()])
    .select(['group_member.person_id', 'group.name'])
    .execute();
  return [...byOwner].map(([id, rows]) => ({
    id: id as PersonId,
    groups: members.filter((row) => row.person_id === id).map((row) => row.name),
    assessments: rows.map((row) => JSON.parse(row.assessment) as Assessment),
  }));
}
