import type { PersonId } from '@holdfast/kernel';
import type { Assessment } from '@holdfast/trust';
import { parseGroups } from './audiences.ts';
import type { Queries } from './database.ts';
import { assessmentOf } from './judgements.ts';

/** An active owner with the assessments of their active passkeys. Owners are few. */
export type AbleOwner = {
  readonly id: PersonId;
  readonly groups: readonly string[];
  readonly assessments: readonly Assessment[];
};

export async function listAbleOwners(queries: Queries): Promise<readonly AbleOwner[]> {
  const passkeys = await queries
    .selectFrom('person_role')
    .innerJoin('person', 'person.id', 'person_role.person_id')
    .innerJoin('audience', 'audience.id', 'person.audience_id')
    .innerJoin('credential', 'credential.person_id', 'person.id')
    .innerJoin('judgement', 'judgement.id', 'credential.judgement_id')
    .innerJoin('credential_facts', 'credential_facts.digest', 'judgement.facts_digest')
    .where('person_role.role', '=', 'owner')
    .where('person.status', '=', 'active')
    .where('credential.status', '=', 'active')
    .select(['credential.person_id', 'audience.groups', 'credential_facts.assessment'])
    .execute();
  const byOwner = Map.groupBy(passkeys, (row) => row.person_id);
  return [...byOwner].map(([id, rows]) => ({
    id: id as PersonId,
    groups: parseGroups(rows[0]?.groups ?? '[]'),
    assessments: rows.map((row) => assessmentOf(row.assessment)),
  }));
}
