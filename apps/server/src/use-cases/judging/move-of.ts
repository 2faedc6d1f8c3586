import type { CredentialStatus, StatusCause } from '../../store/credentials.ts';

/** What judging does to the status of a passkey. */
export type Move = 'quarantine' | 'restore' | 'none';

/**
 * Judging sets aside what is active and brings back only what judging set aside: what an alarm or an administrator
 * quarantined stays, and so does what is pending or revoked.
 */
export function moveOf(
  { status, statusCause }: { readonly status: CredentialStatus; readonly statusCause: StatusCause },
  wantedStatus: 'active' | 'quarantined',
): Move {
  if (status === 'active') return wantedStatus === 'quarantined' ? 'quarantine' : 'none';
  const isOurs = status === 'quarantined' && statusCause === 'judged';
  return isOurs && wantedStatus === 'active' ? 'restore' : 'none';
}

export const RESTORED_REASON = 'It meets the policy of your role again.';
