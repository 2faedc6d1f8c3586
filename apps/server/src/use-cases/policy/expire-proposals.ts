import type { Ports } from '../../ports.ts';
import { decideProposal, listRunOut } from '../../store/policy-proposals.ts';
import { record } from '../acting.ts';

/** How many one run closes; there are never more open ones than that. */
const ROWS_MAX = 100;

/** Closes proposals whose time is over, with an event each. Nothing depends on it having run: they are refused by their time. */
export async function expireProposals(ports: Pick<Ports, 'database' | 'now' | 'newId'>): Promise<void> {
  const at = ports.now();
  for (const { id, digest, baseVersion } of await listRunOut(ports.database.queries, at, ROWS_MAX)) {
    await ports.database.inTransaction(async (tx) => {
      if (!(await decideProposal(tx, id, { state: 'expired', by: null, at, note: null, version: null }))) return;
      await record(
        ports,
        tx,
        { by: 'system', at },
        { type: 'policy.proposal_expired', policyDigest: digest, detail: { proposalId: id, digest, baseVersion } },
      );
    });
  }
}
