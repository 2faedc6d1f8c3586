import { err, ok, type PersonId, type Result, refuse } from '@holdfast/kernel';
import { parsePolicy } from '@holdfast/policy';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import type { Tx } from '../../store/database.ts';
import { decideProposal, findProposal, type PolicyProposal, type ProposalState } from '../../store/policy-proposals.ts';
import type { PolicyOrigin } from '../../store/policy-versions.ts';
import { type Acting, asPerson, record } from '../acting.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { lockActor } from '../people/protection.ts';
import type { PolicyChangeErrorCode } from './errors.ts';
import { ownersLockedOut } from './lock-out.ts';
import { policyInForce } from './policy-in-force.ts';
import { notUsable } from './propose-policy.ts';
import { type Applied, putIntoForce } from './put-into-force.ts';

type Needed = Pick<Ports, 'database' | 'newId'>;
type Found = PolicyProposal & { readonly source: string };

const originOf: { readonly [Via in PolicyProposal['proposedVia']]: PolicyOrigin } = {
  person: 'console',
  cli: 'cli',
  start: 'file',
};

/**
 * A second person puts a proposal into force. They approve the text that they saw: its digest comes with the request, so that
 * nothing can be put in its place between reading and approving.
 */
export async function approveProposal(
  ports: Needed,
  acting: Acting,
  proposalId: string,
  { digest, note }: { readonly digest: string; readonly note: string | null },
): Promise<Result<Applied, RefusedCall>> {
  return decideInTransaction(ports.database, async (tx) => {
    const open = await openProposal(tx, acting, proposalId);
    if (!open.ok) return open;
    const proposal = open.value;
    const { personId } = acting.actor;
    if (proposal.proposedBy?.id === personId) return err(about(personId, 'proposal.own', proposal));
    if (proposal.digest !== digest) return err(about(personId, 'proposal.other_text', proposal));
    const inForce = await policyInForce(tx);
    if (inForce.stored.version !== proposal.baseVersion) return err(about(personId, 'proposal.outdated', proposal));
    const parsed = parsePolicy(proposal.source, 'policy');
    if (!parsed.ok) return err(notUsable(parsed.error));
    const policy = parsed.value;
    if (!proposal.force && (await ownersLockedOut(tx, { today: inForce.policy, afterwards: policy }))) {
      return err(about(personId, 'policy.locks_out_owners', proposal));
    }
    const doer = asPerson(acting);
    await record(ports, tx, doer, {
      type: 'policy.approved',
      policyDigest: digest,
      detail: { ...told(proposal), note },
    });
    const applied = await putIntoForce(ports, tx, doer, {
      policy,
      before: inForce.stored,
      origin: originOf[proposal.proposedVia],
      note: proposal.note,
      proposalId,
    });
    const decided = { by: personId, at: acting.at, note, version: applied.version };
    await closeOpen(tx, proposalId, { state: 'applied', ...decided });
    return ok(applied);
  });
}

/** Says no. Whoever may approve may reject, the proposer included: it changes nothing. */
export async function rejectProposal(
  ports: Needed,
  acting: Acting,
  proposalId: string,
  reason: string,
): Promise<Result<undefined, RefusedCall>> {
  return decideInTransaction(ports.database, async (tx) => {
    const open = await openProposal(tx, acting, proposalId);
    if (!open.ok) return open;
    const { personId } = acting.actor;
    await closeOpen(tx, proposalId, { state: 'rejected', by: personId, at: acting.at, note: reason, version: null });
    await record(ports, tx, asPerson(acting), {
      type: 'policy.rejected',
      policyDigest: open.value.digest,
      detail: { ...told(open.value), reason },
    });
    return ok(undefined);
  });
}

/** Takes one's own proposal back. */
export async function withdrawProposal(
  ports: Needed,
  acting: Acting,
  proposalId: string,
): Promise<Result<undefined, RefusedCall>> {
  return decideInTransaction(ports.database, async (tx) => {
    const open = await openProposal(tx, acting, proposalId);
    if (!open.ok) return open;
    const { personId } = acting.actor;
    if (open.value.proposedBy?.id !== personId) return err(about(personId, 'proposal.not_yours', open.value));
    await closeOpen(tx, proposalId, { state: 'withdrawn', by: personId, at: acting.at, note: null, version: null });
    await record(ports, tx, asPerson(acting), {
      type: 'policy.withdrawn',
      policyDigest: open.value.digest,
      detail: told(open.value),
    });
    return ok(undefined);
  });
}

const closedBy: { readonly [State in Exclude<ProposalState, 'open'>]: PolicyChangeErrorCode } = {
  applied: 'proposal.closed',
  rejected: 'proposal.closed',
  withdrawn: 'proposal.closed',
  expired: 'proposal.expired',
  outdated: 'proposal.outdated',
};

/** Takes the lock under which policies change, then reads the proposal as it is now. */
async function openProposal(tx: Tx, acting: Acting, proposalId: string): Promise<Result<Found, RefusedCall>> {
  const still = await lockActor(tx, acting);
  if (!still.ok) return still;
  const proposal = await findProposal(tx, proposalId, acting.at);
  if (proposal === null) return err(refuse('proposal.not_found'));
  const { state } = proposal;
  return state === 'open' ? ok(proposal) : err(about(acting.actor.personId, closedBy[state], proposal));
}

async function closeOpen(tx: Tx, id: string, decision: Parameters<typeof decideProposal>[2]): Promise<void> {
  if (!(await decideProposal(tx, id, decision))) throw new Error(`proposal ${id} was closed under the lock`);
}

function told({ id, digest, baseVersion, force, proposedBy, proposedVia }: PolicyProposal) {
  return { proposalId: id, digest, baseVersion, force, proposedBy: proposedBy?.username ?? proposedVia };
}

function about(personId: PersonId, code: PolicyChangeErrorCode, proposal: PolicyProposal): RefusedCall {
  const detail = { ...told(proposal), state: proposal.state };
  return { ...refuse(code, detail), event: { type: 'request.refused', subjectId: personId } };
}
