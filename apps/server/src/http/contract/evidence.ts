import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { EvidenceTrust, Iso, NullableIso, NullableText, Sha256, sha256Pattern } from './evidence-trust.ts';
import {
  Base64url,
  CredentialClassName,
  CredentialIdText,
  CredentialStatus,
  closed,
  Evidence,
  StatusCauseName,
  Uuid,
  VerdictShape,
} from './shapes.ts';

/** What `format` says, and where nothing else can stand: the file begins with it. */
export const EVIDENCE_FORMAT = 'holdfast-evidence';
export const EVIDENCE_VERSION = 1;

/** As the packages make them; whoever checks a file makes them again and compares. */
const Plain = Type.Record(Type.String(), Type.Unknown());

const Person = Type.Object(
  {
    id: Uuid,
    username: Type.String(),
    displayName: Type.String(),
    status: Type.Enum(['invited', 'active', 'disabled']),
    roles: Type.Array(Type.String(), { maxItems: 100 }),
    groups: Type.Array(Type.String(), { maxItems: 10_000 }),
    createdAt: Iso,
    enrolledAt: NullableIso,
    lastSignInAt: NullableIso,
  },
  closed,
);

const Policy = Type.Object(
  {
    version: Type.Integer(),
    digest: Sha256,
    appliedAt: NullableIso,
    appliedBy: NullableText,
    origin: NullableText,
    note: NullableText,
    source: Type.String({ maxLength: 262_144, description: 'the whole text; `digest` is its SHA-256' }),
    effective: Type.Record(Type.String(), Type.Unknown(), {
      description:
        'what applies to the person: populations, the strictest of each matter, and which population decided it (`decidedBy`)',
    }),
  },
  closed,
);

const Registration = Type.Object(
  {
    receivedAt: Iso,
    address: Type.String(),
    origin: Type.String(),
    rpId: Type.String(),
    attestationObject: Base64url,
    clientDataJSON: Base64url,
  },
  closed,
);

/** How the stored status came about: the judgement that was applied last, which is older than the file where data changed since. */
const Judgement = Type.Object(
  {
    outcome: Type.Enum(['accepted', 'refused']),
    tier: Type.Integer({ minimum: 0, maximum: 3 }),
    reason: Type.String(),
    cause: NullableText,
    policyDigest: Type.String(),
    trustDigest: Type.String(),
    isApplied: Type.Boolean({ description: 'false while the passkey may not have followed it yet' }),
  },
  closed,
);

const Passkey = Type.Object(
  {
    id: CredentialIdText,
    name: Type.String(),
    status: CredentialStatus,
    statusReason: Type.String(),
    statusCause: StatusCauseName,
    class: CredentialClassName,
    evidence: Evidence,
    aaguid: Type.String(),
    tier: Type.Integer({ minimum: 0, maximum: 3 }),
    createdAt: Iso,
    lastUsedAt: NullableIso,
    revokedAt: NullableIso,
    publicKey: Base64url,
    signCount: Type.Integer(),
    backupEligible: Type.Boolean(),
    backedUp: Type.Boolean(),
    registration: Registration,
    facts: Plain,
    factsDigest: Sha256,
    judgement: Judgement,
    assessment: Plain,
    verdict: VerdictShape,
  },
  closed,
);
export type EvidencePasskey = Static<typeof Passkey>;

const Event = Type.Object(
  {
    sequence: Type.Integer(),
    id: Uuid,
    at: Iso,
    type: Type.String(),
    text: Type.String(),
    outcome: Type.Enum(['success', 'refused', 'failed']),
    code: NullableText,
    actor: Type.Object({ kind: Type.String(), id: NullableText, name: NullableText }, closed),
    subjectId: NullableText,
    credentialId: NullableText,
    address: NullableText,
    origin: NullableText,
    userAgent: NullableText,
    requestId: NullableText,
    policyDigest: NullableText,
    detail: Plain,
  },
  closed,
);
export type EvidenceEvent = Static<typeof Event>;

/** What proves the passkeys of one person, in one file that anybody can check without this installation (product.md B11). */
export const EvidenceFile = Type.Object(
  {
    format: Type.Literal(EVIDENCE_FORMAT),
    version: Type.Literal(EVIDENCE_VERSION),
    about: Type.Enum(['person', 'passkey'], { description: 'every passkey that the person ever had, or one of them' }),
    madeAt: Iso,
    madeFor: Type.Object({ id: Uuid, username: Type.String(), displayName: Type.String() }, closed),
    installation: Type.Object(
      { organisation: Type.String(), origin: Type.String(), rpId: Type.String(), release: Type.String() },
      closed,
    ),
    person: Person,
    policy: Policy,
    trust: EvidenceTrust,
    passkeys: Type.Array(Passkey, { maxItems: 1000 }),
    events: Type.Object(
      {
        items: Type.Array(Event, { maxItems: 10_000, description: 'in the order in which they happened' }),
        leftOut: Type.Integer({ minimum: 0, description: 'older sign-ins and the like that are not in the file' }),
      },
      closed,
    ),
    digest: Type.String({
      pattern: sha256Pattern,
      description:
        'SHA-256 of the file as compact JSON in UTF-8 without this member: shows damage, and is no signature',
    }),
  },
  { ...closed, title: 'Evidence file of Holdfast, version 1' },
);
export type EvidenceFile = Static<typeof EvidenceFile>;

/** The schema is long enough for a file of its own. */
const answer = Type.Unsafe<EvidenceFile>(
  Type.Record(Type.String(), Type.Unknown(), { description: 'docs/reference/evidence-file.schema.json describes it' }),
);

/** For whoever reads files with a program of their own. */
export function evidenceJsonSchema(): Readonly<Record<string, unknown>> {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...EvidenceFile };
}

export const evidenceContract = {
  ofPerson: endpoint({
    method: 'GET',
    path: '/api/v1/people/:personId/evidence',
    needs: 'events:read',
    summary: 'The evidence file of a person: every passkey they ever had and what proves it. The download is recorded',
    params: Type.Object({ personId: Uuid }, closed),
    answer,
  }),
  ofPasskey: endpoint({
    method: 'GET',
    path: '/api/v1/credentials/:credentialId/evidence-file',
    needs: 'events:read',
    summary: 'The evidence file of one passkey. The download is recorded',
    params: Type.Object({ credentialId: CredentialIdText }, closed),
    answer,
  }),
};
