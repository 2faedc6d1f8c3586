import type { AuditEventDraft } from '@holdfast/audit';
import type { CredentialId, Instant, PersonId } from '@holdfast/kernel';
import { callerEvent } from '../access/caller-event.ts';
import type { Actor, Caller } from '../http/route.ts';
import type { Ports } from '../ports.ts';
import { appendEvent } from '../store/audit.ts';
import type { Queries } from '../store/database.ts';

/** Somebody with a session does something, at one instant. */
export type Acting = { readonly at: Instant; readonly caller: Caller; readonly actor: Actor };

/** Who does something that the console and the command line can both do. */
export type Doer = ({ readonly by: 'person' } & Acting) | { readonly by: 'cli' | 'system'; readonly at: Instant };

type Happened = {
  readonly type: string;
  /** `success` where it is not said. */
  readonly outcome?: AuditEventDraft['outcome'];
  readonly code?: string | null;
  readonly subjectId?: PersonId | null;
  readonly credentialId?: CredentialId | null;
  readonly policyDigest?: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
};

/** Writes the event of something that was done, in the transaction that does it. */
export async function record(ports: Pick<Ports, 'newId'>, tx: Queries, doer: Doer, happened: Happened): Promise<void> {
  await appendEvent(tx, ports.newId(doer.at), doer.at, draft(doer, happened));
}

function draft(doer: Doer, happened: Happened): AuditEventDraft {
  if (doer.by === 'person') return callerEvent(doer.caller, doer.actor, happened);
  return {
    outcome: 'success',
    code: null,
    actor: { kind: doer.by, id: null },
    subjectId: null,
    credentialId: null,
    address: null,
    origin: null,
    userAgent: null,
    requestId: null,
    policyDigest: null,
    detail: {},
    ...happened,
  };
}

export function asPerson({ at, caller, actor }: Acting): Doer {
  return { by: 'person', at, caller, actor };
}
