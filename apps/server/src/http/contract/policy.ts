import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import {
  CredentialIdText,
  closed,
  listQuery,
  NullableTime,
  PersonRef,
  page,
  Reason,
  Time,
  Uuid,
  VerdictShape,
} from './shapes.ts';

/** As large as the parser reads; PostgreSQL has no text with U+0000. */
export const Source = Type.String({ maxLength: 262_144, pattern: '^[^\\u0000]*$' });
const Note = Type.String({ maxLength: 500, pattern: '^[^\\u0000]*$' });
const Digest = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Version = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });
const VersionText = Type.String({ pattern: '^[1-9][0-9]{0,8}$' });
const Origin = Type.Enum(['shipped', 'file', 'console', 'cli']);
export const nullable = Type.Union([Type.String(), Type.Null()]);

export const PolicyProblemShape = Type.Object(
  {
    code: Type.String(),
    severity: Type.Enum(['error', 'warning']),
    line: Type.Integer(),
    column: Type.Integer(),
    message: Type.String(),
    other: Type.Optional(Type.Object({ line: Type.Integer(), column: Type.Integer() }, closed)),
  },
  closed,
);

/** One population with defaults filled in, as the console shows it. */
export const PopulationShape = Type.Object(
  {
    name: Type.String(),
    appliesTo: Type.Union([Type.Array(Type.String()), Type.Null()]),
    people: Type.Integer({ description: 'how many people it applies to' }),
    settings: Type.Array(
      Type.Object(
        {
          key: Type.String(),
          value: Type.String(),
          isDefault: Type.Boolean(),
          line: Type.Union([Type.Integer(), Type.Null()]),
        },
        closed,
      ),
    ),
  },
  closed,
);

/** One matter in which two policies differ. */
export const PolicyChangeShape = Type.Object(
  {
    population: nullable,
    key: nullable,
    before: nullable,
    after: nullable,
    effect: Type.Enum(['tightens', 'loosens', 'none', 'unclear']),
    words: Type.String(),
  },
  closed,
);

export const DiffLineShape = Type.Object(
  {
    kind: Type.Enum(['same', 'removed', 'added']),
    before: Type.Union([Type.Integer(), Type.Null()]),
    after: Type.Union([Type.Integer(), Type.Null()]),
    text: Type.String(),
  },
  closed,
);

/** What would be different under another text. */
export const DiffShape = Type.Object(
  {
    inForce: Type.Integer({ description: 'the version that it was compared with' }),
    problems: Type.Array(PolicyProblemShape),
    changes: Type.Array(PolicyChangeShape),
    lines: Type.Array(DiffLineShape),
    secondPerson: Type.Boolean({ description: 'whether the policy in force wants somebody else to approve it' }),
    approvers: Type.Integer({ description: 'how many active people other than who asks may approve' }),
    locksOut: Type.Object(
      {
        owners: Type.Boolean({ description: 'no owner could sign in; needs force and a second person' }),
        yourself: Type.Boolean({ description: 'whoever asks can sign in today and could not then' }),
      },
      closed,
    ),
  },
  closed,
);

export const ProposalRow = Type.Object(
  {
    id: Uuid,
    digest: Type.String(),
    baseVersion: Type.Integer(),
    note: Type.String(),
    force: Type.Boolean(),
    proposedVia: Type.Enum(['person', 'cli', 'start']),
    proposedBy: Type.Union([PersonRef, Type.Null()]),
    proposedAt: Time,
    expiresAt: Time,
    state: Type.Enum(['open', 'applied', 'rejected', 'withdrawn', 'expired', 'outdated']),
    decidedBy: Type.Union([PersonRef, Type.Null()]),
    decidedAt: NullableTime,
    decisionNote: nullable,
    version: Type.Union([Type.Integer(), Type.Null()]),
  },
  closed,
);
export const proposalParams = Type.Object({ proposalId: Uuid }, closed);
const AppliedShape = Type.Object(
  { version: Type.Integer(), outdated: Type.Integer({ description: 'open proposals that this one closed' }) },
  closed,
);

/** Reading the policy in force and asking what it does. */
const reading = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/policy',
    needs: 'policy:read',
    summary: 'The policy in force',
    answer: Type.Object(
      {
        source: Type.String(),
        digest: Type.String(),
        version: Type.Integer(),
        appliedAt: Time,
        appliedBy: Type.String(),
        origin: Origin,
        populations: Type.Array(PopulationShape),
        warnings: Type.Array(PolicyProblemShape),
        history: Type.Array(
          Type.Object(
            {
              version: Type.Integer(),
              digest: Type.String(),
              origin: Origin,
              appliedAt: Time,
              appliedBy: Type.String(),
              note: nullable,
              proposalId: nullable,
            },
            closed,
          ),
        ),
      },
      closed,
    ),
  }),
  check: endpoint({
    method: 'POST',
    path: '/api/v1/policy/check',
    needs: 'policy:read',
    summary: 'Errors and warnings of a policy text; changes nothing',
    body: Type.Object({ source: Source }, closed),
    answer: Type.Object({ problems: Type.Array(PolicyProblemShape) }, closed),
  }),
  explain: endpoint({
    method: 'POST',
    path: '/api/v1/policy/explain',
    needs: 'policy:read',
    summary: 'Rule by rule, why the credentials of a person get their verdicts',
    body: Type.Object({ personId: Uuid, credentialId: Type.Optional(CredentialIdText) }, closed),
    answer: Type.Object(
      {
        person: PersonRef,
        groups: Type.Array(Type.String()),
        populations: Type.Array(Type.String()),
        effective: Type.Array(
          Type.Object({ key: Type.String(), value: Type.String(), decidedBy: Type.String() }, closed),
        ),
        credentials: Type.Array(
          Type.Object({ id: Type.String(), name: Type.String(), verdict: VerdictShape, text: Type.String() }, closed),
        ),
      },
      closed,
    ),
  }),
};

/** Changing it: what would change, versions, and proposals that a second person decides. */
const changing = {
  diff: endpoint({
    method: 'POST',
    path: '/api/v1/policy/diff',
    needs: 'policy:read',
    summary: 'What a text would change of the policy in force; changes nothing',
    body: Type.Object({ source: Source }, closed),
    answer: DiffShape,
  }),
  version: endpoint({
    method: 'GET',
    path: '/api/v1/policy/versions/:version',
    needs: 'policy:read',
    summary: 'One version of the policy, to compare or to bring back by proposing its text',
    params: Type.Object({ version: VersionText }, closed),
    answer: Type.Object(
      {
        version: Type.Integer(),
        source: Type.String(),
        digest: Type.String(),
        origin: Origin,
        appliedAt: Time,
        appliedBy: Type.String(),
        note: nullable,
        proposal: Type.Union([ProposalRow, Type.Null()]),
      },
      closed,
    ),
  }),
  proposals: endpoint({
    method: 'GET',
    path: '/api/v1/policy/proposals',
    needs: 'policy:read',
    summary: 'Proposed changes of the policy, newest first. Filters in q: state:',
    query: Type.Object(listQuery, closed),
    answer: page(ProposalRow),
  }),
  proposal: endpoint({
    method: 'GET',
    path: '/api/v1/policy/proposals/:proposalId',
    needs: 'policy:read',
    summary: 'One proposal: its text, and what it would change of the policy in force',
    params: proposalParams,
    answer: Type.Object({ proposal: ProposalRow, source: Type.String(), diff: DiffShape }, closed),
  }),
  propose: endpoint({
    method: 'POST',
    path: '/api/v1/policy/proposals',
    needs: 'policy:write',
    fresh: true,
    summary: 'Changes the policy: at once, or as a proposal where a second person is needed',
    body: Type.Object(
      {
        source: Source,
        note: Note,
        baseVersion: Version,
        force: Type.Optional(
          Type.Boolean({ description: 'although no owner could sign in any more; needs a second person in any case' }),
        ),
      },
      closed,
    ),
    answer: Type.Object(
      {
        applied: Type.Union([AppliedShape, Type.Null()]),
        proposalId: Type.Union([Uuid, Type.Null()]),
        locksOutYourself: Type.Boolean(),
      },
      closed,
    ),
  }),
  approve: endpoint({
    method: 'POST',
    path: '/api/v1/policy/proposals/:proposalId/approve',
    needs: 'policy:approve',
    fresh: true,
    summary: 'Puts a proposal of somebody else into force',
    params: proposalParams,
    body: Type.Object(
      {
        digest: Digest,
        note: Type.Optional(Note),
      },
      closed,
    ),
    answer: AppliedShape,
  }),
  reject: endpoint({
    method: 'POST',
    path: '/api/v1/policy/proposals/:proposalId/reject',
    needs: 'policy:approve',
    fresh: true,
    summary: 'Closes a proposal without applying it',
    params: proposalParams,
    body: Type.Object({ reason: Reason }, closed),
  }),
  withdraw: endpoint({
    method: 'POST',
    path: '/api/v1/policy/proposals/:proposalId/withdraw',
    needs: 'policy:write',
    summary: 'Takes one’s own proposal back',
    params: proposalParams,
  }),
};

export const policyContract = { ...reading, ...changing };
