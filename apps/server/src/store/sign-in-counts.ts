import { DAY_MS, type Instant, MINUTE_MS } from '@holdfast/kernel';
import { sql } from 'kysely';
import type { Queries } from './database.ts';

/** Sign-ins are counted by stretches of this length; a stretch that is over does not change. */
export const SLOT_MS = 10 * MINUTE_MS;

export type SignIns = { readonly succeeded: number; readonly refused: number };

/** The stretches that are counted, without a gap: from the first to before the end. Null where none is. */
async function storedSlots(queries: Queries): Promise<{ readonly first: number; readonly end: number } | null> {
  const { first, last } = await queries
    .selectFrom('sign_in_count')
    .select((e) => [e.fn.min<number | null>('slot').as('first'), e.fn.max<number | null>('slot').as('last')])
    .executeTakeFirstOrThrow();
  return first === null || last === null ? null : { first: Number(first), end: Number(last) + 1 };
}

/** Sign-ins by UTC day, as days since 1970; days without any are left out. What is not counted yet is counted now. */
export async function signInsByDay(
  queries: Queries,
  from: Instant,
  until: Instant,
): Promise<ReadonlyMap<number, SignIns>> {
  const stored = (await storedSlots(queries)) ?? { first: 0, end: 0 };
  const first = Math.max(Math.ceil(from / SLOT_MS), stored.first);
  const end = Math.min(Math.floor(until / SLOT_MS), stored.end);
  if (end <= first) return sumByDay(await countedNow(queries, from, until));
  const rows = await queries
    .selectFrom('sign_in_count')
    .where('slot', '>=', first)
    .where('slot', '<', end)
    .selectAll()
    .execute();
  return sumByDay([
    ...(await countedNow(queries, from, first * SLOT_MS)),
    ...rows.map(({ slot, succeeded, refused }) => ({ day: Math.floor((slot * SLOT_MS) / DAY_MS), succeeded, refused })),
    ...(await countedNow(queries, end * SLOT_MS, until)),
  ]);
}

type OfDay = SignIns & { readonly day: number };

function sumByDay(counts: readonly OfDay[]): ReadonlyMap<number, SignIns> {
  const byDay = new Map<number, SignIns>();
  for (const { day, succeeded, refused } of counts) {
    const before = byDay.get(day) ?? { succeeded: 0, refused: 0 };
    byDay.set(day, { succeeded: before.succeeded + succeeded, refused: before.refused + refused });
  }
  return byDay;
}

async function countedNow(queries: Queries, from: number, until: number): Promise<readonly OfDay[]> {
  if (from >= until) return [];
  const day = sql<number>`at / ${sql.lit(DAY_MS)}`;
  const rows = await queries
    .selectFrom('audit_event')
    .where('at', '>=', from)
    .where('at', '<', until)
    .where('type', 'in', ['sign_in.succeeded', 'sign_in.refused'])
    .where('outcome', 'in', ['success', 'refused'])
    .groupBy([day, 'outcome'])
    .select((e) => [day.as('day'), 'outcome', e.fn.countAll<number>().as('count')])
    .execute();
  return rows.map((row) => {
    const count = Number(row.count);
    const isSuccess = row.outcome === 'success';
    return { day: Number(row.day), succeeded: isSuccess ? count : 0, refused: isSuccess ? 0 : count };
  });
}

/**
 * Counts the next stretch that is over and was not counted, and forgets those that nobody asks for any more.
 *
 * @returns false when there was none
 */
export async function countNextSlot(queries: Queries, from: Instant, until: Instant): Promise<boolean> {
  const oldest = Math.floor(from / SLOT_MS);
  const stored = await storedSlots(queries);
  if (stored !== null && stored.first < oldest) {
    await queries.deleteFrom('sign_in_count').where('slot', '<', oldest).execute();
  }
  const slot = Math.max(oldest, stored?.end ?? oldest);
  if ((slot + 1) * SLOT_MS > until) return false;
  const days = await countedNow(queries, slot * SLOT_MS, (slot + 1) * SLOT_MS);
  const succeeded = days.reduce((sum, each) => sum + each.succeeded, 0);
  const refused = days.reduce((sum, each) => sum + each.refused, 0);
  await queries
    .insertInto('sign_in_count')
    .values({ slot, succeeded, refused })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return true;
}
