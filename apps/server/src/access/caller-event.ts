import type { AuditEventDraft } from '@holdfast/audit';
import type { Actor, Caller } from '../http/route.ts';

/** What every event of a request has in common, filled in from the request. */
export function callerEvent(
  caller: Caller,
  actor: Pick<Actor, 'personId'> | null,
  event: Pick<AuditEventDraft, 'type'> & Partial<AuditEventDraft>,
): AuditEventDraft {
  return {
    outcome: 'success',
    code: null,
    actor: actor === null ? { kind: 'anonymous', id: null } : { kind: 'person', id: actor.personId },
    subjectId: null,
    credentialId: null,
    address: caller.address,
    origin: caller.origin,
    userAgent: caller.userAgent,
    requestId: caller.requestId,
    policyDigest: null,
    detail: {},
    ...event,
  };
}
