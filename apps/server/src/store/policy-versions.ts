import { type Instant, instant } from '@holdfast/kernel';
import type { Queries } from './database.ts';

/** Where the text of a version came from. */
export const policyOrigins = ['shipped', 'file', 'console', 'cli'] as const;
export type PolicyOrigin = (typeof policyOrigins)[number];

export type PolicyVersion = {
  readonly version: number;
  readonly digest: string;
  readonly source: string;
  readonly origin: PolicyOrigin;
  readonly appliedAt: Instant;
  /** Username, `command line` or `server start`. */
  readonly appliedBy: string;
  readonly note: string | null;
  /** The proposal that a second person approved. */
  readonly proposalId: string | null;
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
  return row === undefined ? null : { ...fromRow(row), source: row.source };
}

export async function findPolicyVersion(queries: Queries, version: number): Promise<PolicyVersion | null> {
  const row = await queries.selectFrom('policy_version').where('version', '=', version).selectAll().executeTakeFirst();
  return row === undefined ? null : { ...fromRow(row), source: row.source };
}

/** The digest of the last policy that came from a file; null where none ever did. */
export async function newestDigestFromFile(queries: Queries): Promise<string | null> {
  const row = await queries
    .selectFrom('policy_version')
    .where('origin', '=', 'file')
    .select('digest')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.digest ?? null;
}

/** Newest first, without their sources' weight. */
export async function policyHistory(
  queries: Queries,
  limit: number,
): Promise<readonly Omit<PolicyVersion, 'source'>[]> {
  const rows = await queries
    .selectFrom('policy_version')
    .select(['version', 'digest', 'origin', 'applied_at', 'applied_by', 'note', 'proposal_id'])
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(fromRow);
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
      note: added.note,
      proposal_id: added.proposalId,
    })
    .execute();
}

function fromRow(row: {
  version: number;
  digest: string;
  origin: string;
  applied_at: number;
  applied_by: string;
  note: string | null;
  proposal_id: string | null;
}): Omit<PolicyVersion, 'source'> {
  return {
    version: row.version,
    digest: row.digest,
    origin: policyOrigins.find((origin) => origin === row.origin) ?? 'shipped',
    appliedAt: instant(row.applied_at),
    appliedBy: row.applied_by,
    note: row.note,
    proposalId: row.proposal_id,
  };
}
