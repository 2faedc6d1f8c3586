import type { Advice } from './advice.ts';

/** What is set aside, and whether that may change by itself within a minute. */
export type QuarantineSituation = {
  readonly credentials: number;
  /** People who are not disabled and have no passkey that works. */
  readonly withoutWayIn: number;
  readonly isJudgingAgain: boolean;
};

/** Who cannot get in comes before what is set aside. */
export function quarantineAdvice(situation: QuarantineSituation): readonly Advice[] {
  const { credentials, withoutWayIn, isJudgingAgain } = situation;
  const advice: Advice[] = [];
  if (withoutWayIn > 0) {
    advice.push({
      code: 'people_without_way_in',
      level: 'attention',
      title: withoutWayIn === 1 ? '1 person cannot get in' : `${withoutWayIn} people cannot get in`,
      text: 'Their only passkeys are set aside. Read why, then release what an alarm or an administrator set aside, or help them to another passkey.',
      link: '/console/credentials/quarantine?q=way_in:none',
    });
  }
  if (credentials > 0) {
    advice.push({
      code: 'credentials_quarantined',
      level: 'attention',
      title: credentials === 1 ? '1 passkey is quarantined' : `${credentials} passkeys are quarantined`,
      text: 'What was trusted fails now. Read the reason, then revoke the passkey or help its person to replace it.',
      link: '/console/credentials/quarantine',
    });
  }
  if (isJudgingAgain) {
    advice.push({
      code: 'judging_again',
      level: 'advice',
      title: 'Every passkey is being judged again',
      text: 'Policy or trust data changed. Passkeys may be set aside or taken back until it is done; sign-in goes on.',
      link: '/console/trust/jobs',
    });
  }
  return advice;
}
