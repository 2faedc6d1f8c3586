import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { closed, listQuery, page, Time, Uuid } from './shapes.ts';

const nullable = Type.Union([Type.String(), Type.Null()]);
const Party = Type.Union([
  Type.Object({ id: Type.Union([Type.String(), Type.Null()]), name: Type.String() }, closed),
  Type.Null(),
]);

export const EventRow = Type.Object(
  {
    id: Uuid,
    sequence: Type.Integer(),
    at: Time,
    type: Type.String(),
    outcome: Type.Enum(['success', 'refused', 'failed']),
    code: nullable,
    /** One sentence for an operator. */
    text: Type.String(),
    actor: Party,
    subject: Party,
    credentialId: nullable,
    address: nullable,
  },
  closed,
);
export type EventRow = Static<typeof EventRow>;

export const eventsContract = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/events',
    needs: 'events:read',
    summary:
      'Audit events, newest first. Filters in q: type:, outcome:, code:, person:, credential:, address:; words are looked for in the newest 2,000 that pass them',
    query: Type.Object({ ...listQuery, from: Type.Optional(Time), to: Type.Optional(Time) }, closed),
    answer: page(EventRow),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/events/:eventId',
    needs: 'events:read',
    summary: 'One event with everything that was recorded',
    params: Type.Object({ eventId: Uuid }, closed),
    answer: Type.Object(
      {
        event: EventRow,
        origin: nullable,
        userAgent: nullable,
        requestId: nullable,
        policyDigest: nullable,
        /** What the code means, from the catalogue. */
        meaning: nullable,
        detail: Type.Record(Type.String(), Type.Unknown()),
      },
      closed,
    ),
  }),
};
