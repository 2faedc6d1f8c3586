import { groupsNamed, type Policy } from '@holdfast/policy';
import type { Ports } from '../../ports.ts';
import type { Queries } from '../../store/database.ts';
import { nameGroups } from '../../store/named-groups.ts';
import { outdateProposals } from '../../store/policy-proposals.ts';
import { insertPolicy, type PolicyOrigin, type PolicyVersion } from '../../store/policy-versions.ts';
import { type Doer, record } from '../acting.ts';
import { requestRejudging } from '../judging/request-rejudging.ts';

export type Applied = {
  readonly version: number;
  /** Open proposals that were written against the version before, and are closed by this one. */
  readonly outdated: number;
};

/**
 * Makes a policy the one in force, and everything that hangs on it, in the transaction that decided so: the version, the
 * event, what others proposed against the version before, and judging everything again.
 *
 * @throws a unique violation when another node took the number first
 */
export async function putIntoForce(
  ports: Pick<Ports, 'newId'>,
  tx: Queries,
  doer: Doer,
  {
    policy,
    before,
    origin,
    note = null,
    proposalId = null,
  }: {
    readonly policy: Policy;
    readonly before: Pick<PolicyVersion, 'version' | 'digest'> | null;
    readonly origin: PolicyOrigin;
    readonly note?: string | null;
    readonly proposalId?: string | null;
  },
): Promise<Applied> {
  const { digest, source } = policy;
  const { at } = doer;
  const version = (before?.version ?? 0) + 1;
  await insertPolicy(tx, {
    version,
    digest,
    source,
    origin,
    appliedAt: at,
    appliedBy: nameOf(doer),
    note,
    proposalId,
  });
  await nameGroups(tx, groupsNamed(policy));
  const outdated = await outdateProposals(tx, version, at, proposalId);
  await record(ports, tx, doer, {
    type: 'policy.applied',
    policyDigest: digest,
    detail: { version, origin, digest, before: before?.digest ?? null, note, proposalId, outdated },
  });
  await requestRejudging(ports, tx, {
    at,
    cause: `version ${version} of the policy was put into force`,
    requestedBy: doer.by === 'person' ? doer.actor.personId : null,
  });
  return { version, outdated };
}

function nameOf(doer: Doer): string {
  switch (doer.by) {
    case 'person':
      return doer.actor.username;
    case 'cli':
      return 'command line';
    default:
      return 'server start';
  }
}
