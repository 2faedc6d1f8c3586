import type { PersonId } from '@holdfast/kernel';
import type { Role } from '../access/permissions.ts';
import type { Queries } from './database.ts';

/** How many active people hold one of these roles, somebody left out. */
export async function countActiveHolders(
  queries: Queries,
  roles: readonly Role[],
  without: PersonId | null,
): Promise<number> {
  const { people } = await queries
    .selectFrom('person')
    .innerJoin('person_role', 'person_role.person_id', 'person.id')
    .where('person_role.role', 'in', roles)
    .where('person.status', '=', 'active')
    .where('person.id', '<>', without ?? '')
    .select((e) => e.fn.count<number>('person.id').distinct().as('people'))
    .executeTakeFirstOrThrow();
  return Number(people);
}
