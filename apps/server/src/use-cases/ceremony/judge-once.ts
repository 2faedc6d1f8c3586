import { type EffectivePolicy, effectivePolicy, judge, type Policy, type Verdict } from '@holdfast/policy';
import type { Assessment } from '@holdfast/trust';

export type Judged = { readonly effective: EffectivePolicy; readonly verdict: Verdict };

type OfGroups = { readonly effective: EffectivePolicy; readonly verdicts: WeakMap<Assessment, Verdict> };

/** What was worked out under each policy; it goes with the policy. */
const known = new WeakMap<Policy, Map<string, OfGroups>>();
/** More sets of groups than an organisation has; beyond it everything is worked out again. */
const GROUP_SETS_MAX = 2000;

/**
 * `effectivePolicy` and `judge` for a sign-in, which most often asks what was asked before: passkeys of one kind have one
 * assessment, and people of one kind the same groups. Both are pure, so the answer is the same.
 */
export function judgeOnce(policy: Policy, groups: readonly string[], assessment: Assessment): Judged {
  const { effective, verdicts } = ofGroups(policy, groups);
  let verdict = verdicts.get(assessment);
  if (verdict === undefined) {
    verdict = judge(policy, groups, assessment);
    verdicts.set(assessment, verdict);
  }
  return { effective, verdict };
}

function ofGroups(policy: Policy, groups: readonly string[]): OfGroups {
  let sets = known.get(policy);
  if (sets === undefined || sets.size > GROUP_SETS_MAX) {
    sets = new Map();
    known.set(policy, sets);
  }
  const key = JSON.stringify(groups);
  let found = sets.get(key);
  if (found === undefined) {
    found = { effective: effectivePolicy(policy, groups), verdicts: new WeakMap() };
    sets.set(key, found);
  }
  return found;
}
