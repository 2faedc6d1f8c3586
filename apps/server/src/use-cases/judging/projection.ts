import { sentenceForPerson, type Verdict } from '@holdfast/policy';
import type { Projection } from '../../store/judgements.ts';

export const ACCEPTED_REASON = 'It meets the policy of your role.';
const REFUSED_REASON = 'It does not meet the policy of your role.';

/** What a verdict means for the passkeys that it is about. */
export function projectionOf(verdict: Verdict): Projection {
  const { outcome, tier, monitored } = verdict;
  if (outcome === 'accepted') {
    return { outcome, tier, wantedStatus: 'active', reason: ACCEPTED_REASON, cause: null, monitored };
  }
  return {
    outcome,
    tier,
    wantedStatus: 'quarantined',
    reason: sentenceForPerson(verdict) ?? REFUSED_REASON,
    cause: refusing(verdict)[0] ?? null,
    monitored,
  };
}

/** The rules that refuse, each once, the first one first. */
export function refusing({ rules }: Verdict): readonly string[] {
  const failing = rules.filter(({ outcome, mode }) => outcome === 'fails' && mode === 'enforce');
  return [...new Set(failing.map(({ rule }) => rule))];
}
