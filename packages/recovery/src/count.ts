import { type Instant, type Refusal, refuse } from '@holdfast/kernel';
import type { RecoveryErrorCode } from './errors.ts';
import type { About, Counted, CountingRule, EnoughRule, Piece } from './evidence-rules.ts';
import type { RecoveryCase, Situation } from './model.ts';

/** Why a piece does not count, or nothing. */
export function countingRefusal(
  rules: readonly CountingRule[],
  piece: Piece,
  about: About,
): Refusal<RecoveryErrorCode> | undefined {
  const failed = rules.find((rule) => !rule.holds(piece, about));
  if (failed === undefined) return undefined;
  return { ...refuse(failed.code, { deed: piece.deed, by: piece.by, rule: failed.id }), step: failed.id };
}

/** What of a case counts now, as everybody stands now. */
export function whatCounts(
  rules: readonly CountingRule[],
  of: RecoveryCase,
  situation: Situation,
  at: Instant,
): Counted {
  const about = { case: of, situation, at };
  return {
    evidence: of.evidence.filter(
      ({ kind, by, expiresAt }) => countingRefusal(rules, { deed: kind, by, expiresAt }, about) === undefined,
    ),
    approvals: of.approvals.filter(
      ({ by, expiresAt }) => countingRefusal(rules, { deed: 'approval', by, expiresAt }, about) === undefined,
    ),
  };
}

/** Ids of the rules that what counts does not satisfy; empty when it is enough. */
export function whatLacks(
  rules: readonly EnoughRule[],
  counted: Counted,
  situation: Situation,
  before: 'approval' | 'pass',
): string[] {
  return rules
    .filter((rule) => (before === 'pass' || rule.before === 'approval') && !rule.holds(counted, situation))
    .map(({ id }) => id);
}
