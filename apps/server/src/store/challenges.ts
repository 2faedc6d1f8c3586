import type { Instant } from '@holdfast/kernel';
import type { Queries } from './database.ts';
import { preparedQuery } from './prepared-query.ts';

const spend = preparedQuery((queries, { digest, expiresAt }: { digest: string; expiresAt: Instant }) =>
  queries
    .insertInto('spent_challenge')
    .values({ digest, expires_at: expiresAt })
    .onConflict((conflict) => conflict.columns(['expires_at', 'digest']).doNothing()),
);

/**
 * Spends a challenge: the first transaction that commits with its digest wins, on any number of nodes. A second one waits
 * for the first and then sees that it lost.
 *
 * @returns false when it was spent before
 */
export async function spendChallenge(tx: Queries, digest: string, expiresAt: Instant): Promise<boolean> {
  const { numAffectedRows } = await spend(tx, { digest, expiresAt });
  return numAffectedRows === 1n;
}

/** Of a challenge that is known to be ours: its time to live is part of it. */
export async function isSpent(queries: Queries, digest: string, expiresAt: Instant): Promise<boolean> {
  const row = await queries
    .selectFrom('spent_challenge')
    .select('digest')
    .where('expires_at', '=', expiresAt)
    .where('digest', '=', digest)
    .executeTakeFirst();
  return row !== undefined;
}

/** @returns how many went; call again while it is `most` or, as those of one instant go together, more */
export async function removeExpiredChallenges(queries: Queries, before: Instant, most: number): Promise<number> {
  const oldest = queries
    .selectFrom('spent_challenge')
    .select('expires_at')
    .where('expires_at', '<=', before)
    .orderBy('expires_at')
    .limit(most)
    .as('oldest');
  const upTo = queries.selectFrom(oldest).select((row) => row.fn.max('oldest.expires_at').as('at'));
  const done = await queries.deleteFrom('spent_challenge').where('expires_at', '<=', upTo).executeTakeFirst();
  return Number(done.numDeletedRows);
}
