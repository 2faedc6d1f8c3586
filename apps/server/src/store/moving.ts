import type { CredentialId, PersonId } from '@holdfast/kernel';
import type { CredentialStatus, StatusCause } from './credentials.ts';
import type { Queries } from './database.ts';
import { locksRows } from './row-locks.ts';
import type { Schema } from './schema.ts';

/** A judgement whose credentials may say something else than it does. */
export type DirtyJudgement = {
  readonly id: string;
  readonly dirty: number;
  readonly wantedStatus: 'active' | 'quarantined';
  readonly tier: number;
  readonly reason: string;
  readonly class: string;
  readonly evidence: 'attested' | 'claimed';
  readonly modelName: string | null;
};

export async function countDirtyJudgements(queries: Queries): Promise<number> {
  const row = await queries
    .selectFrom('judgement')
    .where('dirty', '>', 0)
    .select((e) => e.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** By id. */
export async function listDirtyJudgements(
  queries: Queries,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly DirtyJudgement[]> {
  const rows = await dirtyRows(queries)
    .where('judgement.id', '>', after)
    .orderBy('judgement.id')
    .limit(limit)
    .execute();
  return rows.map(dirtyOf);
}

/** Null when its credentials say what it does. */
export async function findDirtyJudgement(queries: Queries, id: string): Promise<DirtyJudgement | null> {
  const row = await dirtyRows(queries).where('judgement.id', '=', id).executeTakeFirst();
  return row === undefined ? null : dirtyOf(row);
}

function dirtyRows(queries: Queries) {
  return queries
    .selectFrom('judgement')
    .innerJoin('credential_facts', 'credential_facts.digest', 'judgement.facts_digest')
    .where('dirty', '>', 0)
    .select(['judgement.id', 'dirty', 'wanted_status', 'tier', 'reason'])
    .select(['credential_facts.class', 'credential_facts.evidence', 'credential_facts.model_name']);
}

type DirtyRow = Awaited<ReturnType<ReturnType<typeof dirtyRows>['execute']>>[number];

function dirtyOf(row: DirtyRow): DirtyJudgement {
  return {
    id: row.id,
    dirty: row.dirty,
    wantedStatus: row.wanted_status,
    tier: row.tier,
    reason: row.reason,
    class: row.class,
    evidence: row.evidence,
    modelName: row.model_name,
  };
}

/** The rules of a verdict that refuse are in its JSON. */
export async function verdictTexts(queries: Queries, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await queries.selectFrom('judgement').where('id', 'in', ids).select(['id', 'verdict']).execute();
  return new Map(rows.map((row) => [row.id, row.verdict]));
}

/** Ids of the credentials that hang on some judgements, when they are at most so many; else null. */
export async function fewCredentialsOf(
  queries: Queries,
  judgementIds: readonly string[],
  most: number,
): Promise<readonly string[] | null> {
  const rows = await queries
    .selectFrom('credential')
    .where('judgement_id', 'in', judgementIds)
    .select('id')
    .limit(most + 1)
    .execute();
  return rows.length > most ? null : rows.map((row) => row.id);
}

/** Ids of the credentials of one judgement, in order. */
export async function credentialsOfJudgement(
  queries: Queries,
  judgementId: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly string[]> {
  const rows = await queries
    .selectFrom('credential')
    .where('judgement_id', '=', judgementId)
    .where('id', '>', after)
    .select('id')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** What moving a credential looks at. */
export type Movable = {
  readonly id: CredentialId;
  readonly personId: PersonId;
  readonly name: string;
  readonly judgementId: string;
  readonly status: CredentialStatus;
  readonly statusReason: string;
  readonly statusCause: StatusCause;
  readonly class: string;
  readonly evidence: 'attested' | 'claimed';
  readonly tier: number;
};

/** Credentials as they are now, locked in the order of their ids until the transaction ends. */
export async function lockMovable(tx: Queries, ids: readonly string[]): Promise<readonly Movable[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('credential')
    .where('id', 'in', ids)
    .select(['id', 'person_id', 'name', 'judgement_id', 'status', 'status_reason', 'status_cause'])
    .select(['class', 'evidence', 'tier'])
    .orderBy('id')
    .$if(locksRows(tx), (query) => query.forUpdate())
    .execute();
  return rows.map((row) => ({
    id: row.id as CredentialId,
    personId: row.person_id as PersonId,
    name: row.name,
    judgementId: row.judgement_id,
    status: row.status,
    statusReason: row.status_reason,
    statusCause: row.status_cause,
    class: row.class,
    evidence: row.evidence,
    tier: row.tier,
  }));
}

type Columns = Partial<
  Pick<Schema['credential'], 'status' | 'status_reason' | 'status_cause' | 'class' | 'evidence' | 'tier'>
>;

/** Writes the same into many credentials. */
export async function setCredentials(tx: Queries, ids: readonly CredentialId[], columns: Columns): Promise<void> {
  if (ids.length === 0) return;
  await tx.updateTable('credential').set(columns).where('id', 'in', ids).execute();
}

/**
 * Ends every session that was opened with one of some passkeys.
 *
 * @returns how many of each passkey; those without are left out
 */
export async function endSessionsOfCredentials(
  tx: Queries,
  passkeys: readonly { readonly id: CredentialId; readonly personId: PersonId }[],
): Promise<ReadonlyMap<string, number>> {
  if (passkeys.length === 0) return new Map();
  const ended = await tx
    .deleteFrom('session')
    // By the person as well, whom the sessions are indexed by.
    .where('person_id', 'in', [...new Set(passkeys.map(({ personId }) => personId))])
    .where(
      'credential_id',
      'in',
      passkeys.map(({ id }) => id),
    )
    .returning('credential_id')
    .execute();
  const counts = new Map<string, number>();
  for (const { credential_id: id } of ended) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** Notes that the credentials of judgements were looked at, unless there is a new reason to look since. */
export async function cleanJudgements(tx: Queries, judgements: readonly DirtyJudgement[]): Promise<void> {
  for (const [dirty, alike] of Map.groupBy(judgements, (each) => each.dirty)) {
    const ids = alike.map(({ id }) => id);
    await tx.updateTable('judgement').set({ dirty: 0 }).where('id', 'in', ids).where('dirty', '=', dirty).execute();
  }
}

/** Judgements with rules that fail in monitor mode, by id, and how many active credentials hang on each. */
export async function countMonitored(
  queries: Queries,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly { readonly id: string; readonly credentials: number }[]> {
  const judgements = await queries
    .selectFrom('judgement')
    .where('id', '>', after)
    .where('monitored', '>', 0)
    .select('id')
    .orderBy('id')
    .limit(limit)
    .execute();
  const counted: { id: string; credentials: number }[] = [];
  for (const { id } of judgements) {
    const row = await queries
      .selectFrom('credential')
      .where('judgement_id', '=', id)
      .where('status', '=', 'active')
      .select((e) => e.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    counted.push({ id, credentials: Number(row.count) });
  }
  return counted;
}
