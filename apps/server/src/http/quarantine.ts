import { ok } from '@holdfast/kernel';
import { LOOKED_AT_MAX, listQuarantined, quarantineGroups, quarantineTotals, waysIn } from '../store/quarantine.ts';
import { quarantineContract as contract } from './contract/quarantine.ts';
import { decodeCursor, LIMIT_DEFAULT, pageAnswer, parseListQuery } from './list-query.ts';
import { type Route, route } from './route.ts';

const GROUPS_SHOWN = 50;
const filters = { way_in: waysIn, cause: ['judged', 'alarm', 'administrator'], model: 'text' } as const;

export const quarantineRoutes: readonly Route[] = [
  route(contract.read, async ({ database: { queries } }) => {
    const totals = await quarantineTotals(queries);
    const groups = await quarantineGroups(queries, GROUPS_SHOWN);
    return ok({ body: { ...totals, isExact: totals.credentials < LOOKED_AT_MAX, groups: [...groups] } });
  }),
  route(contract.list, async ({ database }, { query }) => {
    const wanted = parseListQuery(query.q, filters);
    if (!wanted.ok) return wanted;
    const after = decodeCursor(query.cursor, ['number', 'number', 'string']);
    if (!after.ok) return after;
    const limit = query.limit ?? LIMIT_DEFAULT;
    const page = await listQuarantined(database.queries, wanted.value, { after: after.value, limit });
    return ok({ body: pageAnswer(page, (row) => row) });
  }),
];
