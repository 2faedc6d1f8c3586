import type { Verdict } from '@holdfast/policy';
import type { Static } from 'typebox';
import type { VerdictShape } from './contract/shapes.ts';

export function verdictShape({
  shape,
  outcome,
  tier,
  policyDigest,
  monitored,
  rules,
}: Verdict): Static<typeof VerdictShape> {
  return { shape, outcome, tier, policyDigest, monitored, rules: rules.map((rule) => ({ ...rule })) };
}
