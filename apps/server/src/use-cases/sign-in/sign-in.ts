import { after, err, instant, ok, type Result, refuse } from '@holdfast/kernel';
import { sessionLimits } from '@holdfast/policy';
import { callerEvent } from '../../access/caller-event.ts';
import { permissionsOf } from '../../access/permissions.ts';
import { newSessionToken, sessionKey } from '../../access/session-token.ts';
import type { Actor, RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { appendEvent } from '../../store/audit.ts';
import type { Tx } from '../../store/database.ts';
import { lockActivePerson, noteSignIn } from '../../store/people.ts';
import { endSession, insertSession, noteAssertion } from '../../store/sessions.ts';
import type { Asserted, AssertionCall } from '../ceremony/check-assertion.ts';
import { spendAssertion } from '../ceremony/spend-assertion.ts';
import { shownGroup } from '../trust-group-keys/keep-key.ts';

export type OpenedSession = { readonly actor: Actor; readonly token: string };

/** Signs somebody in with a passkey: one transaction for challenge, counter, session and event. */
export async function signIn(ports: Ports, call: AssertionCall): Promise<Result<OpenedSession, RefusedCall>> {
  const token = newSessionToken(ports.randomBytes, call.at);
  return await spendAssertion(
    ports,
    call,
    { accepts: ['sign_in', 'sign_in_named'], refusedAs: 'sign_in.refused' },
    {
      markPerson: (tx, personId) => noteSignIn(tx, personId, call.at),
      open: async (tx, asserted) => {
        await replaceSession(ports, tx, call);
        const actor = newActor(ports, call, asserted);
        const inserted = insertSession(tx, {
          id: actor.sessionId,
          tokenHash: sessionKey(token),
          personId: actor.personId,
          credentialId: actor.credentialId,
          assertedGroup: shownGroup({ key: asserted.verified.trustGroupKey }),
          at: call.at,
          idleMs: actor.idleEndsAt - call.at,
          endsAt: actor.endsAt,
          address: call.caller.address,
          userAgent: call.caller.userAgent,
        });
        await Promise.all([inserted, appendAssertion(ports, tx, call, asserted, 'sign_in.succeeded', actor.sessionId)]);
        return ok({ actor, token });
      },
    },
  );
}

/** A fresh assertion in a session that is open. */
export async function confirm(
  ports: Ports,
  call: AssertionCall & { readonly actor: Actor },
): Promise<Result<{ readonly assertedAt: Actor['assertedAt'] }, RefusedCall>> {
  const { actor, at } = call;
  return await spendAssertion(
    ports,
    call,
    { accepts: ['confirm'], refusedAs: 'session.confirmation_refused' },
    {
      markPerson: lockActivePerson,
      open: async (tx, asserted) => {
        const noted = await noteAssertion(tx, actor.sessionId, {
          at,
          credentialId: asserted.credential.id,
          group: shownGroup({ key: asserted.verified.trustGroupKey }),
        });
        if (!noted) return err(refuse('session.required'));
        await appendAssertion(ports, tx, call, asserted, 'session.confirmed', actor.sessionId);
        return ok({ assertedAt: at });
      },
    },
  );
}

/** One browser has one session: signing in again does not leave the earlier one behind. */
async function replaceSession(ports: Ports, tx: Tx, { actor, at, caller }: AssertionCall): Promise<void> {
  if (actor === null || !(await endSession(tx, actor.personId, actor.sessionId))) return;
  const event = callerEvent(caller, actor, {
    type: 'session.ended',
    subjectId: actor.personId,
    detail: { sessionId: actor.sessionId, reason: 'somebody signed in again in the same browser' },
  });
  await appendEvent(tx, ports.newId(at), at, event);
}

function newActor(ports: Ports, { at }: AssertionCall, { person, credential, effective }: Asserted): Actor {
  const { idleMs, absoluteMs } = sessionLimits(effective);
  return {
    sessionId: ports.newId(at),
    personId: person.id,
    username: person.username,
    displayName: person.displayName,
    userHandle: person.userHandle,
    credentialId: credential.id,
    roles: person.roles,
    permissions: permissionsOf(person.roles),
    createdAt: at,
    lastSeenAt: at,
    assertedAt: at,
    idleEndsAt: instant(at + idleMs),
    endsAt: after(at, absoluteMs),
  };
}

/** The event of an assertion that was accepted, with everything that product.md J1 asks for. */
async function appendAssertion(
  ports: Ports,
  tx: Tx,
  { at, caller }: AssertionCall,
  { person, credential, assessment, verified, verdict, origin, challenge }: Asserted,
  type: 'sign_in.succeeded' | 'session.confirmed',
  sessionId: string,
): Promise<void> {
  const event = callerEvent(
    caller,
    { personId: person.id },
    {
      type,
      subjectId: person.id,
      credentialId: credential.id,
      policyDigest: verdict.policyDigest,
      detail: {
        passkey: credential.name,
        model: assessment.model.name,
        aaguid: credential.aaguid,
        class: assessment.class,
        evidence: assessment.evidence,
        attestation: assessment.attestation.type,
        attestationFormat: assessment.attestation.format,
        attestationTrusted: assessment.attestation.trusted,
        tier: verdict.tier,
        userVerified: verified.userVerified,
        backedUp: verified.backedUp,
        counterBefore: credential.signCount,
        counterAfter: verified.signCount,
        ceremonyOrigin: origin,
        /** Null also where the passkey showed one before: then its manager, or somebody with a copy, left it out. */
        trustGroup: shownGroup({ key: verified.trustGroupKey }),
        usernameFirst: challenge.purpose === 'sign_in_named',
        sessionId,
      },
    },
  );
  await appendEvent(tx, ports.newId(at), at, event);
}
