import { judge, type Policy, sentenceForPerson, type Verdict } from '@holdfast/policy';
import type { TrustData } from '@holdfast/trust';
import type { RefusedCall } from '../../http/route.ts';
import { type Credential, credentialsOfPerson } from '../../store/credentials.ts';
import type { Queries } from '../../store/database.ts';
import type { Person } from '../../store/people.ts';
import { assessToday } from './assess-today.ts';

type Refused = {
  readonly credential: Credential;
  readonly person: Person;
  readonly policy: Policy;
  readonly trust: TrustData;
  readonly verdict: Verdict;
};

/**
 * Tells a person whose signature holds, but whose passkey is not accepted, what they can do: use another one that works now,
 * and put a new one in its place; then which passkey it is and why.
 */
export async function guided(
  queries: Queries,
  refused: RefusedCall,
  { credential, person, policy, trust, verdict }: Refused,
): Promise<RefusedCall> {
  const others: Credential[] = [];
  for (const other of await credentialsOfPerson(queries, person.id)) {
    if (other.id === credential.id || other.status !== 'active') continue;
    // What is stored may be of yesterday, and nobody is sent to a passkey that is refused as well.
    const assessment = await assessToday(queries, trust, other.factsDigest);
    if (judge(policy, person.groups, assessment).outcome === 'accepted') others.push(other);
  }
  const why = sentenceForPerson(verdict) ?? credential.statusReason;
  const { status, statusCause } = credential;
  return {
    ...refused,
    message: `${whatToDo(others)} Your passkey “${credential.name}” cannot be used now: ${why}`,
    detail: { ...refused.detail, status, cause: statusCause, otherPasskeys: others.length },
  };
}

function whatToDo(others: readonly Credential[]): string {
  const names = others.map(({ name }) => `“${name}”`);
  const [only] = names;
  if (only === undefined) {
    return 'Ask your help desk or an administrator for help: you have no other passkey that can be used.';
  }
  const choice = names.length === 1 ? only : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
  return `Sign in with ${choice}, then add a new passkey on your account page.`;
}
