import { sql } from 'kysely';
import type { Queries } from './database.ts';

/**
 * Makes transactions that change who can act as an owner take turns, on every node: each writes this one row, and a row
 * is written by one transaction at a time. Take it before the lock of a person, never after.
 */
export async function lockOwners(tx: Queries): Promise<void> {
  await tx
    .insertInto('installation')
    .values({ key: 'lock.owners', value: '' })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: '' }))
    .execute();
}

/**
 * Makes transactions about one person take turns.
 *
 * @returns whether there is such a person
 */
export async function lockPerson(tx: Queries, personId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('person')
    .set({ updated_at: sql`updated_at` })
    .where('id', '=', personId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
