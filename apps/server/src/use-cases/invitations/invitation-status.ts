import type { Instant } from '@holdfast/kernel';
import type { InvitationStatus, InvitationSummary } from '../../store/invitations-admin.ts';

type Times = Pick<InvitationSummary, 'usedAt' | 'withdrawnAt' | 'expiresAt'>;

/** Worked out from its times, so that no row has to change when one runs out. */
export function invitationStatus({ usedAt, withdrawnAt, expiresAt }: Times, at: Instant): InvitationStatus {
  if (usedAt !== null) return 'used';
  if (withdrawnAt !== null) return 'withdrawn';
  return expiresAt > at ? 'open' : 'expired';
}

/** When it stopped working; null while it is open. */
export function invitationEndedAt(times: Times, at: Instant): Instant | null {
  if (times.usedAt !== null) return times.usedAt;
  if (times.withdrawnAt !== null) return times.withdrawnAt;
  return times.expiresAt > at ? null : times.expiresAt;
}
