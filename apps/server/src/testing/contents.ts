import type { Database } from '../store/database.ts';
import type { Schema } from '../store/schema.ts';

const tables = [
  'person',
  'person_role',
  'group',
  'group_member',
  'credential',
  'credential_evidence',
  'credential_facts',
  'invitation',
  'session',
  'spent_challenge',
  'policy_version',
  'trust_document',
  'installation',
] as const satisfies readonly (keyof Schema)[];

/** Everything in the database but events and counts of refusals, to show that nothing was changed. */
export async function contentsOf({ queries }: Database): Promise<Readonly<Record<string, readonly string[]>>> {
  const contents: Record<string, readonly string[]> = {};
  for (const table of tables) {
    const rows = await queries.selectFrom(table).selectAll().execute();
    contents[table] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return contents;
}

export type RecordedEvent = {
  readonly type: string;
  readonly outcome: string;
  readonly code: string | null;
  readonly subjectId: string | null;
  readonly credentialId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** Events, oldest first. */
export async function eventsOf({ queries }: Database): Promise<readonly RecordedEvent[]> {
  const rows = await queries.selectFrom('audit_event').selectAll().orderBy('sequence').execute();
  return rows.map((row) => ({
    type: row.type,
    outcome: row.outcome,
    code: row.code,
    subjectId: row.subject_id,
    credentialId: row.credential_id,
    detail: JSON.parse(row.detail) as Record<string, unknown>,
  }));
}
