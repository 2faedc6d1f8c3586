import { type EffectivePolicy, type Reaction, reaction } from '@holdfast/policy';
import type { VerifiedAuthentication } from '@holdfast/webauthn';
import type { Credential } from '../../store/credentials.ts';

/** A sign that a passkey was copied, shown by an assertion whose signature holds (product.md A6). */
export type Alarm = {
  readonly code: 'policy.counter_regression' | 'policy.backup_state_changed' | 'webauthn.backup_eligibility_changed';
  /** Type of the event where the reaction is only to warn. */
  readonly warnedAs: 'passkey.counter_regressed' | 'passkey.backup_state_changed';
  readonly reaction: Reaction;
  /** Why the passkey is set aside, for people who ask. */
  readonly reason: string;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
};

export function alarmsOf(
  effective: EffectivePolicy,
  credential: Credential,
  { counterRegressed, signCount, backedUp }: VerifiedAuthentication,
): readonly Alarm[] {
  const alarms: Alarm[] = [];
  if (counterRegressed) {
    alarms.push({
      code: 'policy.counter_regression',
      warnedAs: 'passkey.counter_regressed',
      reaction: reaction(effective, 'counter-regression'),
      reason: 'Its signature counter did not rise, which can mean that a copy of it exists.',
      detail: { counterBefore: credential.signCount, counterReceived: signCount },
    });
  }
  if (backedUp !== credential.backedUp) {
    alarms.push({
      code: 'policy.backup_state_changed',
      warnedAs: 'passkey.backup_state_changed',
      reaction: reaction(effective, 'backup-state-change'),
      reason: backedUp ? 'It was copied to a backup.' : 'It is no longer in a backup.',
      detail: { backedUpBefore: credential.backedUp, backedUpReceived: backedUp },
    });
  }
  return alarms;
}

/** L3 §7.2 step 19 ends the ceremony in any case, so there is no mere warning. */
export function eligibilityAlarm(effective: EffectivePolicy): Alarm {
  const wanted = reaction(effective, 'backup-state-change');
  return {
    code: 'webauthn.backup_eligibility_changed',
    warnedAs: 'passkey.backup_state_changed',
    reaction: wanted === 'warn' ? 'refuse' : wanted,
    reason: 'It changed whether it can be copied, which a passkey never does. Add a new one in its place.',
    detail: { reason: 'backup eligibility is fixed at registration' },
  };
}
