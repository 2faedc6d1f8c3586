import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import {
  CredentialClassName,
  CredentialIdText,
  CredentialStatus,
  closed,
  Evidence,
  listQuery,
  NullableTime,
  PersonRef,
  page,
  Reason,
  SignalAccepted,
  StatusCauseName,
  Time,
  VerdictShape,
} from './shapes.ts';

export const CredentialRow = Type.Object(
  {
    id: Type.String(),
    person: PersonRef,
    name: Type.String(),
    class: CredentialClassName,
    evidence: Evidence,
    model: Type.Union([Type.String(), Type.Null()]),
    aaguid: Type.String(),
    status: CredentialStatus,
    statusReason: Type.String(),
    statusCause: StatusCauseName,
    tier: Type.Integer(),
    createdAt: Time,
    lastUsedAt: NullableTime,
  },
  closed,
);
export type CredentialRow = Static<typeof CredentialRow>;

const byCredential = Type.Object({ credentialId: CredentialIdText }, closed);

/** packages/webauthn CredentialFacts and packages/trust Assessment, as they are stored. */
const Plain = Type.Record(Type.String(), Type.Unknown());

const changed = Type.Object(
  { credential: CredentialRow, endedSessions: Type.Integer(), signal: SignalAccepted },
  closed,
);

export const credentialsContract = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/credentials',
    needs: 'credentials:read',
    summary:
      'Credentials, newest first. Words in q are beginnings of words of the person, parts of the name of the model, an AAGUID or an id. Filters: status:, status_cause:, class:, evidence:, model:, person:',
    query: Type.Object({ ...listQuery }, closed),
    answer: page(CredentialRow),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/credentials/:credentialId',
    needs: 'credentials:read',
    summary: 'One credential: facts, assessment, verdict',
    params: byCredential,
    answer: Type.Object(
      {
        credential: CredentialRow,
        signCount: Type.Integer(),
        backupEligible: Type.Boolean(),
        backedUp: Type.Boolean(),
        facts: Plain,
        factsDigest: Type.String(),
        assessment: Plain,
        verdict: VerdictShape,
        /** SHA-256 of the stored evidence, hex. */
        evidence: Type.Object({ attestationObject: Type.String(), clientDataJSON: Type.String() }, closed),
        /** When a quarantined one was set aside; null for any other. */
        setAsideAt: NullableTime,
        mayRevoke: Type.Boolean(),
        mayQuarantine: Type.Boolean(),
        mayRelease: Type.Boolean(),
        /** Of a quarantined one that nobody can release: why. */
        releaseBlockedBecause: Type.Union([Type.String(), Type.Null()]),
        /** Said before a revocation: what it would mean for the person. */
        revocationEffect: Type.String(),
      },
      closed,
    ),
  }),
  revoke: endpoint({
    method: 'POST',
    path: '/api/v1/credentials/:credentialId/revoke',
    needs: 'credentials:revoke',
    fresh: true,
    summary: 'Never accepted again; its sessions end at once',
    params: byCredential,
    body: Type.Object({ reason: Reason }, closed),
    answer: changed,
  }),
  quarantine: endpoint({
    method: 'POST',
    path: '/api/v1/credentials/:credentialId/quarantine',
    needs: 'credentials:quarantine',
    fresh: true,
    summary: 'Set aside until somebody releases it; its sessions end at once',
    params: byCredential,
    body: Type.Object({ reason: Reason }, closed),
    answer: changed,
  }),
  release: endpoint({
    method: 'POST',
    path: '/api/v1/credentials/:credentialId/release',
    needs: 'credentials:quarantine',
    fresh: true,
    summary: 'In use again after an alarm or an administrator set it aside; never what the rules refuse',
    params: byCredential,
    body: Type.Object({ reason: Reason }, closed),
    answer: changed,
  }),
};
