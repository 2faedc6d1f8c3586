import type { EvidenceEvent, EvidenceFile, EvidencePasskey } from '../../http/contract/evidence.ts';
import { type Disagreement, memberOf } from './disagreement.ts';

/** Events are records, which nothing proves; but they must not contradict the rest of the file. */
export function eventsDisagree({ events, person, passkeys }: EvidenceFile): readonly Disagreement[] {
  const found: Disagreement[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const [index, { sequence, subjectId }] of events.items.entries()) {
    const path = `events.items[${index}]`;
    if (sequence <= last)
      found.push({ path: `${path}.sequence`, text: 'It is not in the order in which events happened.' });
    if (subjectId !== person.id) found.push({ path: `${path}.subjectId`, text: 'It is about somebody else.' });
    last = sequence;
  }
  const registered = new Map(
    events.items.flatMap((event) =>
      event.type === 'passkey.registered' && event.outcome === 'success' ? [[event.credentialId, event]] : [],
    ),
  );
  for (const [index, passkey] of passkeys.entries()) {
    found.push(...registrationDisagrees(passkey, `passkeys[${index}]`, registered.get(passkey.id), events.leftOut > 0));
  }
  return found;
}

/** Every passkey was bound once, and the event that tells of it was written together with the passkey. */
function registrationDisagrees(
  { registration }: EvidencePasskey,
  path: string,
  event: EvidenceEvent | undefined,
  mayBeMissing: boolean,
): readonly Disagreement[] {
  if (event === undefined) {
    const text = 'No event of the file tells when this passkey was bound.';
    return mayBeMissing ? [] : [{ path, text }];
  }
  const found: Disagreement[] = [];
  const say = (member: string, said: unknown, told: unknown): void => {
    if (said === told) return;
    found.push({ path: `${path}.registration.${member}`, text: `It is not what the event ${event.sequence} tells.` });
  };
  say('receivedAt', registration.receivedAt, event.at);
  say('address', registration.address, event.address);
  say('origin', registration.origin, memberOf(event.detail, 'ceremonyOrigin') ?? registration.origin);
  return found;
}
