import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { nullable, proposalParams, Source } from './policy.ts';
import { closed, listQuery, PersonRef, page, Uuid } from './shapes.ts';

const count = Type.Integer({ minimum: 0 });
const lists = {
  people: count,
  locked_out: count,
  below_minimum: count,
  loses_passkey: count,
  gains_passkey: count,
  let_in: count,
  locked_out_if_enforced: count,
};

/** What a change would do, counted over everybody and over the sign-ins of a month. */
export const ImpactShape = Type.Object(
  {
    baseVersion: Type.Integer({ description: 'the version that it was compared with' }),
    digest: Type.String(),
    all: Type.Object(lists, closed),
    populations: Type.Array(Type.Object({ name: Type.String(), ...lists }, closed), {
      description: 'by population of the other policy; an empty name: none applies',
    }),
    models: Type.Array(
      Type.Object({ class: Type.String(), model: nullable, passkeys: count, lost: count, gained: count }, closed),
    ),
    monitored: Type.Array(
      Type.Object({ rule: Type.String(), population: Type.String(), passkeys: count, people: count }, closed),
      { description: 'what rules in monitor mode would refuse if they were enforced' },
    ),
    signIns: Type.Object(
      {
        days: Type.Array(
          Type.Object({ day: Type.String(), succeeded: count, refused: count, refusedToday: count }, closed),
        ),
        replayed: count,
        refused: count,
        people: Type.Integer({ description: 'whose were refused; at most namesMax' }),
        isComplete: Type.Boolean({ description: 'false where only the newest were replayed' }),
      },
      closed,
    ),
    namesMax: Type.Integer({ description: 'how many names each list has at most' }),
  },
  closed,
);

const JobRef = Type.Object({ jobId: Uuid }, closed);

/** Whom a change would concern, before anybody makes it. */
export const policyImpactContract = {
  impact: endpoint({
    method: 'POST',
    path: '/api/v1/policy/impact',
    needs: 'policy:write',
    summary: 'Has worked out whom a text would concern, in the background',
    body: Type.Object({ source: Source }, closed),
    answer: JobRef,
  }),
  impactOfProposal: endpoint({
    method: 'POST',
    path: '/api/v1/policy/proposals/:proposalId/impact',
    needs: 'policy:approve',
    summary: 'Has worked out whom a proposal would concern, in the background',
    params: proposalParams,
    answer: JobRef,
  }),
  impactRead: endpoint({
    method: 'GET',
    path: '/api/v1/policy/impacts/:jobId',
    needs: 'policy:read',
    summary: 'How far an impact is, and what it found',
    params: Type.Object({ jobId: Uuid }, closed),
    answer: Type.Object(
      {
        state: Type.Enum(['waiting', 'running', 'done', 'failed', 'cancelled', 'superseded']),
        phase: Type.String({ description: 'people, sign_ins or done; empty before the first step' }),
        done: count,
        total: count,
        result: Type.Union([ImpactShape, Type.Null()]),
      },
      closed,
    ),
  }),
  impactCancel: endpoint({
    method: 'POST',
    path: '/api/v1/policy/impacts/:jobId/cancel',
    needs: 'policy:approve',
    summary: 'Stops working an impact out; one that has ended stays as it is',
    params: Type.Object({ jobId: Uuid }, closed),
  }),
  impactPeople: endpoint({
    method: 'GET',
    path: '/api/v1/jobs/:jobId/people',
    needs: 'policy:read',
    summary: 'Who is on one list of an impact',
    params: Type.Object({ jobId: Uuid }, closed),
    query: Type.Object(
      {
        list: Type.Optional(
          Type.Enum(
            [
              'locked_out',
              'below_minimum',
              'loses_passkey',
              'gains_passkey',
              'let_in',
              'locked_out_if_enforced',
              'refused_sign_in',
            ],
            { default: 'locked_out' },
          ),
        ),
        cursor: listQuery.cursor,
        limit: listQuery.limit,
      },
      closed,
    ),
    answer: page(PersonRef),
  }),
};
