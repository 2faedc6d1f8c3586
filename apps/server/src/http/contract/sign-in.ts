import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { CeremonyOptions, CeremonyResponse, closed, PersonRef, RoleName, Time } from './shapes.ts';

/** Who is signed in, for every page. */
export const SignedIn = Type.Object(
  {
    person: PersonRef,
    roles: Type.Array(RoleName),
    permissions: Type.Array(Type.String()),
    session: Type.Object(
      {
        id: Type.String(),
        createdAt: Time,
        /** Until when acts that need a fresh assertion are open. */
        freshUntil: Time,
        idleEndsAt: Time,
        endsAt: Time,
      },
      closed,
    ),
  },
  closed,
);

export const signInContract = {
  context: endpoint({
    method: 'GET',
    path: '/api/v1/context',
    needs: 'public',
    summary: 'What every page needs to know before anybody signed in',
    answer: Type.Object(
      {
        organisation: Type.Object({ name: Type.String() }, closed),
        rpId: Type.String(),
        origin: Type.String(),
        version: Type.String(),
        signedIn: Type.Union([SignedIn, Type.Null()]),
      },
      closed,
    ),
  }),
  options: endpoint({
    method: 'POST',
    path: '/api/v1/sign-in/options',
    needs: 'public',
    summary: 'Request options for a sign-in, usernameless unless a username is given. Unknown names get stable decoys',
    body: Type.Object(
      {
        username: Type.Optional(
          Type.String({ minLength: 1, maxLength: 256, pattern: '^[^\\u0000]*$', description: 'as typed' }),
        ),
      },
      closed,
    ),
    answer: Type.Object({ publicKey: CeremonyOptions }, closed),
  }),
  verify: endpoint({
    method: 'POST',
    path: '/api/v1/sign-in/verify',
    needs: 'public',
    summary: 'Spends the challenge, checks the assertion and opens a session (cookie)',
    body: Type.Object({ response: CeremonyResponse }, closed),
    answer: Type.Object(
      {
        signedIn: SignedIn,
        /** Where to go: the account or, for people with a role, the console. */
        next: Type.String(),
      },
      closed,
    ),
  }),
  /** Asked by the page after a refused sign-in, so that the browser may drop a key that no account knows (lessons 38). */
  unknownCredential: endpoint({
    method: 'POST',
    path: '/api/v1/sign-in/unknown-credential',
    needs: 'public',
    summary: 'Whether the browser may be told to forget this passkey: true only when no account has it',
    body: Type.Object({ response: CeremonyResponse }, closed),
    answer: Type.Object({ unknown: Type.Boolean(), rpId: Type.String() }, closed),
  }),
  confirmOptions: endpoint({
    method: 'POST',
    path: '/api/v1/confirm/options',
    needs: 'signed-in',
    summary: 'Request options for a fresh assertion by the person who is signed in',
    body: Type.Object({}, closed),
    answer: Type.Object({ publicKey: CeremonyOptions }, closed),
  }),
  confirmVerify: endpoint({
    method: 'POST',
    path: '/api/v1/confirm/verify',
    needs: 'signed-in',
    summary: 'A fresh assertion: acts that need one are open for five minutes',
    body: Type.Object({ response: CeremonyResponse }, closed),
    answer: Type.Object({ freshUntil: Time }, closed),
  }),
  signOut: endpoint({
    method: 'POST',
    path: '/api/v1/sign-out',
    needs: 'signed-in',
    summary: 'Ends this session',
  }),
};
