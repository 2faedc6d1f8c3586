import { type EffectivePolicy, effectivePolicy, groupsNamed, judge, type Policy, type Verdict } from '@holdfast/policy';
import type { Assessment } from '@holdfast/trust';

export type Judged = { readonly effective: EffectivePolicy; readonly verdict: Verdict };

type OfGroups = { readonly effective: EffectivePolicy; readonly verdicts: WeakMap<Assessment, Verdict> };

type OfPolicy = { readonly named: ReadonlySet<string>; readonly sets: Map<string, OfGroups> };

/** What was worked out under each policy; it goes with the policy. */
const known = new WeakMap<Policy, OfPolicy>();
/** More sets of groups than a policy tells apart; beyond it everything is worked out again. */
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
  const { named, sets } = ofPolicy(policy);
  // Of the groups that somebody is in, those that the policy does not name decide nothing.
  const told = groups.filter((group) => named.has(group));
  const key = told.length === 0 ? '' : JSON.stringify(told);
  let found = sets.get(key);
  if (found === undefined) {
    if (sets.size > GROUP_SETS_MAX) sets.clear();
    found = { effective: effectivePolicy(policy, told), verdicts: new WeakMap() };
    sets.set(key, found);
  }
  return found;
}

function ofPolicy(policy: Policy): OfPolicy {
  let found = known.get(policy);
  if (found === undefined) {
    found = { named: new Set(groupsNamed(policy)), sets: new Map() };
    known.set(policy, found);
  }
  return found;
}
