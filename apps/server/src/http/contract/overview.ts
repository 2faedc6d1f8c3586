import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { EventRow } from './events.ts';
import { closed } from './shapes.ts';

export const overviewContract = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/overview',
    needs: 'overview:read',
    summary: 'What needs a person today, the four numbers that matter, the last events',
    answer: Type.Object(
      {
        asOf: Type.Union([Type.Integer(), Type.Null()], {
          description: 'when people and credentials were counted; null: for this answer',
        }),
        numbers: Type.Object(
          {
            people: Type.Integer(),
            /** Active people with at least the passkeys their policy asks for. */
            enough: Type.Integer(),
            attested: Type.Integer({ description: 'active credentials with attested evidence' }),
            credentials: Type.Integer({ description: 'active credentials' }),
            signInsLastDay: Type.Integer(),
            refusedLastDay: Type.Integer(),
          },
          closed,
        ),
        /** What to do next, most urgent first. `link` is a path of the console. */
        next: Type.Array(
          Type.Object(
            {
              code: Type.String(),
              level: Type.Enum(['attention', 'advice']),
              title: Type.String(),
              text: Type.String(),
              link: Type.String(),
            },
            closed,
          ),
        ),
        /** Sign-ins of the last 14 days, for the chart; one entry a day, oldest first, UTC days. */
        days: Type.Array(
          Type.Object({ day: Type.String(), succeeded: Type.Integer(), refused: Type.Integer() }, closed),
        ),
        /** Empty for readers who may not see events. */
        events: Type.Array(EventRow),
      },
      closed,
    ),
  }),
};
