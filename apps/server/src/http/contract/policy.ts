import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { CredentialIdText, closed, PersonRef, Time, Uuid, VerdictShape } from './shapes.ts';

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

export const policyContract = {
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
        origin: Type.Enum(['shipped', 'file']),
        populations: Type.Array(PopulationShape),
        warnings: Type.Array(PolicyProblemShape),
        history: Type.Array(
          Type.Object(
            { version: Type.Integer(), digest: Type.String(), appliedAt: Time, appliedBy: Type.String() },
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
    body: Type.Object({ source: Type.String({ maxLength: 65536 }) }, closed),
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
