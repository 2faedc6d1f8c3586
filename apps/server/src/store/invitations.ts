import { type Instant, type InvitationId, instant, type PersonId } from '@holdfast/kernel';
import type { Queries } from './database.ts';

export type OpenInvitation = {
  readonly id: InvitationId;
  readonly personId: PersonId;
  /** Display name of whoever made it; null for the link printed on the server. */
  readonly invitedBy: string | null;
  readonly expiresAt: Instant;
};

/** The invitation behind a token, while it can still enrol somebody: open, and its person not enrolled and not disabled. */
export async function findOpenInvitation(
  queries: Queries,
  tokenHash: string,
  at: Instant,
): Promise<OpenInvitation | null> {
  const row = await queries
    .selectFrom('invitation')
    .innerJoin('person', 'person.id', 'invitation.person_id')
    .leftJoin('person as inviter', 'inviter.id', 'invitation.created_by')
    .where('invitation.token_hash', '=', tokenHash)
    .where('invitation.used_at', 'is', null)
    .where('invitation.withdrawn_at', 'is', null)
    .where('invitation.expires_at', '>', at)
    .where('person.enrolled_at', 'is', null)
    .where('person.status', '<>', 'disabled')
    .select(['invitation.id', 'invitation.person_id', 'invitation.expires_at', 'inviter.display_name as invited_by'])
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    id: row.id as InvitationId,
    personId: row.person_id as PersonId,
    invitedBy: row.invited_by,
    expiresAt: instant(row.expires_at),
  };
}

/** @returns false when it was used, withdrawn or ran out meanwhile */
export async function useInvitation(tx: Queries, id: InvitationId, at: Instant): Promise<boolean> {
  const done = await tx
    .updateTable('invitation')
    .set({ used_at: at })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
