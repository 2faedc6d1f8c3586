import { ok } from '@holdfast/kernel';
import { readOverview } from '../use-cases/overview/read-overview.ts';
import { overviewContract as contract } from './contract/overview.ts';
import { eventRow } from './event-row.ts';
import { type Route, route } from './route.ts';

export const overviewRoutes: readonly Route[] = [
  route(contract.read, async (ports, { at, actor }) => {
    const { asOf, numbers, next, days, events } = await readOverview(ports, at, actor);
    return ok({ body: { asOf, numbers, next: [...next], days: [...days], events: events.map(eventRow) } });
  }),
];
