import { type EventType, eventTypes } from '@holdfast/audit';
import { type Instant, instant } from '@holdfast/kernel';
import type { Queries } from './database.ts';

export type EvidenceEventRow = {
  readonly sequence: number;
  readonly id: string;
  readonly at: Instant;
  readonly type: string;
  readonly outcome: 'success' | 'refused' | 'failed';
  readonly code: string | null;
  readonly actor: { readonly kind: string; readonly id: string | null; readonly name: string | null };
  readonly subjectId: string | null;
  readonly credentialId: string | null;
  readonly address: string | null;
  readonly origin: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly policyDigest: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
};

export type EvidenceEvents = {
  /** In the order in which they happened. */
  readonly events: readonly EvidenceEventRow[];
  readonly leftOut: number;
};

/** Of what happens every day the newest are kept; of what changes something, all but an absurd number. */
const USES_MAX = 1000;
const CHANGES_MAX = 5000;

/** Events that tell of use; all others tell of a change, and are evidence by themselves. */
const uses = (Object.keys(eventTypes) as EventType[]).filter((type) => /^(?:sign_in|session|request)\./.test(type));

/** What happened to a person, or to one of their passkeys. What they did to others is not among it. */
export async function eventsForEvidence(
  queries: Queries,
  about: { readonly personId: string; readonly credentialId: string | null },
): Promise<EvidenceEvents> {
  const used = await newest(queries, about, 'in', USES_MAX);
  const changed = await newest(queries, about, 'not in', CHANGES_MAX);
  const events = [...used.events, ...changed.events].sort((a, b) => a.sequence - b.sequence);
  return { events, leftOut: used.total + changed.total - events.length };
}

async function newest(
  queries: Queries,
  { personId, credentialId }: { readonly personId: string; readonly credentialId: string | null },
  which: 'in' | 'not in',
  limit: number,
): Promise<{ readonly events: readonly EvidenceEventRow[]; readonly total: number }> {
  let wanted = queries
    .selectFrom('audit_event')
    .leftJoin('person as doer', 'doer.id', 'audit_event.actor_id')
    .where('audit_event.subject_id', '=', personId)
    .where('audit_event.type', which, uses);
  if (credentialId !== null) wanted = wanted.where('audit_event.credential_id', '=', credentialId);
  const { total } = await wanted.select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const rows = await wanted
    .selectAll('audit_event')
    .select('doer.display_name as actor_name')
    .orderBy('audit_event.sequence', 'desc')
    .limit(limit)
    .execute();
  const events = rows.map((row) => ({
    sequence: Number(row.sequence),
    id: row.id,
    at: instant(row.at),
    type: row.type,
    outcome: row.outcome,
    code: row.code,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    subjectId: row.subject_id,
    credentialId: row.credential_id,
    address: row.address,
    origin: row.origin,
    userAgent: row.user_agent,
    requestId: row.request_id,
    policyDigest: row.policy_digest,
    detail: JSON.parse(row.detail) as Readonly<Record<string, unknown>>,
  }));
  return { events, total: Number(total) };
}
