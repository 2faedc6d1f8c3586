import { type SqlBool, sql } from 'kysely';
import type { Queries } from './database.ts';

/** How many holders of the role owner or administrator are in none of the groups. */
export async function countUnprivileged(queries: Queries, groups: readonly string[]): Promise<number> {
  const isMember =
    groups.length === 0
      ? sql<SqlBool>`1 = 0`
      : sql<SqlBool>`exists (select 1 from group_member join "group" on "group".id = group_member.group_id
          where group_member.person_id = person.id and "group".name in (${sql.join(groups)}))`;
  // Whoever has one of the roles is found first: they are few.
  const row = await queries
    .selectFrom('person')
    .where('id', 'in', (e) =>
      e.selectFrom('person_role').where('role', 'in', ['owner', 'administrator']).select('person_id'),
    )
    .where('status', '=', 'active')
    .where((e) => e.not(isMember))
    .select((e) => e.fn.countAll<number>().as('people'))
    .executeTakeFirstOrThrow();
  return Number(row.people);
}
