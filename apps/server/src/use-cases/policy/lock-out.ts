import type { PersonId } from '@holdfast/kernel';
import { judge, type Policy } from '@holdfast/policy';
import { credentialsOfPerson } from '../../store/credentials.ts';
import type { Queries } from '../../store/database.ts';
import { listOwnersToJudge } from '../../store/owners.ts';
import { findPerson } from '../../store/people.ts';

/**
 * Whether no active owner could sign in under a policy. Passkeys that judging set aside count: a policy that accepts them
 * brings them back.
 */
export async function ownersLockedOut(queries: Queries, policy: Policy): Promise<boolean> {
  const owners = await listOwnersToJudge(queries);
  return !owners.some(({ groups, assessments }) =>
    assessments.some((assessment) => judge(policy, groups, assessment).outcome === 'accepted'),
  );
}

/** Whether somebody has a passkey that is accepted today and would have none under another policy. */
export async function personLockedOut(
  queries: Queries,
  { today, afterwards }: { readonly today: Policy; readonly afterwards: Policy },
  personId: PersonId | null,
): Promise<boolean> {
  const person = personId === null ? null : await findPerson(queries, personId);
  if (person === null) return false;
  const all = await credentialsOfPerson(queries, person.id);
  const active = all.filter(({ status }) => status === 'active');
  const restorable = all.filter(({ status, statusCause }) => status === 'quarantined' && statusCause === 'judged');
  const isLetIn = (policy: Policy, passkeys: typeof all): boolean =>
    passkeys.some(({ assessment }) => judge(policy, person.groups, assessment).outcome === 'accepted');
  return isLetIn(today, active) && !isLetIn(afterwards, [...active, ...restorable]);
}
