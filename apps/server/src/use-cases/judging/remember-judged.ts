import type { Instant } from '@holdfast/kernel';
import type { Verdict } from '@holdfast/policy';
import { type Assessment, judgingDigest, type TrustData } from '@holdfast/trust';
import type { CredentialFacts } from '@holdfast/webauthn';
import type { Queries } from '../../store/database.ts';
import { rememberFacts, rememberJudgement } from '../../store/judgements.ts';
import { projectionOf } from './projection.ts';

type JudgedNow = {
  readonly facts: CredentialFacts;
  readonly at: Instant;
  readonly trust: TrustData;
  readonly audienceId: string;
  readonly assessment: Assessment;
  readonly verdict: Verdict;
};

/**
 * Stores the facts of a new passkey and the verdict on them, each once for all passkeys that share them.
 *
 * @param judged with the assessment of these facts at this time under these trust data
 * @returns the id of the judgement that the passkey hangs on
 */
export async function rememberJudged(
  tx: Queries,
  { facts, at, trust, audienceId, assessment, verdict }: JudgedNow,
): Promise<string> {
  const digest = judgingDigest(facts, at, trust.chains);
  await rememberFacts(tx, { digest, facts, firstSeenAt: at }, assessment, trust.digest);
  return await rememberJudgement(tx, {
    factsDigest: digest,
    audienceId,
    verdict,
    projection: projectionOf(verdict),
    trustDigest: trust.digest,
  });
}
