import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
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
  'audience',
  'judgement',
  'job',
  'invitation',
  'session',
  'trust_group_key',
  'spent_challenge',
  'policy_version',
  'policy_proposal',
  'impact_person',
  'trust_document',
  'trust_document_body',
  'trust_current',
  'trust_source',
  'trust_icon',
  'installation',
] as const satisfies readonly (keyof Schema)[];

/**
 * Everything in the database but events and counts of refusals, to show that nothing was changed. Left out as well is
 * when a session was last seen: that its person asked for something is true even when it is refused.
 */
export async function contentsOf({ queries }: Database): Promise<Readonly<Record<string, readonly string[]>>> {
  const contents: Record<string, readonly string[]> = {};
  for (const table of tables) {
    const rows = await queries.selectFrom(table).selectAll().execute();
    contents[table] = rows.map(rowText).sort();
  }
  return contents;
}

function rowText(row: object): string {
  const members = Object.entries(row).filter(([name]) => name !== 'last_seen_at');
  return JSON.stringify(Object.fromEntries(members.map(([name, value]) => [name, shortened(value)])));
}

/** Long values by their digest, so that a failing test can be read. */
function shortened(value: unknown): unknown {
  const long = value instanceof Uint8Array || (typeof value === 'string' && value.length > 200);
  return long ? createHash('sha256').update(value).digest('hex').slice(0, 16) : value;
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

export type Refusal = {
  readonly status: number;
  readonly error: string;
  readonly code: string;
  readonly type?: string;
};

type Answered = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** Makes a call that must be refused: right answer, neutral words, right event, and nothing changed. */
export async function refused<T extends Answered>(
  database: Database,
  attempt: () => Promise<T>,
  expected: Refusal,
): Promise<T> {
  const before = await contentsOf(database);
  const told = await attempt();
  const event = (await eventsOf(database)).at(-1);
  const { type, ...answer } = expected;
  assert.deepEqual({ status: told.status, error: told.body['error'], code: event?.code }, answer);
  assert.equal(event?.outcome, 'refused');
  if (type !== undefined) assert.equal(event.type, type);
  assert.equal(typeof told.body['requestId'], 'string');
  assert.match(String(told.body['message']), /^[A-Z].*[.]$/);
  // What the operator reads is not for the person.
  assert.doesNotMatch(JSON.stringify(told.body), /webauthn\.|challenge\.|sign_in\.|step|received/);
  assert.deepEqual(await contentsOf(database), before);
  return told;
}
