import { err, ok, refuse } from '@holdfast/kernel';
import { findCode } from '../errors.ts';
import { findEvent, listEvents } from '../store/events.ts';
import { eventsContract as contract } from './contract/events.ts';
import { eventRow } from './event-row.ts';
import { decodeCursor, LIMIT_DEFAULT, pageAnswer, parseListQuery } from './list-query.ts';
import { type Route, route } from './route.ts';

const filters = {
  type: 'text',
  outcome: ['success', 'refused', 'failed'],
  code: 'text',
  person: 'text',
  credential: 'text',
  address: 'text',
} as const;

export const eventsRoutes: readonly Route[] = [
  route(contract.list, async ({ database }, { query }) => {
    const wanted = parseListQuery(query.q, filters);
    if (!wanted.ok) return wanted;
    const after = decodeCursor(query.cursor, ['number']);
    if (!after.ok) return after;
    const { from, to, limit = LIMIT_DEFAULT } = query;
    const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const page = await listEvents(database.queries, { ...wanted.value, ...range }, { after: after.value, limit });
    return ok({ body: pageAnswer(page, eventRow) });
  }),
  route(contract.read, async ({ database }, { params }) => {
    const event = await findEvent(database.queries, params.eventId);
    if (event === null) return err(refuse('event.not_found'));
    const { origin, userAgent, requestId, policyDigest, code, detail } = event;
    const meaning = code === null ? null : (findCode(code)?.operator ?? null);
    return ok({ body: { event: eventRow(event), origin, userAgent, requestId, policyDigest, meaning, detail } });
  }),
];
