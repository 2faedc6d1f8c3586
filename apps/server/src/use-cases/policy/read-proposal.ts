import { err, type Instant, ok, type PersonId, type Result, refuse } from '@holdfast/kernel';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { findProposal, type PolicyProposal } from '../../store/policy-proposals.ts';
import { findPolicyVersion, type PolicyVersion } from '../../store/policy-versions.ts';
import { type PolicyDiff, readDiff } from './read-diff.ts';

export type ProposalView = {
  readonly proposal: PolicyProposal;
  readonly source: string;
  /** Against the policy in force now, which is what approving it would change. */
  readonly diff: PolicyDiff;
};

export async function readProposal(
  ports: Pick<Ports, 'database'>,
  id: string,
  at: Instant,
  readerId: PersonId,
): Promise<Result<ProposalView, RefusedCall>> {
  const found = await findProposal(ports.database.queries, id, at);
  if (found === null) return err(refuse('proposal.not_found'));
  const { source, ...proposal } = found;
  return ok({ proposal, source, diff: await readDiff(ports, source, readerId) });
}

export async function readVersion(
  { database }: Pick<Ports, 'database'>,
  version: number,
  at: Instant,
): Promise<Result<{ readonly stored: PolicyVersion; readonly proposal: PolicyProposal | null }, RefusedCall>> {
  const stored = await findPolicyVersion(database.queries, version);
  if (stored === null) return err(refuse('policy.version_not_found', { version }));
  const { proposalId } = stored;
  const found = proposalId === null ? null : await findProposal(database.queries, proposalId, at);
  if (found === null) return ok({ stored, proposal: null });
  const { source: _, ...proposal } = found;
  return ok({ stored, proposal });
}
