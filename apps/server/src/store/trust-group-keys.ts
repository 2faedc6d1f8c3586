import { hash } from 'node:crypto';
import { type CredentialId, type Instant, instant } from '@holdfast/kernel';
import type { Queries } from './database.ts';

/** The key of a group of devices that a passkey was used on. */
export type TrustGroupKeyRow = {
  /** SHA-256 of the COSE_Key, hex. Names the key; it is no secret. */
  readonly digest: string;
  readonly credentialId: CredentialId;
  readonly status: 'known' | 'waiting';
  readonly firstUsedAt: Instant;
  readonly lastUsedAt: Instant;
  /** Where it was used first. */
  readonly address: string;
  readonly userAgent: string;
};

/** More groups than anybody has devices. Beyond them the one that was not used for longest is forgotten. */
export const KNOWN_GROUPS_MAX = 32;
/** A copied passkey can make a new key at every attempt; no more than these are kept for its owner to look at. */
export const WAITING_GROUPS_MAX = 4;

const columns = [
  'digest',
  'credential_id',
  'status',
  'first_used_at',
  'last_used_at',
  'address',
  'user_agent',
] as const;

export function trustGroupDigest(publicKey: Uint8Array): string {
  return hash('sha256', publicKey, 'hex');
}

/** The keys of a credential, oldest first, and the one with this digest, whichever credential it belongs to. */
export async function trustGroupKeysAround(
  queries: Queries,
  credentialId: string,
  digest: string,
): Promise<readonly TrustGroupKeyRow[]> {
  const rows = await queries
    .selectFrom('trust_group_key')
    .select(columns)
    .where((row) => row.or([row('credential_id', '=', credentialId), row('digest', '=', digest)]))
    .orderBy('first_used_at')
    .orderBy('digest')
    .execute();
  return rows.map(rowOf);
}

/** The keys of these credentials, oldest first. */
export async function trustGroupKeysOf(
  queries: Queries,
  credentialIds: readonly string[],
): Promise<readonly TrustGroupKeyRow[]> {
  if (credentialIds.length === 0) return [];
  const rows = await queries
    .selectFrom('trust_group_key')
    .select(columns)
    .where('credential_id', 'in', credentialIds)
    .orderBy('first_used_at')
    .orderBy('digest')
    .execute();
  return rows.map(rowOf);
}

export type NewTrustGroupKey = Pick<TrustGroupKeyRow, 'credentialId' | 'status' | 'address' | 'userAgent'> & {
  readonly publicKey: Uint8Array;
  readonly at: Instant;
};

/** @returns false when the key is stored already, for this credential or another */
export async function insertTrustGroupKey(tx: Queries, added: NewTrustGroupKey): Promise<boolean> {
  const done = await tx
    .insertInto('trust_group_key')
    .values({
      digest: trustGroupDigest(added.publicKey),
      credential_id: added.credentialId,
      public_key: added.publicKey,
      status: added.status,
      first_used_at: added.at,
      last_used_at: added.at,
      address: added.address,
      user_agent: added.userAgent,
    })
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}

/** Notes that a key was used and, where `status` is given, what it is from now on. */
export async function noteTrustGroupUse(
  tx: Queries,
  digest: string,
  { at, status }: { readonly at: Instant; readonly status?: TrustGroupKeyRow['status'] },
): Promise<void> {
  await tx
    .updateTable('trust_group_key')
    .set({ last_used_at: at, ...(status !== undefined && { status }) })
    .where('digest', '=', digest)
    .execute();
}

/** @returns false when no such key waits for this credential any more */
export async function confirmTrustGroupKey(tx: Queries, credentialId: string, digest: string): Promise<boolean> {
  const done = await tx
    .updateTable('trust_group_key')
    .set({ status: 'known' })
    .where('digest', '=', digest)
    .where('credential_id', '=', credentialId)
    .where('status', '=', 'waiting')
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

export async function removeTrustGroupKey(tx: Queries, digest: string): Promise<void> {
  await tx.deleteFrom('trust_group_key').where('digest', '=', digest).execute();
}

function rowOf(row: {
  digest: string;
  credential_id: string;
  status: 'known' | 'waiting';
  first_used_at: number;
  last_used_at: number;
  address: string;
  user_agent: string;
}): TrustGroupKeyRow {
  return {
    digest: row.digest,
    credentialId: row.credential_id as CredentialId,
    status: row.status,
    firstUsedAt: instant(row.first_used_at),
    lastUsedAt: instant(row.last_used_at),
    address: row.address,
    userAgent: row.user_agent,
  };
}
