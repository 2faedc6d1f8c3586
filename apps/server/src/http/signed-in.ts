import { after } from '@holdfast/kernel';
import type { Static } from 'typebox';
import type { SignedIn } from './contract/sign-in.ts';
import { type Actor, FRESH_MS } from './route.ts';

/** Who is signed in, as pages see it. */
export function signedInView(actor: Actor): Static<typeof SignedIn> {
  return {
    person: { id: actor.personId, username: actor.username, displayName: actor.displayName },
    roles: [...actor.roles],
    permissions: [...actor.permissions],
    session: {
      id: actor.sessionId,
      createdAt: actor.createdAt,
      freshUntil: after(actor.assertedAt, FRESH_MS),
      idleEndsAt: Math.min(actor.idleEndsAt, actor.endsAt),
      endsAt: actor.endsAt,
    },
  };
}
