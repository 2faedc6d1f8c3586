import type { Instant } from '@holdfast/kernel';
import type { Queries } from './database.ts';
import { preparedQuery } from './prepared-query.ts';

const spend = preparedQuery((queries, { digest, expiresAt }: { digest: string; expiresAt: Instant }) =>
  queries
    .insertInto('spent_challenge')
    .values({ digest, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('digest').doNothing()),
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

export async function isSpent(queries: Queries, digest: string): Promise<boolean> {
  const row = await queries
    .selectFrom('spent_challenge')
    .select('digest')
    .where('digest', '=', digest)
    .executeTakeFirst();
  return row !== undefined;
}

/** @returns how many went; call again while it is `most` */
export async function removeExpiredChallenges(queries: Queries, before: Instant, most: number): Promise<number> {
  const old = queries.selectFrom('spent_challenge').select('digest').where('expires_at', '<=', before).limit(most);
  const done = await queries.deleteFrom('spent_challenge').where('digest', 'in', old).executeTakeFirst();
  return Number(done.numDeletedRows);
}
