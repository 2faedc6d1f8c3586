import type { Queries } from './database.ts';

/** Passkeys of a model: active ones by what is known of them, and those that are set aside. */
export type ModelCount = { readonly attested: number; readonly claimed: number; readonly setAside: number };

export const noneOfModel: ModelCount = { attested: 0, claimed: 0, setAside: 0 };

/** Rows in one statement: SQLite and PostgreSQL bound the number of parameters. */
const BATCH = 100;

/** Replaces the pictures of models, which are shown one at a time and are most of the bytes of metadata. */
export async function replaceIcons(
  tx: Queries,
  icons: readonly (readonly [key: string, icon: string])[],
): Promise<void> {
  await tx.deleteFrom('trust_icon').execute();
  const rows = [...new Map(icons)].map(([model_key, icon]) => ({ model_key, icon }));
  for (let start = 0; start < rows.length; start += BATCH) {
    await tx
      .insertInto('trust_icon')
      .values(rows.slice(start, start + BATCH))
      .execute();
  }
}

export async function findIcon(queries: Queries, modelKey: string): Promise<string | null> {
  const row = await queries
    .selectFrom('trust_icon')
    .select('icon')
    .where('model_key', '=', modelKey)
    .executeTakeFirst();
  return row?.icon ?? null;
}

/** Passkeys of each of these AAGUIDs that are not revoked; those without any are left out. */
export async function countByModel(
  queries: Queries,
  aaguids: readonly string[],
): Promise<ReadonlyMap<string, ModelCount>> {
  if (aaguids.length === 0) return new Map();
  const rows = await queries
    .selectFrom('credential')
    .select((e) => ['aaguid', 'evidence', 'status', e.fn.countAll<number>().as('credentials')])
    .where('status', 'in', ['active', 'quarantined'])
    .where('aaguid', 'in', aaguids)
    .groupBy(['aaguid', 'evidence', 'status'])
    .execute();
  const counts = new Map<string, ModelCount>();
  for (const { aaguid, evidence, status, credentials } of rows) {
    const count = counts.get(aaguid) ?? noneOfModel;
    const part = status === 'quarantined' ? 'setAside' : evidence;
    counts.set(aaguid, { ...count, [part]: count[part] + Number(credentials) });
  }
  return counts;
}

/** Which of these AAGUIDs any passkey has that is not revoked: one look into the index each, however many passkeys there are. */
export async function aaguidsInUse(queries: Queries, aaguids: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let start = 0; start < aaguids.length; start += BATCH) {
    const asked = aaguids.slice(start, start + BATCH);
    const row: Readonly<Record<string, unknown>> = await queries
      .selectNoFrom((e) =>
        asked.map((aaguid, index) =>
          e
            .exists(
              e
                .selectFrom('credential')
                .where('credential.aaguid', '=', aaguid)
                .where('credential.status', 'in', ['active', 'quarantined'])
                .select('credential.id'),
            )
            .as(`asked_${index}`),
        ),
      )
      .executeTakeFirstOrThrow();
    // A truth is 1 in SQLite and true in PostgreSQL.
    for (const [index, aaguid] of asked.entries()) if (row[`asked_${index}`]) found.add(aaguid);
  }
  return found;
}
