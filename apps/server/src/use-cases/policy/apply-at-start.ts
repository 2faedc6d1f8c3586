import { after } from '@holdfast/kernel';
import { type Policy, parsePolicy, problemText } from '@holdfast/policy';
import type { Ports } from '../../ports.ts';
import { isUniqueViolation, type Tx } from '../../store/database.ts';
import { lockOwners } from '../../store/locks.ts';
import { insertProposal, latestFromStart, outdateFromStart } from '../../store/policy-proposals.ts';
import { newestDigestFromFile, newestPolicy, type PolicyVersion } from '../../store/policy-versions.ts';
import { type Doer, record } from '../acting.ts';
import { ownersLockedOut } from './lock-out.ts';
import { demandsSecondPerson, policyInForce } from './policy-in-force.ts';
import { PROPOSAL_LIFE_MS } from './propose-policy.ts';
import { putIntoForce } from './put-into-force.ts';

type Needed = Pick<Ports, 'database' | 'now' | 'newId'>;

export type PolicySource = {
  readonly source: string;
  readonly origin: 'shipped' | 'file';
  /** Name of the file, for messages. */
  readonly file?: string;
};

/**
 * - `applied`: it is in force now
 * - `unchanged`: it was in force already, or a shipped default had nothing to replace
 * - `kept`: the file was applied before and the policy was changed elsewhere since; the file acts again when it changes
 * - `proposed`, `waiting`: it needs a second person, and was proposed now or before
 * - `rejected`: a second person said no to this text
 */
export type AtStart = 'applied' | 'unchanged' | 'kept' | 'proposed' | 'waiting' | 'rejected';

/** How often a node tries again when another one took the version number first. */
const TRIES_MAX = 5;

/**
 * Puts a policy into force when it differs from the one that is. The shipped default never takes the place of one that
 * came from elsewhere: a setting that was forgotten must not loosen anything. A file waits as a proposal where the policy
 * in force demands a second person, and where no owner could sign in any more afterwards.
 *
 * @throws with every problem, one a line, when the text has errors: nothing is then stored
 */
export async function applyPolicyAtStart(
  ports: Needed,
  { source, origin, file = 'the shipped policy' }: PolicySource,
): Promise<AtStart> {
  const parsed = parsePolicy(source, file);
  if (!parsed.ok) throw new Error(`The policy is not usable:\n${parsed.error.map(problemText).join('\n')}`);
  for (let tries = 1; ; tries += 1) {
    try {
      return await applyOnce(ports, parsed.value, origin);
    } catch (error) {
      // Another node applied a version between our look and our write: look again.
      if (!isUniqueViolation(error) || tries === TRIES_MAX) throw error;
    }
  }
}

async function applyOnce(ports: Needed, policy: Policy, origin: PolicySource['origin']): Promise<AtStart> {
  const doer: Doer = { by: 'system', at: ports.now() };
  return ports.database.inTransaction(async (tx) => {
    await lockOwners(tx);
    const newest = await newestPolicy(tx);
    if (newest?.digest === policy.digest) return 'unchanged';
    if (newest !== null && newest.origin !== 'shipped' && origin === 'shipped') return 'unchanged';
    if (newest !== null && origin === 'file') {
      const waits = await insteadOf(ports, tx, doer, policy, newest);
      if (waits !== null) return waits;
    }
    await putIntoForce(ports, tx, doer, { policy, before: newest, origin });
    return 'applied';
  });
}

/** What happens to the text of a file where it is not applied at once; null where it is. */
async function insteadOf(
  ports: Pick<Ports, 'newId'>,
  tx: Tx,
  doer: Doer,
  policy: Policy,
  newest: PolicyVersion,
): Promise<AtStart | null> {
  const { digest } = policy;
  if (newest.origin !== 'file' && (await newestDigestFromFile(tx)) === digest) return 'kept';
  const { policy: inForce } = await policyInForce(tx);
  const force = await ownersLockedOut(tx, { today: inForce, afterwards: policy });
  if (!force && !demandsSecondPerson(inForce)) return null;
  const earlier = await latestFromStart(tx, digest, newest.version, doer.at);
  if (earlier === 'open') return 'waiting';
  if (earlier === 'rejected') return 'rejected';
  await outdateFromStart(tx, doer.at);
  await propose(ports, tx, doer, policy, newest.version, force);
  return 'proposed';
}

async function propose(
  ports: Pick<Ports, 'newId'>,
  tx: Tx,
  doer: Doer,
  { digest, source }: Policy,
  baseVersion: number,
  force: boolean,
): Promise<void> {
  const { at } = doer;
  const proposalId = ports.newId(at);
  const note = 'The policy file that a starting server was given.';
  await insertProposal(tx, {
    id: proposalId,
    source,
    digest,
    baseVersion,
    note,
    force,
    proposedVia: 'start',
    proposedBy: null,
    proposedAt: at,
    expiresAt: after(at, PROPOSAL_LIFE_MS),
  });
  await record(ports, tx, doer, {
    type: 'policy.proposed',
    policyDigest: digest,
    detail: { proposalId, digest, baseVersion, note, force },
  });
}
