import type { PersonId } from '@holdfast/kernel';
import { judge, type Policy } from '@holdfast/policy';
import { credentialsOfPerson } from '../../store/credentials.ts';
import type { Queries } from '../../store/database.ts';
import { listOwnersToJudge } from '../../store/owners.ts';
import { findPerson } from '../../store/people.ts';

type Two = { readonly today: Policy; readonly afterwards: Policy };

/**
 * Whether some active owner can sign in today and none could under another policy. Passkeys that judging set aside count: a
 * policy that accepts them brings them back. Where nobody is an owner yet, nobody is locked out.
 */
export async function ownersLockedOut(queries: Queries, { today, afterwards }: Two): Promise<boolean> {
  const owners = await listOwnersToJudge(queries);
  const isSomeoneLetIn = (policy: Policy): boolean =>
    owners.some(({ groups, assessments }) =>
      assessments.some((assessment) => judge(policy, groups, assessment).outcome === 'accepted'),
    );
  return isSomeoneLetIn(today) && !isSomeoneLetIn(afterwards);
}

/** Whether somebody has a passkey that is accepted today and would have none under another policy. */
export async function personLockedOut(
  queries: Queries,
  { today, afterwards }: Two,
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
