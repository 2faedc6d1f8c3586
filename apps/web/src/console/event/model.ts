import type { Api } from '@holdfast/server/contract';
import { wordOf } from '../words.ts';

export type EventAnswer = Api['GET /api/v1/events/:eventId']['answer'];
export type Recorded = { readonly key: string; readonly name: string; readonly value: string };

/** Everything that was recorded beside the detail, with what is empty left out. */
export function recorded({ event, origin, userAgent, requestId, policyDigest }: EventAnswer): readonly Recorded[] {
  const members = {
    at: new Date(event.at).toISOString(),
    sequence: String(event.sequence),
    type: event.type,
    outcome: event.outcome,
    code: event.code,
    actor: party(event.actor),
    subject: party(event.subject),
    credentialId: event.credentialId,
    address: event.address,
    origin,
    userAgent,
    requestId,
    policyDigest,
    id: event.id,
  };
  return Object.entries(members).flatMap(([key, value]) =>
    value === null ? [] : [{ key, name: wordOf('event.names', key) ?? key, value }],
  );
}

/** Where the policy refused: which rule and which fact, one sentence each, as the server wrote them. */
export function refusedBy(detail: Readonly<Record<string, unknown>>): readonly string[] {
  const rules: readonly unknown[] = Array.isArray(detail['rules']) ? detail['rules'] : [];
  return rules.filter((rule) => typeof rule === 'string');
}

/** A passkey that was refused when it was made is not kept: there is nothing to lead to. */
export function keptCredential({ type, credentialId }: EventAnswer['event']): string | null {
  return type === 'passkey.registration_refused' ? null : credentialId;
}

/** The detail as lines; what is nested is shown as JSON, and nothing is left out but what `refusedBy` says. */
export function detailLines(detail: Readonly<Record<string, unknown>>): readonly Recorded[] {
  const shown = refusedBy(detail).length > 0 ? ['rules'] : [];
  const rest = Object.entries(detail).filter(([key]) => !shown.includes(key));
  return rest.map(([key, value]) => ({
    key,
    name: key,
    value: typeof value === 'string' ? value : JSON.stringify(value, null, 2),
  }));
}

function party(who: { readonly id: string | null; readonly name: string } | null): string | null {
  if (who === null) return null;
  return who.id === null ? who.name : `${who.name} (${who.id})`;
}
