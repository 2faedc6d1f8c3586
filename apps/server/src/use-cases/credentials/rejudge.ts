import type { PersonId } from '@holdfast/kernel';
import { judge, type Policy } from '@holdfast/policy';
import { credentialsOfPerson } from '../../store/credentials.ts';
import { storeVerdict } from '../../store/credentials-admin.ts';
import type { Queries } from '../../store/database.ts';

/** Judges the passkeys of one person again, after what applies to them changed. Nothing is grandfathered in silence. */
export async function rejudgePasskeys(
  tx: Queries,
  policy: Policy,
  personId: PersonId,
  groups: readonly string[],
): Promise<void> {
  for (const { id, assessment } of await credentialsOfPerson(tx, personId)) {
    await storeVerdict(tx, id, judge(policy, groups, assessment));
  }
}
