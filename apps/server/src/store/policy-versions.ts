import { type Instant, instant } from '@holdfast/kernel';
import type { Queries } from './database.ts';

export type PolicyVersion = {
  readonly version: number;
  readonly digest: string;
  readonly source: string;
  readonly origin: 'shipped' | 'file';
  readonly appliedAt: Instant;
  readonly appliedBy: string;
};

/** The number of the policy in force, 0 before the first: cheap enough to ask every second. */
export async function newestPolicyNumber(queries: Queries): Promise<number> {
  const row = await queries
    .selectFrom('policy_version')
    .select((e) => e.fn.max('version').as('version'))
    .executeTakeFirst();
  return Number(row?.version ?? 0);
}

export async function newestPolicy(queries: Queries): Promise<PolicyVersion | null> {
  const row = await queries
    .selectFrom('policy_version')
    .selectAll()
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Newest first, without their sources' weight. */
export async function policyHistory(
  queries: Queries,
  limit: number,
): Promise<readonly Omit<PolicyVersion, 'source'>[]> {
  const rows = await queries
    .selectFrom('policy_version')
    .select(['version', 'digest', 'origin', 'applied_at', 'applied_by'])
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ version, digest, origin, applied_at, applied_by }) => ({
    version,
    digest,
    origin: origin === 'file' ? 'file' : 'shipped',
    appliedAt: instant(applied_at),
    appliedBy: applied_by,
  }));
}

/** @throws a unique violation when another node took the number first */
export async function insertPolicy(tx: Queries, added: PolicyVersion): Promise<void> {
  await tx
    .insertInto('policy_version')
    .values({
      version: added.version,
      digest: added.digest,
      source: added.source,
      origin: added.origin,
      applied_at: added.appliedAt,
      applied_by: added.appliedBy,
    })
    .execute();
}

function fromRow(row: {
  version: number;
  digest: string;
  source: string;
  origin: string;
  applied_at: number;
  applied_by: string;
}): PolicyVersion {
  return {
    version: row.version,
    digest: row.digest,
    source: row.source,
    origin: row.origin === 'file' ? 'file' : 'shipped',
    appliedAt: instant(row.applied_at),
    appliedBy: row.applied_by,
  };
}
