import { toBase64url } from '@holdfast/encoding';
import { after, HOUR_MS, type Instant, type InvitationId, type PersonId } from '@holdfast/kernel';
import { hashToken } from '../../access/hash-token.ts';
import type { Ports } from '../../ports.ts';
import type { Queries } from '../../store/database.ts';
import { insertInvitation, withdrawOpenInvitations } from '../../store/invitations-admin.ts';
import { type Doer, record } from '../acting.ts';

/** How long an invitation works that somebody sends on by mail or chat. */
export const INVITATION_MS = 72 * HOUR_MS;
/** How long a link works that is printed on a terminal, to be used at once. */
export const PRINTED_LINK_MS = HOUR_MS;

/** The link carries the only copy of its secret. */
export type FreshInvitation = {
  readonly invitationId: InvitationId;
  readonly link: string;
  readonly expiresAt: Instant;
};

/**
 * Makes an invitation; earlier open ones of the person stop working. The caller holds the lock of the person and has
 * checked that they never enrolled a passkey.
 */
export async function makeInvitation(
  ports: Pick<Ports, 'config' | 'newId' | 'randomBytes'>,
  tx: Queries,
  doer: Doer,
  personId: PersonId,
  validMs: number,
): Promise<FreshInvitation> {
  const { at } = doer;
  const token = toBase64url(ports.randomBytes(32));
  const id = ports.newId(at) as InvitationId;
  const expiresAt = after(at, validMs);
  const replaced = await withdrawOpenInvitations(tx, personId, at);
  const createdBy = doer.by === 'person' ? doer.actor.personId : null;
  // 256 random bits need no slow hash: nobody guesses the input.
  const tokenHash = hashToken(token);
  await insertInvitation(tx, { id, personId, tokenHash, createdBy, expiresAt }, at);
  await record(ports, tx, doer, {
    type: 'invitation.created',
    subjectId: personId,
    detail: { invitationId: id, expiresAt, replaced },
  });
  return { invitationId: id, link: `${ports.config.origin}/enrol/${token}`, expiresAt };
}
