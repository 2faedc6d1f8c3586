import { err, type Refusal, type Result, refuse } from '@holdfast/kernel';
import { judge, type Policy } from '@holdfast/policy';
import type { TrustData } from '@holdfast/trust';
import type { Ports } from '../../ports.ts';
import { trustFromDocuments } from '../../standing-trust.ts';
import { credentialsOfPerson } from '../../store/credentials.ts';
import type { Queries } from '../../store/database.ts';
import { listOwnersToJudge } from '../../store/owners.ts';
import type { TrustDocumentKind } from '../../store/trust-documents.ts';
import type { Doer } from '../acting.ts';
import { assessToday } from '../judging/assess-today.ts';
import { lockActor, someOwnerCanSignIn } from '../people/protection.ts';
import { policyInForce } from '../policy/policy-in-force.ts';

/** What nobody but the person who imports it vouches for: neither its publisher nor the operator signed it. */
const unsigned: ReadonlySet<TrustDocumentKind> = new Set(['android_status_list', 'local_models', 'managed_anchors']);

/**
 * Lets a person put a document into use unless no owner could sign in under it: an administrator, who may not touch an owner, could
 * shut all of them out with a list of their own making. The refusal must roll the change back.
 */
export async function keepingOwnersIn<T>(
  { trustSigners }: Pick<Ports, 'trustSigners'>,
  tx: Queries,
  doer: Doer,
  kind: TrustDocumentKind,
  change: () => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  if (doer.by !== 'person') return await change();
  const still = await lockActor(tx, doer);
  if (!still.ok) return still;
  if (!unsigned.has(kind)) return await change();
  const { policy } = await policyInForce(tx);
  const before = await someOwnerCanSignIn(tx, policy);
  const done = await change();
  if (!done.ok || !before) return done;
  const trust = await trustFromDocuments(tx, new Map(), trustSigners, doer.at);
  return (await someOwnerIsAccepted(tx, policy, trust)) ? done : err(refuse('trust.locks_out_owners'));
}

/** What judging set aside counts as well: it comes back where it is accepted. */
async function someOwnerIsAccepted(tx: Queries, policy: Policy, trust: TrustData): Promise<boolean> {
  for (const { id, groups } of await listOwnersToJudge(tx)) {
    for (const { status, statusCause, factsDigest } of await credentialsOfPerson(tx, id)) {
      if (status !== 'active' && !(status === 'quarantined' && statusCause === 'judged')) continue;
      const assessment = await assessToday(tx, trust, factsDigest);
      if (judge(policy, groups, assessment).outcome === 'accepted') return true;
    }
  }
  return false;
}
