import { createHash } from 'node:crypto';
import { type Instant, instant } from '@holdfast/kernel';
import type { Verdict } from '@holdfast/policy';
import type { Assessment } from '@holdfast/trust';
import type { CredentialFacts } from '@holdfast/webauthn';
import { sql } from 'kysely';
import { shortDigest } from './audiences.ts';
import type { Queries } from './database.ts';

/** Facts as they were first seen, by their `judgingDigest`: all credentials of one digest are judged as at that time. */
export type StoredFacts = {
  readonly digest: string;
  readonly facts: CredentialFacts;
  readonly firstSeenAt: Instant;
};

/** What a verdict means for the credentials that it is about. */
export type Projection = {
  readonly outcome: Verdict['outcome'];
  readonly tier: Verdict['tier'];
  readonly wantedStatus: 'active' | 'quarantined';
  /** A sentence for people who ask why. */
  readonly reason: string;
  /** The first rule that refuses; null when none does. */
  readonly cause: string | null;
  readonly monitored: number;
};

/** Each text is read once, and equal ones are the same object, by which verdicts are remembered. */
const assessments = new Map<string, Assessment>();
const ASSESSMENTS_MAX = 2000;

export function assessmentOf(text: string): Assessment {
  const known = assessments.get(text);
  if (known !== undefined) return known;
  if (assessments.size >= ASSESSMENTS_MAX) assessments.clear();
  const read = JSON.parse(text) as Assessment;
  assessments.set(text, read);
  return read;
}

export async function findFacts(queries: Queries, digest: string): Promise<StoredFacts | null> {
  const row = await queries
    .selectFrom('credential_facts')
    .where('digest', '=', digest)
    .select(['digest', 'facts', 'first_seen_at'])
    .executeTakeFirst();
  return row === undefined ? null : factsOf(row);
}

function factsOf(row: { digest: string; facts: string; first_seen_at: number }): StoredFacts {
  return {
    digest: row.digest,
    facts: JSON.parse(row.facts) as CredentialFacts,
    firstSeenAt: instant(row.first_seen_at),
  };
}

/** An assessment as a row of facts holds it. For store/ only. */
export function assessmentColumns(assessment: Assessment, trustDigest: string) {
  const text = JSON.stringify(assessment);
  return {
    class: assessment.class,
    evidence: assessment.evidence,
    model_name: assessment.model.name,
    aaguid: assessment.model.aaguid,
    assessment: text,
    assessment_digest: createHash('sha256').update(text).digest('hex'),
    trust_digest: trustDigest,
  };
}

/** Equal devices have equal facts: each is kept once, and whoever comes second changes nothing. */
export async function rememberFacts(
  tx: Queries,
  { digest, facts, firstSeenAt }: StoredFacts,
  assessment: Assessment,
  trustDigest: string,
): Promise<void> {
  await tx
    .insertInto('credential_facts')
    .values({
      digest,
      facts: JSON.stringify(facts),
      first_seen_at: firstSeenAt,
      ...assessmentColumns(assessment, trustDigest),
    })
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .execute();
}

export function judgementId(factsDigest: string, audienceId: string): string {
  return shortDigest(`${factsDigest}\n${audienceId}`);
}

type Judged = {
  readonly factsDigest: string;
  readonly audienceId: string;
  readonly verdict: Verdict;
  readonly projection: Projection;
  readonly trustDigest: string;
};

/**
 * The row that all credentials of these facts and this audience share; locked until the transaction ends, so that judging
 * it again waits for the credential that is about to hang on it. A row that is already there stays as it is. When it was
 * judged under another policy or other trust data, its credentials are looked at again.
 */
export async function rememberJudgement(tx: Queries, judged: Judged): Promise<string> {
  const { factsDigest, audienceId, verdict, projection, trustDigest } = judged;
  const id = judgementId(factsDigest, audienceId);
  await tx
    .insertInto('judgement')
    .values({
      id,
      facts_digest: factsDigest,
      audience_id: audienceId,
      ...verdictColumns(verdict, projection),
      policy_digest: verdict.policyDigest,
      trust_digest: trustDigest,
      dirty: 0,
    })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({
        dirty: sql<number>`case when judgement.policy_digest = excluded.policy_digest
          and judgement.trust_digest = excluded.trust_digest then judgement.dirty else judgement.dirty + 1 end`,
      }),
    )
    .execute();
  return id;
}

export function verdictColumns(
  verdict: Verdict,
  { outcome, tier, wantedStatus, reason, cause, monitored }: Projection,
) {
  return {
    outcome,
    tier,
    wanted_status: wantedStatus,
    reason,
    cause,
    monitored,
    verdict: JSON.stringify(verdict),
  };
}

/** Whether everything stored was judged under this policy and these trust data, and every credential says so. */
export async function isJudgedUnder(queries: Queries, policyDigest: string, trustDigest: string): Promise<boolean> {
  const extremes = await queries
    .selectNoFrom((e) => [
      e
        .selectFrom('credential_facts')
        .select((f) => f.fn.min('trust_digest').as('v'))
        .as('facts_min'),
      e
        .selectFrom('credential_facts')
        .select((f) => f.fn.max('trust_digest').as('v'))
        .as('facts_max'),
      e
        .selectFrom('judgement')
        .select((f) => f.fn.min('trust_digest').as('v'))
        .as('trust_min'),
      e
        .selectFrom('judgement')
        .select((f) => f.fn.max('trust_digest').as('v'))
        .as('trust_max'),
      e
        .selectFrom('judgement')
        .select((f) => f.fn.min('policy_digest').as('v'))
        .as('policy_min'),
      e
        .selectFrom('judgement')
        .select((f) => f.fn.max('policy_digest').as('v'))
        .as('policy_max'),
      e
        .selectFrom('judgement')
        .select((f) => f.fn.max('dirty').as('v'))
        .as('dirt'),
    ])
    .executeTakeFirstOrThrow();
  const { facts_min, facts_max, trust_min, trust_max, policy_min, policy_max, dirt } = extremes;
  return (
    [facts_min, facts_max, trust_min, trust_max].every((digest) => digest === null || digest === trustDigest) &&
    [policy_min, policy_max].every((digest) => digest === null || digest === policyDigest) &&
    (dirt === null || Number(dirt) === 0)
  );
}
