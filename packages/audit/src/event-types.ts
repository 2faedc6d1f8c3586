/**
 * Every type of event, with the sentence that tells people and operators what happened. Words in braces are members of
 * the event's `detail`. Types are never renamed and never used again for something else.
 */
export const eventTypes = {
  'sign_in.succeeded': 'Signed in with the passkey “{passkey}”.',
  'sign_in.refused': 'An attempt to sign in was refused.',
  'session.confirmed': 'Confirmed with the passkey “{passkey}”.',
  'session.confirmation_refused': 'An attempt to confirm with a passkey was refused.',
  'session.ended': 'A session ended: {reason}.',
  'session.others_ended': 'Every other session was ended ({count}).',
  'passkey.registered': 'The passkey “{passkey}” was added.',
  'passkey.registration_refused': 'An attempt to add a passkey was refused.',
  'passkey.renamed': 'The passkey “{before}” was renamed to “{passkey}”.',
  'passkey.revoked': 'The passkey “{passkey}” was removed.',
  'passkey.removal_refused': 'An attempt to remove a passkey was refused.',
  'passkey.quarantined': 'The passkey “{passkey}” was set aside: {reason}',
  'passkey.counter_regressed':
    'The counter of the passkey “{passkey}” did not rise, which can mean that a copy of it exists.',
  'passkey.backup_state_changed': 'The passkey “{passkey}” changed whether it is backed up.',
  'invitation.used': 'An invitation was used to enrol the first passkey.',
  'invitation.refused': 'An invitation that cannot be used was opened.',
  'request.refused': 'A request was refused.',
} as const satisfies Record<string, string>;
export type EventType = keyof typeof eventTypes;

/**
 * One plain sentence about an event. Only texts and numbers of `detail` are put in; what is missing reads as “unknown”.
 *
 * @param type of a newer release too: then the type itself is the best that can be said
 */
export function describeEvent(type: string, detail: Readonly<Record<string, unknown>>): string {
  if (!Object.hasOwn(eventTypes, type)) return type;
  return eventTypes[type as EventType].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(detail, name) ? detail[name] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : 'unknown';
  });
}
