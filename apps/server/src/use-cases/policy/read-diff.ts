import type { PersonId } from '@holdfast/kernel';
import {
  checkPolicy,
  comparePolicies,
  type DiffLine,
  lineDiff,
  type PolicyChange,
  type PolicyProblem,
} from '@holdfast/policy';
import { rolesWith } from '../../access/permissions.ts';
import type { Ports } from '../../ports.ts';
import { countActiveHolders } from '../../store/policy-approvers.ts';
import { ownersLockedOut, personLockedOut } from './lock-out.ts';
import { demandsSecondPerson, policyInForce } from './policy-in-force.ts';

export type PolicyDiff = {
  /** The version that it was compared with. */
  readonly inForce: number;
  readonly problems: readonly PolicyProblem[];
  /** Empty where the text has errors. */
  readonly changes: readonly PolicyChange[];
  readonly lines: readonly DiffLine[];
  readonly secondPerson: boolean;
  /** How many active people other than who asks may approve. */
  readonly approvers: number;
  readonly locksOut: { readonly owners: boolean; readonly yourself: boolean };
};

/** What a text would change of the policy in force, before anybody does anything. */
export async function readDiff(
  { database: { queries } }: Pick<Ports, 'database'>,
  source: string,
  readerId: PersonId | null,
): Promise<PolicyDiff> {
  const { stored, policy: today } = await policyInForce(queries);
  const { policy, problems } = checkPolicy(source, 'policy');
  const isKnown = policy !== null && policy.digest !== today.digest;
  return {
    inForce: stored.version,
    problems,
    changes: policy === null ? [] : comparePolicies(today, policy),
    lines: lineDiff(stored.source, source),
    secondPerson: demandsSecondPerson(today),
    approvers: await countActiveHolders(queries, rolesWith('policy:approve'), readerId),
    locksOut: {
      owners: isKnown && (await ownersLockedOut(queries, { today, afterwards: policy })),
      yourself: isKnown && (await personLockedOut(queries, { today, afterwards: policy }, readerId)),
    },
  };
}
