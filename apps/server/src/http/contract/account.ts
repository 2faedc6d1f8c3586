import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Wanted } from './registration.ts';
import {
  CredentialClassName,
  CredentialIdText,
  CredentialStatus,
  closed,
  Evidence,
  listQuery,
  NullableTime,
  PasskeyName,
  PersonRef,
  page,
  RoleName,
  SignalAccepted,
  SignalUserDetails,
  Time,
  Uuid,
} from './shapes.ts';
import { DeviceGroups } from './trust-group-keys.ts';

export const OwnPasskey = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    class: CredentialClassName,
    evidence: Evidence,
    model: Type.Union([Type.String(), Type.Null()]),
    status: CredentialStatus,
    /** For the person: why it is in this state, or what is known about it. */
    explanation: Type.String(),
    backedUp: Type.Boolean(),
    createdAt: Time,
    lastUsedAt: NullableTime,
    /** The one that this session was opened with. */
    current: Type.Boolean(),
    /** Null when it can be removed; else the sentence that says why not and what to do first. */
    removalBlockedBecause: Type.Union([Type.String(), Type.Null()]),
    deviceGroups: DeviceGroups,
  },
  closed,
);
export type OwnPasskey = Static<typeof OwnPasskey>;

export const OwnSession = Type.Object(
  {
    id: Uuid,
    current: Type.Boolean(),
    createdAt: Time,
    lastSeenAt: Time,
    endsAt: Time,
    address: Type.String(),
    browser: Type.String({ description: 'e.g. "Chrome on Windows"' }),
    passkeyName: Type.String(),
  },
  closed,
);

export const OwnEvent = Type.Object(
  {
    id: Uuid,
    at: Time,
    type: Type.String(),
    outcome: Type.String(),
    /** One plain sentence. */
    text: Type.String(),
    /** Where it was done from; null where a colleague or the server did it. */
    address: Type.Union([Type.String(), Type.Null()]),
    /** Empty where `address` is null. */
    browser: Type.String(),
  },
  closed,
);

const byCredential = Type.Object({ credentialId: CredentialIdText }, closed);

export const accountContract = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/account',
    needs: 'signed-in',
    summary: 'The person, their passkeys and what the policy still wants of them',
    answer: Type.Object(
      {
        person: PersonRef,
        roles: Type.Array(RoleName),
        groups: Type.Array(Type.String()),
        passkeys: Type.Array(OwnPasskey),
        wanted: Wanted,
        signals: Type.Object({ accepted: SignalAccepted, details: SignalUserDetails }, closed),
      },
      closed,
    ),
  }),
  renamePasskey: endpoint({
    method: 'PATCH',
    path: '/api/v1/account/passkeys/:credentialId',
    needs: 'signed-in',
    summary: 'Gives a passkey another name',
    params: byCredential,
    body: Type.Object({ name: PasskeyName }, closed),
    answer: Type.Object({ signal: SignalAccepted, details: SignalUserDetails }, closed),
  }),
  removePasskey: endpoint({
    method: 'DELETE',
    path: '/api/v1/account/passkeys/:credentialId',
    needs: 'signed-in',
    fresh: true,
    summary: 'Revokes a passkey of one’s own; never the last way in',
    params: byCredential,
    answer: Type.Object({ signal: SignalAccepted, endedSessions: Type.Integer(), signedOut: Type.Boolean() }, closed),
  }),
  sessions: endpoint({
    method: 'GET',
    path: '/api/v1/account/sessions',
    needs: 'signed-in',
    summary: 'One’s own open sessions',
    answer: Type.Object({ sessions: Type.Array(OwnSession) }, closed),
  }),
  endSession: endpoint({
    method: 'DELETE',
    path: '/api/v1/account/sessions/:sessionId',
    needs: 'signed-in',
    summary: 'Ends one of one’s own sessions',
    params: Type.Object({ sessionId: Uuid }, closed),
  }),
  endOtherSessions: endpoint({
    method: 'POST',
    path: '/api/v1/account/sessions/end-others',
    needs: 'signed-in',
    summary: 'Ends every session but this one',
    answer: Type.Object({ ended: Type.Integer() }, closed),
  }),
  activity: endpoint({
    method: 'GET',
    path: '/api/v1/account/activity',
    needs: 'signed-in',
    summary: 'What happened to one’s own account, newest first',
    query: Type.Object({ cursor: listQuery.cursor, limit: listQuery.limit }, closed),
    answer: page(OwnEvent),
  }),
};
