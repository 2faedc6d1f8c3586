import { linesForOperator, sentenceForPerson, type Verdict } from '@holdfast/policy';
import type { RefusedCall } from '../../http/route.ts';

/**
 * A refusal by the policy: the person's own sentence, and for operators every rule that failed, as a line and as data.
 * Whoever refuses says in the event whom it is about.
 */
export function refusedByPolicy(verdict: Verdict): RefusedCall {
  const sentence = sentenceForPerson(verdict);
  const failing = verdict.rules
    .filter(({ outcome }) => outcome === 'fails')
    .map(({ rule, population, fact, received, expected, position }) => ({
      rule,
      population,
      fact,
      received,
      expected,
      line: position?.line ?? null,
    }));
  return {
    code: 'policy.credential_refused',
    ...(sentence === null ? {} : { message: sentence }),
    detail: { rules: linesForOperator(verdict) },
    event: { type: 'request.refused', detail: { failing } },
  };
}
