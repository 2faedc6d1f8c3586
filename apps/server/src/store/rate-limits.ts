import type { Instant } from '@holdfast/kernel';
import { sql } from 'kysely';
import type { Queries } from './database.ts';

/**
 * Counts one more under `key` in a fixed window, shared by all nodes.
 *
 * @returns the count in the running window, this one included, and when the window ends
 */
export async function countUp(
  tx: Queries,
  key: string,
  windowMs: number,
  at: Instant,
): Promise<{ readonly count: number; readonly endsAt: number }> {
  const fresh = sql<number>`case when rate_limit.window_ends_at <= ${at} then 1 else rate_limit.count + 1 end`;
  const ends = sql<number>`case when rate_limit.window_ends_at <= ${at} then ${at + windowMs} else rate_limit.window_ends_at end`;
  const row = await tx
    .insertInto('rate_limit')
    .values({ key, window_ends_at: at + windowMs, count: 1 })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ count: fresh, window_ends_at: ends }))
    .returning(['count', 'window_ends_at'])
    .executeTakeFirstOrThrow();
  return { count: Number(row.count), endsAt: Number(row.window_ends_at) };
}

export async function removeEndedWindows(tx: Queries, at: Instant): Promise<void> {
  await tx.deleteFrom('rate_limit').where('window_ends_at', '<=', at).execute();
}
