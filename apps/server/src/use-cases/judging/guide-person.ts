import { judge, type Policy, sentenceForPerson, type Verdict } from '@holdfast/policy';
import type { RefusedCall } from '../../http/route.ts';
import { type Credential, credentialsOfPerson } from '../../store/credentials.ts';
import type { Queries } from '../../store/database.ts';
import type { Person } from '../../store/people.ts';

type Refused = {
  readonly credential: Credential;
  readonly person: Person;
  readonly policy: Policy;
  readonly verdict: Verdict;
};

/**
 * Tells a person whose signature holds, but whose passkey is not accepted, which passkey that is, what is wrong with it and
 * what they can do: use another one that works, and put a new one in its place.
 */
export async function guided(
  queries: Queries,
  refused: RefusedCall,
  { credential, person, policy, verdict }: Refused,
): Promise<RefusedCall> {
  const others = (await credentialsOfPerson(queries, person.id)).filter(
    ({ id, status, assessment }) =>
      id !== credential.id && status === 'active' && judge(policy, person.groups, assessment).outcome === 'accepted',
  );
  const why = sentenceForPerson(verdict) ?? credential.statusReason;
  const { status, statusCause } = credential;
  return {
    ...refused,
    message: `Your passkey “${credential.name}” cannot be used: ${why} ${whatToDo(others)}`,
    detail: { ...refused.detail, status, cause: statusCause, otherPasskeys: others.length },
  };
}

function whatToDo(others: readonly Credential[]): string {
  const names = others.map(({ name }) => `“${name}”`);
  const [only] = names;
  if (only === undefined) {
    return 'You have no other passkey that can be used, so ask your help desk or an administrator for help.';
  }
  const choice = names.length === 1 ? only : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
  return `Sign in with ${choice}, then add a new passkey in its place on your account page.`;
}
