import type { TestInstallation } from './harness.ts';

/**
 * Copies a person with their passkeys and sessions, so that many share one judgement, as they do in an organisation. Written
 * straight into the database: each copy has passkeys that nobody holds.
 *
 * @returns ids of the copied passkeys
 */
export async function copyPerson(
  { database, ports, clock }: TestInstallation,
  personId: string,
  copies: number,
): Promise<readonly string[]> {
  const { queries } = database;
  const person = await queries.selectFrom('person').selectAll().where('id', '=', personId).executeTakeFirstOrThrow();
  const passkeys = await queries.selectFrom('credential').selectAll().where('person_id', '=', personId).execute();
  const session = await queries.selectFrom('session').selectAll().where('person_id', '=', personId).executeTakeFirst();
  const made: string[] = [];
  await database.inTransaction(async (tx) => {
    for (let copy = 0; copy < copies; copy += 1) {
      const id = ports.newId(clock.at);
      const own = {
        id,
        words: '',
        username: `${person.username}-${copy}`,
        user_handle: `${person.user_handle}-${copy}`,
      };
      await tx
        .insertInto('person')
        .values({ ...person, ...own })
        .execute();
      for (const passkey of passkeys) {
        const copied = { ...passkey, id: `${passkey.id}${copy}`, person_id: id };
        await tx.insertInto('credential').values(copied).execute();
        made.push(copied.id);
      }
      if (session === undefined) continue;
      const opened = { ...session, id: ports.newId(clock.at), token_hash: id, person_id: id };
      await tx
        .insertInto('session')
        .values({ ...opened, credential_id: `${session.credential_id}${copy}` })
        .execute();
    }
  });
  return made;
}
