import type { Queries } from './database.ts';

/** One remembered fact about this installation, such as the check value of its master key. */
export async function recallFact(queries: Queries, key: string): Promise<string | null> {
  const row = await queries.selectFrom('installation').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value ?? null;
}

/** Remembers a fact once; the first node to say it wins. */
export async function rememberFact(queries: Queries, key: string, value: string): Promise<void> {
  await queries
    .insertInto('installation')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}
