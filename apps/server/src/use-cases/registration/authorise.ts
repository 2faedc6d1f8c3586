import { err, ok, type Result, refuse } from '@holdfast/kernel';
import { hashToken } from '../../access/hash-token.ts';
import { type Actor, isFresh, type RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { findOpenInvitation, type OpenInvitation } from '../../store/invitations.ts';
import { findPerson, type Person } from '../../store/people.ts';
import type { CeremonyCall } from '../ceremony/ceremony-call.ts';

/** By what right somebody adds a passkey (product.md E2, E3). */
export type Authority =
  | { readonly by: 'invitation'; readonly invitation: OpenInvitation; readonly person: Person }
  | { readonly by: 'session'; readonly actor: Actor; readonly person: Person };

export const REGISTRATION_REFUSED = 'passkey.registration_refused';

/**
 * Either an open invitation or a session, never both: with both it would not be plain whose passkey it becomes.
 *
 * @param freshness `demanded` when options are given out. When they come back the challenge itself proves that they were,
 *   to this person in this browser, in the last five minutes
 */
export async function authorise(
  ports: Ports,
  { at, actor }: CeremonyCall,
  token: string | null,
  freshness: 'demanded' | 'proved by the challenge',
): Promise<Result<Authority, RefusedCall>> {
  const refused = (refusal: RefusedCall) => err({ ...refusal, event: { type: REGISTRATION_REFUSED } });
  if (token !== null && actor !== null) {
    const message = `You are signed in as ${actor.displayName} in this browser. Sign out first, then open the invitation again.`;
    return refused({ ...refuse('registration.not_authorised', { reason: 'invitation and session' }), message });
  }
  if (token !== null) return await byInvitation(ports, token, at);
  if (actor === null) return refused(refuse('registration.not_authorised', { reason: 'no invitation, no session' }));
  if (freshness === 'demanded' && !isFresh(actor, at)) return refused(refuse('session.assertion_stale'));
  const person = await findPerson(ports.database.queries, actor.personId);
  if (person === null) throw new Error(`person ${actor.personId} has a session but no row`);
  return ok({ by: 'session', actor, person });
}

/** Looking at an invitation changes nothing. */
export async function byInvitation(
  { database }: Ports,
  token: string,
  at: CeremonyCall['at'],
): Promise<Result<Extract<Authority, { by: 'invitation' }>, RefusedCall>> {
  const invitation = await findOpenInvitation(database.queries, hashToken(token), at);
  const person = invitation === null ? null : await findPerson(database.queries, invitation.personId);
  if (invitation === null || person === null) {
    return err({ ...refuse('invitation.unusable'), event: { type: 'invitation.refused' } });
  }
  return ok({ by: 'invitation', invitation, person });
}
