import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import {
  CeremonyOptions,
  CeremonyResponse,
  CredentialClassName,
  closed,
  Evidence,
  PasskeyName,
  PersonRef,
  SignalAccepted,
  Time,
} from './shapes.ts';

const InvitationToken = Type.String({ minLength: 20, maxLength: 128, pattern: '^[A-Za-z0-9_-]+$' });

/** What the policy allows and asks, in words for the person. */
export const Wanted = Type.Object(
  {
    allowedTypes: Type.Array(CredentialClassName),
    attestationRequired: Type.Boolean(),
    /** The browser may ask whether it may show make and model. */
    attestationAsked: Type.Boolean(),
    minimum: Type.Integer(),
    maximum: Type.Integer(),
    have: Type.Integer(),
    missing: Type.Integer(),
    mayAdd: Type.Boolean(),
    todo: Type.Array(Type.Object({ code: Type.String(), person: Type.String() }, closed)),
  },
  closed,
);

export const registrationContract = {
  openInvitation: endpoint({
    method: 'POST',
    path: '/api/v1/enrolment/open',
    needs: 'public',
    summary: 'What an invitation is for. Looking at it changes nothing and does not use it up',
    body: Type.Object({ token: InvitationToken }, closed),
    answer: Type.Object(
      {
        person: PersonRef,
        organisation: Type.Object({ name: Type.String() }, closed),
        invitedBy: Type.Union([Type.String(), Type.Null()]),
        expiresAt: Time,
        wanted: Wanted,
      },
      closed,
    ),
  }),
  options: endpoint({
    method: 'POST',
    path: '/api/v1/registration/options',
    needs: 'public',
    summary: 'Creation options: with an invitation for the first passkey, else a session with a fresh assertion',
    body: Type.Object({ token: Type.Optional(InvitationToken) }, closed),
    answer: Type.Object({ publicKey: CeremonyOptions }, closed),
  }),
  verify: endpoint({
    method: 'POST',
    path: '/api/v1/registration/verify',
    needs: 'public',
    summary: 'Verifies, assesses and judges a new passkey, and stores it when the policy accepts it',
    body: Type.Object(
      { token: Type.Optional(InvitationToken), response: CeremonyResponse, name: Type.Optional(PasskeyName) },
      closed,
    ),
    answer: Type.Object(
      {
        credential: Type.Object(
          {
            id: Type.String(),
            name: Type.String(),
            class: CredentialClassName,
            evidence: Evidence,
            model: Type.Union([Type.String(), Type.Null()]),
          },
          closed,
        ),
        wanted: Wanted,
        signal: SignalAccepted,
      },
      closed,
    ),
  }),
};
