import { linesForOperator, sentenceForPerson, type Verdict } from '@holdfast/policy';
import type { RefusedCall } from '../../http/route.ts';

/** A refusal by the policy: the person's own sentence, and for operators every rule that failed with its fact. */
export function refusedByPolicy(verdict: Verdict): Pick<RefusedCall, 'code' | 'message'> & {
  readonly detail: { readonly rules: readonly string[] };
  readonly failing: readonly Readonly<Record<string, unknown>>[];
} {
  const sentence = sentenceForPerson(verdict);
  return {
    code: 'policy.credential_refused',
    ...(sentence === null ? {} : { message: sentence }),
    detail: { rules: linesForOperator(verdict) },
    failing: verdict.rules
      .filter(({ outcome }) => outcome === 'fails')
      .map(({ rule, population, fact, received, expected, position }) => ({
        rule,
        population,
        fact,
        received,
        expected,
        line: position?.line ?? null,
      })),
  };
}
