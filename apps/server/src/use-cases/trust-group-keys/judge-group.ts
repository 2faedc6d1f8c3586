import type { TrustGroupKeyReaction } from '@holdfast/policy';
import { KNOWN_GROUPS_MAX, type TrustGroupKeyRow } from '../../store/trust-group-keys.ts';

/** What to do with the key of a trust group that an assertion proved. */
export type GroupDecision =
  /** Seen before: the same devices, or devices that are tied to them. */
  | { readonly at: 'known' }
  /** The first group that this credential ever showed. */
  | { readonly at: 'first' }
  /** Nothing ties it to what was seen before; the policy takes it and says so. `isStored`: it waited for its owner. */
  | { readonly at: 'new'; readonly isStored: boolean; readonly knownGroups: number }
  /** The key of another credential. */
  | { readonly at: 'foreign' }
  /** Nothing ties it to what was seen before, and the policy does not take it. */
  | {
      readonly at: 'refused';
      readonly by: Exclude<TrustGroupKeyReaction, 'warn'>;
      readonly isStored: boolean;
      readonly knownGroups: number;
      readonly waitingGroups: number;
    };

/** @param around the keys of the credential, and the row of this key wherever it is */
export function judgeGroup(
  around: readonly TrustGroupKeyRow[],
  { credentialId, digest }: Pick<TrustGroupKeyRow, 'credentialId' | 'digest'>,
  reaction: TrustGroupKeyReaction,
): GroupDecision {
  const same = around.find((row) => row.digest === digest);
  if (same !== undefined && same.credentialId !== credentialId) return { at: 'foreign' };
  if (same?.status === 'known') return { at: 'known' };
  const own = around.filter((row) => row.credentialId === credentialId);
  if (own.length === 0) return { at: 'first' };
  const isStored = same !== undefined;
  const knownGroups = own.filter(({ status }) => status === 'known').length;
  if (reaction === 'warn') return { at: 'new', isStored, knownGroups };
  return { at: 'refused', by: reaction, isStored, knownGroups, waitingGroups: own.length - knownGroups };
}

/** The known group that makes room for one more: the one that was not used for longest. */
export function groupToForget(around: readonly TrustGroupKeyRow[], credentialId: string): TrustGroupKeyRow | null {
  const known = around.filter((row) => row.credentialId === credentialId && row.status === 'known');
  if (known.length < KNOWN_GROUPS_MAX) return null;
  return known.toSorted((a, b) => a.lastUsedAt - b.lastUsedAt)[0] ?? null;
}

export type LastAssertion = { readonly with: string | null; readonly group: string | null };

/**
 * Whether the last assertion of a session may vouch for a new group of a credential: it was made on a device that is known
 * itself, or with another credential of which no group was ever seen. The credential cannot vouch for itself by leaving the
 * extension out.
 *
 * @param around keys of the credential and of the one that was asserted with
 */
export function mayVouch(around: readonly TrustGroupKeyRow[], asserted: LastAssertion, credentialId: string): boolean {
  const known = around.filter(({ status }) => status === 'known');
  if (asserted.group !== null) {
    return known.some(({ digest, credentialId: owner }) => digest === asserted.group && owner === asserted.with);
  }
  if (asserted.with === null || asserted.with === credentialId) return false;
  return !known.some(({ credentialId: owner }) => owner === asserted.with);
}
