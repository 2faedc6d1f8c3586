import { type Instant, instant } from '@holdfast/kernel';
import type { Verdict } from '@holdfast/policy';
import type { Assessment } from '@holdfast/trust';
import type { CredentialFacts } from '@holdfast/webauthn';
import { sql } from 'kysely';
import { parseGroups } from './audiences.ts';
import type { Queries } from './database.ts';
import { assessmentColumns, assessmentOf, type Projection, type StoredFacts, verdictColumns } from './judgements.ts';

/** How many facts were assessed under other trust data. */
export async function countFactsNotUnder(queries: Queries, trustDigest: string): Promise<number> {
  const row = await queries
    .selectFrom('credential_facts')
    .where('trust_digest', '<>', trustDigest)
    .select((e) => e.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export type FactsToAssess = StoredFacts & { readonly assessmentDigest: string; readonly firstSeenAt: Instant };

/** Facts that were assessed under other trust data, by digest. */
export async function listFactsNotUnder(
  queries: Queries,
  trustDigest: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly FactsToAssess[]> {
  const rows = await queries
    .selectFrom('credential_facts')
    .where('digest', '>', after)
    .where('trust_digest', '<>', trustDigest)
    .select(['digest', 'facts', 'first_seen_at', 'assessment_digest'])
    .orderBy('digest')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    digest: row.digest,
    facts: JSON.parse(row.facts) as CredentialFacts,
    firstSeenAt: instant(row.first_seen_at),
    assessmentDigest: row.assessment_digest,
  }));
}

/** Facts whose assessment is what it was. */
export async function confirmAssessments(tx: Queries, digests: readonly string[], trustDigest: string): Promise<void> {
  if (digests.length === 0) return;
  await tx.updateTable('credential_facts').set({ trust_digest: trustDigest }).where('digest', 'in', digests).execute();
}

/** Facts that are worth something else now. Every credential with them is looked at again. */
export async function replaceAssessment(
  tx: Queries,
  digest: string,
  assessment: Assessment,
  trustDigest: string,
): Promise<void> {
  await tx
    .updateTable('credential_facts')
    .set(assessmentColumns(assessment, trustDigest))
    .where('digest', '=', digest)
    .execute();
  await tx.updateTable('judgement').set({ dirty: sql<number>`dirty + 1` }).where('facts_digest', '=', digest).execute();
}

/** How many judgements were made under another policy or other trust data. */
export async function countJudgementsNotUnder(
  queries: Queries,
  policyDigest: string,
  trustDigest: string,
): Promise<number> {
  const row = await queries
    .selectFrom('judgement')
    .where((e) => e.or([e('policy_digest', '<>', policyDigest), e('trust_digest', '<>', trustDigest)]))
    .select((e) => e.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The place of a judgement in the order in which they are judged: those of the same facts together. */
export type JudgementPlace = { readonly factsDigest: string; readonly id: string };

export type JudgementToJudge = JudgementPlace & {
  readonly audienceId: string;
  readonly groups: readonly string[];
  readonly assessment: Assessment;
  readonly before: Projection;
};

export async function listJudgementsNotUnder(
  queries: Queries,
  policyDigest: string,
  trustDigest: string,
  { after, limit }: { readonly after: JudgementPlace; readonly limit: number },
): Promise<readonly JudgementToJudge[]> {
  const rows = await queries
    .selectFrom('judgement')
    .innerJoin('audience', 'audience.id', 'judgement.audience_id')
    .where((e) => e.or([e('policy_digest', '<>', policyDigest), e('trust_digest', '<>', trustDigest)]))
    .where((e) =>
      e.or([
        e('facts_digest', '>', after.factsDigest),
        e.and([e('facts_digest', '=', after.factsDigest), e('judgement.id', '>', after.id)]),
      ]),
    )
    .select(['judgement.id', 'facts_digest', 'audience_id', 'audience.groups', 'outcome', 'tier'])
    .select(['wanted_status', 'reason', 'cause', 'monitored'])
    .orderBy('facts_digest')
    .orderBy('judgement.id')
    .limit(limit)
    .execute();
  const assessments = await assessmentsOf(queries, [...new Set(rows.map((row) => row.facts_digest))]);
  return rows.map((row) => ({
    id: row.id,
    factsDigest: row.facts_digest,
    audienceId: row.audience_id,
    groups: parseGroups(row.groups),
    assessment: known(assessments, row.facts_digest),
    before: {
      outcome: row.outcome,
      tier: row.tier as Projection['tier'],
      wantedStatus: row.wanted_status,
      reason: row.reason,
      cause: row.cause,
      monitored: row.monitored,
    },
  }));
}

async function assessmentsOf(queries: Queries, digests: readonly string[]): Promise<ReadonlyMap<string, Assessment>> {
  if (digests.length === 0) return new Map();
  const rows = await queries
    .selectFrom('credential_facts')
    .where('digest', 'in', digests)
    .select(['digest', 'assessment'])
    .execute();
  return new Map(rows.map((row) => [row.digest, assessmentOf(row.assessment)]));
}

function known(assessments: ReadonlyMap<string, Assessment>, digest: string): Assessment {
  const assessment = assessments.get(digest);
  if (assessment === undefined) throw new Error(`the facts ${digest} are not stored`);
  return assessment;
}

export type JudgedAgain = JudgementPlace & {
  readonly audienceId: string;
  readonly verdict: Verdict;
  readonly projection: Projection;
  /** Whether its credentials have to be looked at. */
  readonly isChanged: boolean;
};

/** Writes what judgements say now, in one statement. They exist; the insertion is only how many rows get different values. */
export async function replaceJudgements(
  tx: Queries,
  judged: readonly JudgedAgain[],
  trustDigest: string,
): Promise<void> {
  if (judged.length === 0) return;
  await tx
    .insertInto('judgement')
    .values(
      judged.map(({ id, factsDigest, audienceId, verdict, projection, isChanged }) => ({
        id,
        facts_digest: factsDigest,
        audience_id: audienceId,
        ...verdictColumns(verdict, projection),
        policy_digest: verdict.policyDigest,
        trust_digest: trustDigest,
        dirty: isChanged ? 1 : 0,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((e) => ({
        outcome: e.ref('excluded.outcome'),
        tier: e.ref('excluded.tier'),
        wanted_status: e.ref('excluded.wanted_status'),
        reason: e.ref('excluded.reason'),
        cause: e.ref('excluded.cause'),
        monitored: e.ref('excluded.monitored'),
        verdict: e.ref('excluded.verdict'),
        policy_digest: e.ref('excluded.policy_digest'),
        trust_digest: e.ref('excluded.trust_digest'),
        dirty: sql<number>`judgement.dirty + excluded.dirty`,
      })),
    )
    .execute();
}
