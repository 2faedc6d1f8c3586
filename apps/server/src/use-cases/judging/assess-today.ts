import { type Assessment, assess, type TrustData } from '@holdfast/trust';
import type { Queries } from '../../store/database.ts';
import { findFacts } from '../../store/judgements.ts';

/** What was worked out under each set of trust data; it goes with them. */
const known = new WeakMap<TrustData, Map<string, Assessment>>();
/** Kinds of device that are in use at one time; beyond it everything is worked out again. */
const DIGESTS_MAX = 5000;

/**
 * What facts are worth under the trust data of this moment, whatever is stored about them: new trust data act at the next
 * sign-in, not when everything was judged again.
 *
 * @param factsDigest of facts that are stored
 */
export async function assessToday(queries: Queries, trust: TrustData, factsDigest: string): Promise<Assessment> {
  const assessments = assessmentsUnder(trust);
  const remembered = assessments.get(factsDigest);
  if (remembered !== undefined) return remembered;
  const stored = await findFacts(queries, factsDigest);
  if (stored === null) throw new Error(`the facts ${factsDigest} are not stored`);
  const assessment = assess(stored.facts, trust, stored.firstSeenAt);
  if (assessments.size >= DIGESTS_MAX) assessments.clear();
  assessments.set(factsDigest, assessment);
  return assessment;
}

function assessmentsUnder(trust: TrustData): Map<string, Assessment> {
  let assessments = known.get(trust);
  if (assessments === undefined) {
    assessments = new Map();
    known.set(trust, assessments);
  }
  return assessments;
}
