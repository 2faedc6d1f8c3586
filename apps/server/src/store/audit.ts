import type { AuditEventDraft } from '@holdfast/audit';
import type { Instant } from '@holdfast/kernel';
import type { Queries } from './database.ts';

/** Appends one event. Call it with the transaction of the change that it tells of. */
export async function appendEvent(tx: Queries, id: string, at: Instant, event: AuditEventDraft): Promise<void> {
  await tx
    .insertInto('audit_event')
    .values({
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
    })
    .execute();
}
