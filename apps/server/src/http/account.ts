import { ok } from '@holdfast/kernel';
import { effectivePolicy } from '@holdfast/policy';
import type { Static } from 'typebox';
import type { Ports } from '../ports.ts';
import { type Credential, credentialsOfPerson } from '../store/credentials.ts';
import { findPerson } from '../store/people.ts';
import { openSessions } from '../store/sessions.ts';
import { type TrustGroupKeyRow, trustGroupKeysOf } from '../store/trust-group-keys.ts';
import { activityOf } from '../use-cases/account/activity.ts';
import { describeBrowser } from '../use-cases/account/describe-browser.ts';
import { endOwnOtherSessions, endOwnSession } from '../use-cases/account/end-sessions.ts';
import { type OwnPasskeyView, ownPasskeys } from '../use-cases/account/own-passkeys.ts';
import { removePasskey } from '../use-cases/account/remove-passkey.ts';
import { renamePasskey } from '../use-cases/account/rename-passkey.ts';
import { acceptedIds, wantedOf } from '../use-cases/registration/wanted.ts';
import { accountContract as contract, type OwnPasskey } from './contract/account.ts';
import type { SignalAccepted, SignalUserDetails } from './contract/shapes.ts';
import { type Actor, type Route, route } from './route.ts';
import { deviceGroups } from './trust-group-keys.ts';

const PAGE_LENGTH = 50;

export const accountRoutes: readonly Route[] = [
  route(contract.read, async (ports, { actor }) => {
    const { queries } = ports.database;
    const { policy } = await ports.standing();
    const groups = (await findPerson(queries, actor.personId))?.groups ?? [];
    const credentials = await credentialsOfPerson(queries, actor.personId);
    const groupKeys = await trustGroupKeysOf(
      queries,
      credentials.map(({ id }) => id),
    );
    return ok({
      body: {
        person: { id: actor.personId, username: actor.username, displayName: actor.displayName },
        roles: [...actor.roles],
        groups: [...groups],
        passkeys: ownPasskeys(policy, groups, credentials).map((passkey) => passkeyView(passkey, actor, groupKeys)),
        wanted: wantedOf(effectivePolicy(policy, groups), credentials),
        signals: { accepted: accepted(ports, actor, credentials), details: details(ports, actor) },
      },
    });
  }),
  route(contract.renamePasskey, async (ports, call) => {
    const renamed = await renamePasskey(ports, call, call.params.credentialId, call.body.name);
    if (!renamed.ok) return renamed;
    const signal = accepted(ports, call.actor, renamed.value);
    return ok({ body: { signal, details: details(ports, call.actor) } });
  }),
  route(contract.removePasskey, async (ports, call) => {
    const removed = await removePasskey(ports, call, call.params.credentialId);
    if (!removed.ok) return removed;
    const { remaining, endedSessions, signedOut } = removed.value;
    const body = { signal: accepted(ports, call.actor, remaining), endedSessions, signedOut };
    return ok({ body, ...(signedOut ? { session: 'end' as const } : {}) });
  }),
  route(contract.sessions, async ({ database }, { actor, at }) => {
    const open = await openSessions(database.queries, actor.personId, at);
    const sessions = open.map(({ userAgent, ...session }) => ({
      ...session,
      current: session.id === actor.sessionId,
      browser: describeBrowser(userAgent),
    }));
    return ok({ body: { sessions } });
  }),
  route(contract.endSession, async (ports, call) => {
    const { sessionId } = call.params;
    const ended = await endOwnSession(ports, call, sessionId, 'ended by its owner');
    if (!ended.ok) return ended;
    return ok({ body: undefined, ...(sessionId === call.actor.sessionId ? { session: 'end' as const } : {}) });
  }),
  route(contract.endOtherSessions, async (ports, call) =>
    ok({ body: { ended: await endOwnOtherSessions(ports, call) } }),
  ),
  route(contract.activity, async (ports, { actor, query }) => {
    const page = { cursor: query.cursor ?? null, limit: query.limit ?? PAGE_LENGTH };
    const activity = await activityOf(ports, actor.personId, page);
    if (!activity.ok) return activity;
    const { events, next, total } = activity.value;
    const items = events.map(({ id, at, type, outcome, text, address, userAgent }) => ({
      id,
      at,
      type,
      outcome,
      text,
      address,
      browser: userAgent === null ? '' : describeBrowser(userAgent),
    }));
    return ok({ body: { items, next, total, totalIsExact: true } });
  }),
];

function passkeyView(
  { credential, explanation, removalBlockedBecause }: OwnPasskeyView,
  actor: Actor,
  groupKeys: readonly TrustGroupKeyRow[],
): Static<typeof OwnPasskey> {
  return {
    id: credential.id,
    name: credential.name,
    class: credential.class,
    evidence: credential.evidence,
    model: credential.modelName,
    status: credential.status,
    explanation,
    backedUp: credential.backedUp,
    createdAt: credential.createdAt,
    lastUsedAt: credential.lastUsedAt,
    current: credential.id === actor.credentialId,
    removalBlockedBecause,
    deviceGroups: deviceGroups(groupKeys, credential.id),
  };
}

function accepted(
  { config }: Ports,
  { userHandle }: Actor,
  credentials: readonly Credential[],
): Static<typeof SignalAccepted> {
  return { rpId: config.rpId, userId: userHandle, allAcceptedCredentialIds: acceptedIds(credentials) };
}

function details({ config }: Ports, { userHandle, username, displayName }: Actor): Static<typeof SignalUserDetails> {
  return { rpId: config.rpId, userId: userHandle, name: username, displayName };
}
