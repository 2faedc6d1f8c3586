import type { PersonId } from '@holdfast/kernel';
import type { Assessment } from '@holdfast/trust';
import { parseGroups } from './audiences.ts';
import type { Queries } from './database.ts';
import { assessmentOf } from './judgements.ts';

/** An active owner with the assessments of passkeys of theirs. Owners are few. */
export type AbleOwner = {
  readonly id: PersonId;
  readonly groups: readonly string[];
  readonly assessments: readonly Assessment[];
};

/** With their active passkeys. */
export async function listAbleOwners(queries: Queries): Promise<readonly AbleOwner[]> {
  return ownersOf(await passkeysOfOwners(queries).where('credential.status', '=', 'active').execute());
}

/** With every passkey that a policy can let in: judging brings back what judging set aside. */
export async function listOwnersToJudge(queries: Queries): Promise<readonly AbleOwner[]> {
  const passkeys = passkeysOfOwners(queries).where((e) =>
    e.or([
      e('credential.status', '=', 'active'),
      e.and([e('credential.status', '=', 'quarantined'), e('credential.status_cause', '=', 'judged')]),
    ]),
  );
  return ownersOf(await passkeys.execute());
}

function passkeysOfOwners(queries: Queries) {
  return queries
    .selectFrom('person_role')
    .innerJoin('person', 'person.id', 'person_role.person_id')
    .innerJoin('credential', 'credential.person_id', 'person.id')
    .innerJoin('judgement', 'judgement.id', 'credential.judgement_id')
    .innerJoin('credential_facts', 'credential_facts.digest', 'judgement.facts_digest')
    .where('person_role.role', '=', 'owner')
    .where('person.status', '=', 'active')
    .select(['credential.person_id', 'person.group_names', 'credential_facts.assessment']);
}

function ownersOf(
  passkeys: readonly { readonly person_id: string; readonly group_names: string; readonly assessment: string }[],
): readonly AbleOwner[] {
  const byOwner = Map.groupBy(passkeys, (row) => row.person_id);
  return [...byOwner].map(([id, rows]) => ({
    id: id as PersonId,
    groups: parseGroups(rows[0]?.group_names ?? '[]'),
    assessments: rows.map((row) => assessmentOf(row.assessment)),
  }));
}

export async function hasActiveOwner(queries: Queries): Promise<boolean> {
  const row = await queries
    .selectFrom('person_role')
    .innerJoin('person', 'person.id', 'person_role.person_id')
    .where('person_role.role', '=', 'owner')
    .where('person.status', '=', 'active')
    .select('person.id')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
