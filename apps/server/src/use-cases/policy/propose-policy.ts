import { after, DAY_MS, err, ok, type Result, refuse } from '@holdfast/kernel';
import { type Policy, type PolicyProblem, parsePolicy } from '@holdfast/policy';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import type { Tx } from '../../store/database.ts';
import { lockOwners } from '../../store/locks.ts';
import { countOpenProposals, insertProposal, isProposed } from '../../store/policy-proposals.ts';
import { type Doer, record } from '../acting.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { lockActor } from '../people/protection.ts';
import { ownersLockedOut, personLockedOut } from './lock-out.ts';
import { demandsSecondPerson, type InForce, policyInForce } from './policy-in-force.ts';
import { type Applied, putIntoForce } from './put-into-force.ts';

/** How long a second person has. */
export const PROPOSAL_LIFE_MS = 7 * DAY_MS;
export const OPEN_PROPOSALS_MAX = 20;
/** Problems that an answer names at most. */
const FIELDS_MAX = 20;

export type Wanted = {
  readonly source: string;
  readonly note: string;
  /** The version that was in force when the text was written. */
  readonly baseVersion: number;
  /** Asks to go on although no owner could sign in any more; a second person is then always needed. */
  readonly force: boolean;
};

export type Proposed =
  | ({
      readonly at: 'applied' /** Whoever did it can sign in no more. */;
      readonly locksOutYourself: boolean;
    } & Applied)
  | { readonly at: 'waiting'; readonly proposalId: string; readonly because: 'policy' | 'force' };

/**
 * Changes the policy: at once, or as a proposal where the policy in force, not the new one, demands a second person. Of a
 * refusal nothing is lost but the attempt: the text stays with whoever wrote it.
 */
export async function proposePolicy(
  ports: Pick<Ports, 'database' | 'newId'>,
  doer: Doer,
  wanted: Wanted,
): Promise<Result<Proposed, RefusedCall>> {
  const parsed = parsePolicy(wanted.source, 'policy');
  if (!parsed.ok) return err(notUsable(parsed.error));
  const policy = parsed.value;
  return decideInTransaction(ports.database, async (tx) => {
    const still = doer.by === 'person' ? await lockActor(tx, doer) : ok(await lockOwners(tx));
    if (!still.ok) return still;
    const inForce = await policyInForce(tx);
    const obstacle = await obstacleTo(tx, inForce, policy, wanted);
    if (obstacle !== null) return err(obstacle);
    if (wanted.force || demandsSecondPerson(inForce.policy)) return await keepOpen(ports, tx, doer, policy, wanted);
    const personId = doer.by === 'person' ? doer.actor.personId : null;
    const locksOutYourself = await personLockedOut(tx, { today: inForce.policy, afterwards: policy }, personId);
    const origin = personId === null ? 'cli' : 'console';
    const applied = await putIntoForce(ports, tx, doer, { policy, before: inForce.stored, origin, note: wanted.note });
    return ok({ at: 'applied', locksOutYourself, ...applied });
  });
}

async function obstacleTo(
  tx: Tx,
  { stored, policy: today }: InForce,
  policy: Policy,
  { baseVersion, force }: Wanted,
): Promise<RefusedCall | null> {
  if (stored.version !== baseVersion) {
    return refuse('policy.base_moved', { baseVersion, inForce: stored.version });
  }
  if (stored.digest === policy.digest) return refuse('policy.unchanged', { version: stored.version });
  if (!force && (await ownersLockedOut(tx, { today, afterwards: policy })))
    return refuse('policy.locks_out_owners', { digest: policy.digest });
  return null;
}

async function keepOpen(
  ports: Pick<Ports, 'newId'>,
  tx: Tx,
  doer: Doer,
  { digest, source }: Policy,
  { note, baseVersion, force }: Wanted,
): Promise<Result<Proposed, RefusedCall>> {
  const { at } = doer;
  if (await isProposed(tx, digest, at)) return err(refuse('proposal.exists', { digest }));
  const open = await countOpenProposals(tx, at);
  if (open >= OPEN_PROPOSALS_MAX) return err(refuse('proposal.too_many', { open }));
  const proposalId = ports.newId(at);
  await insertProposal(tx, {
    id: proposalId,
    source,
    digest,
    baseVersion,
    note,
    force,
    proposedVia: doer.by === 'person' ? 'person' : 'cli',
    proposedBy: doer.by === 'person' ? doer.actor.personId : null,
    proposedAt: at,
    expiresAt: after(at, PROPOSAL_LIFE_MS),
  });
  await record(ports, tx, doer, {
    type: 'policy.proposed',
    policyDigest: digest,
    detail: { proposalId, digest, baseVersion, note, force },
  });
  return ok({ at: 'waiting', proposalId, because: force ? 'force' : 'policy' });
}

/** A text with errors: each with its place, as far as an answer has room. */
export function notUsable(problems: readonly PolicyProblem[]): RefusedCall {
  const errors = problems.filter(({ severity }) => severity === 'error');
  return {
    ...refuse('policy.invalid', { problems: errors.length }),
    fields: errors.slice(0, FIELDS_MAX).map(({ line, column, message }) => ({
      field: `body/source:${line}:${column}`,
      message: message.slice(0, 200),
    })),
  };
}
