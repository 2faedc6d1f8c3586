import { type CredentialId, err, type Instant, ok, type PersonId, type Result, refuse } from '@holdfast/kernel';
import { type EffectivePolicy, trustGroupKeyReaction } from '@holdfast/policy';
import type { TrustGroupKey } from '@holdfast/webauthn';
import { callerEvent } from '../../access/caller-event.ts';
import type { Caller, RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { appendEvent } from '../../store/audit.ts';
import type { Queries } from '../../store/database.ts';
import {
  insertTrustGroupKey,
  noteTrustGroupUse,
  removeTrustGroupKey,
  type TrustGroupKeyRow,
  trustGroupDigest,
  trustGroupKeysAround,
  WAITING_GROUPS_MAX,
} from '../../store/trust-group-keys.ts';
import { type GroupDecision, groupToForget, judgeGroup } from './judge-group.ts';

/** A passkey showed the key of a group, in a ceremony that holds. */
export type ShownGroup = {
  readonly at: Instant;
  readonly caller: Caller;
  readonly personId: PersonId;
  readonly passkey: { readonly id: CredentialId; readonly name: string };
  readonly policyDigest: string;
  readonly effective: EffectivePolicy;
  readonly key: TrustGroupKey;
};

/** How `keepGroup` refuses; the caller takes everything back and calls `holdBack`. */
const refusals = {
  step_up: 'policy.trust_group_key_unconfirmed',
  refuse: 'policy.trust_group_key_refused',
} as const;
const FOREIGN = 'passkey.trust_group_key_foreign';

export function isGroupRefusal(code: string): boolean {
  return code === FOREIGN || Object.values<string>(refusals).includes(code);
}

/** The group whose key was shown; null where none was. */
export function shownGroup({ key }: Pick<ShownGroup, 'key'>): string | null {
  return key.state === 'verified' ? trustGroupDigest(key.publicKey) : null;
}

/**
 * Remembers the group whose key was shown, or says why the ceremony is refused. Runs under the lock of the person, so that two nodes
 * never both take a group for the first one. Costs nothing where no key was shown.
 */
export async function keepGroup(
  ports: Pick<Ports, 'newId'>,
  tx: Queries,
  shown: ShownGroup,
): Promise<Result<void, RefusedCall>> {
  if (shown.key.state !== 'verified') return ok(undefined);
  const { publicKey } = shown.key;
  const { decision, around, digest } = await look(tx, shown, publicKey);
  switch (decision.at) {
    case 'known':
      await noteTrustGroupUse(tx, digest, { at: shown.at });
      return ok(undefined);
    case 'foreign':
      return err(refuse(FOREIGN));
    case 'refused':
      return err(refuse(refusals[decision.by], { knownGroups: decision.knownGroups }));
    case 'first':
    case 'new': {
      if (decision.at === 'new' && decision.isStored)
        await noteTrustGroupUse(tx, digest, { at: shown.at, status: 'known' });
      else if (!(await add(tx, shown, publicKey, 'known'))) return err(refuse(FOREIGN));
      await forgetOne(tx, around, shown.passkey.id);
      const type = decision.at === 'first' ? 'passkey.trust_group_key_seen' : 'passkey.trust_group_key_new';
      const detail = decision.at === 'first' ? {} : { reaction: 'warn', knownGroups: decision.knownGroups };
      await append(ports, tx, shown, { type, group: digest, detail });
      return ok(undefined);
    }
  }
}

/**
 * After a refusal by `keepGroup` was taken back: keeps the new group for its owner to answer, where the policy asks them, and writes
 * down that it was seen. A later attempt from the same group leaves no second event here; the refusal has its own.
 */
export async function holdBack(ports: Pick<Ports, 'newId'>, tx: Queries, shown: ShownGroup): Promise<void> {
  if (shown.key.state !== 'verified') return;
  const { publicKey } = shown.key;
  const { decision, digest } = await look(tx, shown, publicKey);
  if (decision.at !== 'refused') return;
  if (decision.isStored) return await noteTrustGroupUse(tx, digest, { at: shown.at });
  const { by, knownGroups, waitingGroups } = decision;
  if (by === 'step_up' && waitingGroups < WAITING_GROUPS_MAX) await add(tx, shown, publicKey, 'waiting');
  await append(ports, tx, shown, {
    type: 'passkey.trust_group_key_new',
    group: digest,
    detail: { reaction: by, knownGroups },
  });
}

/** Forgets the group that was not used for longest where there are as many as are kept. */
export async function forgetOne(
  tx: Queries,
  around: readonly TrustGroupKeyRow[],
  credentialId: CredentialId,
): Promise<void> {
  const oldest = groupToForget(around, credentialId);
  if (oldest !== null) await removeTrustGroupKey(tx, oldest.digest);
}

async function look(
  tx: Queries,
  { passkey, effective }: ShownGroup,
  publicKey: Uint8Array,
): Promise<{
  readonly decision: GroupDecision;
  readonly around: readonly TrustGroupKeyRow[];
  readonly digest: string;
}> {
  const digest = trustGroupDigest(publicKey);
  const around = await trustGroupKeysAround(tx, passkey.id, digest);
  const decision = judgeGroup(around, { credentialId: passkey.id, digest }, trustGroupKeyReaction(effective));
  return { decision, around, digest };
}

function add(
  tx: Queries,
  { passkey, caller, at }: ShownGroup,
  publicKey: Uint8Array,
  status: TrustGroupKeyRow['status'],
): Promise<boolean> {
  const { address, userAgent } = caller;
  return insertTrustGroupKey(tx, { credentialId: passkey.id, publicKey, status, address, userAgent, at });
}

async function append(
  ports: Pick<Ports, 'newId'>,
  tx: Queries,
  { at, caller, personId, passkey, policyDigest }: ShownGroup,
  { type, group, detail }: { readonly type: string; readonly group: string; readonly detail: object },
): Promise<void> {
  const event = callerEvent(
    caller,
    { personId },
    {
      type,
      subjectId: personId,
      credentialId: passkey.id,
      policyDigest,
      detail: { passkey: passkey.name, group, ...detail },
    },
  );
  await appendEvent(tx, ports.newId(at), at, event);
}
