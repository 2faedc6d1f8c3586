import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { CredentialClassName, closed, listQuery, NullableTime, PersonRef, page, StatusCauseName } from './shapes.ts';

const Model = Type.Union([Type.String(), Type.Null()]);
const Rule = Type.Union([Type.String(), Type.Null()], { description: 'the rule of the policy that refuses' });

export const QuarantinedRow = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    class: CredentialClassName,
    model: Model,
    aaguid: Type.String(),
    cause: StatusCauseName,
    rule: Rule,
    reason: Type.String(),
    lastUsedAt: NullableTime,
    person: PersonRef,
    wayIn: Type.Union([Type.Literal('none'), Type.Literal('other'), Type.Literal('disabled')], {
      description: 'none: the person has no passkey that works; disabled: the person may not sign in anyway',
    }),
  },
  closed,
);
export type QuarantinedRow = Static<typeof QuarantinedRow>;

const counts = {
  credentials: Type.Integer({ minimum: 0 }),
  people: Type.Integer({ minimum: 0 }),
  withoutWayIn: Type.Integer({ minimum: 0, description: 'people who have no passkey that works' }),
};

export const quarantineContract = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/quarantine',
    needs: 'credentials:read',
    summary: 'What is set aside, grouped by cause and model, most urgent first',
    answer: Type.Object(
      {
        ...counts,
        /** False where more are set aside than are looked at: the numbers are those of the newest. */
        isExact: Type.Boolean(),
        groups: Type.Array(
          Type.Object(
            {
              cause: StatusCauseName,
              rule: Rule,
              reason: Type.String(),
              model: Model,
              aaguid: Type.String(),
              ...counts,
            },
            closed,
          ),
        ),
      },
      closed,
    ),
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/quarantine/credentials',
    needs: 'credentials:read',
    summary:
      'Credentials that are set aside; whose person has no other way in first. Filters in q: way_in:, cause:, model:',
    query: Type.Object({ ...listQuery }, closed),
    answer: page(QuarantinedRow),
  }),
};
