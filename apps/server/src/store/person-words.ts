import type { PersonId } from '@holdfast/kernel';
import { sql } from 'kysely';
import type { Queries } from './database.ts';
import { wordsOf } from './search-words.ts';

/** Has somebody found by the words of their names as they are now, in the transaction that changes them. */
export async function rememberWords(tx: Queries, id: PersonId): Promise<void> {
  const { username, display_name, email, words } = await tx
    .selectFrom('person')
    .where('id', '=', id)
    .select(['username', 'display_name', 'email', 'words'])
    .executeTakeFirstOrThrow();
  const before = words.split(' ').filter((word) => word !== '');
  const now = wordsOf(display_name, username, email ?? '');
  const gone = before.filter((word) => !now.includes(word));
  if (gone.length > 0) {
    await tx.deleteFrom('person_word').where('word', 'in', gone).where('person_id', '=', id).execute();
  }
  const added = now.filter((word) => !before.includes(word));
  if (added.length > 0) {
    await tx
      .insertInto('person_word')
      .values(added.map((word) => ({ word, person_id: id })))
      .execute();
  }
  await tx
    .updateTable('person')
    .set({ words: wordsText(now) })
    .where('id', '=', id)
    .execute();
}

/** Each behind a space, so that the beginning of one is found with the space before it. */
export function wordsText(words: readonly string[]): string {
  return words.map((word) => ` ${word}`).join('');
}

/** What a word that begins so compares with: from the beginning itself up to anything that begins otherwise. */
export function rangeOf(beginning: string): { readonly from: string; readonly below: string } {
  return { from: beginning, below: `${beginning}\u{10ffff}` };
}

/** How many people have a word that begins so, as far as `most`; somebody with two such words counts twice. */
export async function countBeginning(queries: Queries, beginning: string, most: number): Promise<number> {
  const { from, below } = rangeOf(beginning);
  const some = queries
    .selectFrom('person_word')
    .where('word', '>=', from)
    .where('word', '<', below)
    .select('person_id')
    .limit(most)
    .as('some');
  const { people } = await queries
    .selectFrom(some)
    .select((e) => e.fn.countAll<number>().as('people'))
    .executeTakeFirstOrThrow();
  return Number(people);
}

/** Ids of those who have a word that begins so, as a part of a query. */
export function peopleBeginning(queries: Queries, beginning: string) {
  const { from, below } = rangeOf(beginning);
  return queries.selectFrom('person_word').where('word', '>=', from).where('word', '<', below).select('person_id');
}

/** Whether the `words` of a row of people hold one that begins so. Words have no letters that LIKE takes for wildcards. */
export function holdsBeginning(beginning: string) {
  return sql<boolean>`person.words like ${`% ${beginning}%`}`;
}
