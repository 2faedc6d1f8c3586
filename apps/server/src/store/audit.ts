import type { AuditEventDraft } from '@holdfast/audit';
import type { Instant } from '@holdfast/kernel';
import type { Queries } from './database.ts';
import { preparedQuery } from './prepared-query.ts';

type EventRow = Omit<AuditEventDraft, 'actor' | 'detail'> & {
  readonly id: string;
  readonly at: Instant;
  readonly actorKind: AuditEventDraft['actor']['kind'];
  readonly actorId: string | null;
  readonly detailJson: string;
};

const insertEvent = preparedQuery((queries, event: EventRow) =>
  queries.insertInto('audit_event').values({
    id: event.id,
    at: event.at,
    type: event.type,
    outcome: event.outcome,
    code: event.code,
    actor_kind: event.actorKind,
    actor_id: event.actorId,
    subject_id: event.subjectId,
    credential_id: event.credentialId,
    address: event.address,
    origin: event.origin,
    user_agent: event.userAgent,
    request_id: event.requestId,
    policy_digest: event.policyDigest,
    detail: event.detailJson,
  }),
);

export type DatedEvent = { readonly id: string; readonly at: Instant; readonly event: AuditEventDraft };

/** Appends many events in one statement, in their order. */
export async function appendEvents(tx: Queries, events: readonly DatedEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx
    .insertInto('audit_event')
    .values(
      events.map(({ id, at, event }) => ({
        id,
        at,
        type: event.type,
        outcome: event.outcome,
        code: event.code,
        actor_kind: event.actor.kind,
        actor_id: event.actor.id,
        subject_id: event.subjectId,
        credential_id: event.credentialId,
        address: event.address,
        origin: event.origin,
        user_agent: event.userAgent,
        request_id: event.requestId,
        policy_digest: event.policyDigest,
        detail: JSON.stringify(event.detail),
      })),
    )
    .execute();
}

/** Appends one event. Call it with the transaction of the change that it tells of. */
export async function appendEvent(tx: Queries, id: string, at: Instant, event: AuditEventDraft): Promise<void> {
  const { actor, detail, ...rest } = event;
  await insertEvent(tx, {
    ...rest,
    id,
    at,
    actorKind: actor.kind,
    actorId: actor.id,
    detailJson: JSON.stringify(detail),
  });
}
