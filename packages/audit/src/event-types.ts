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
  'passkey.restored': 'The passkey “{passkey}” can be used again: {reason}',
  'passkey.counter_regressed':
    'The counter of the passkey “{passkey}” did not rise, which can mean that a copy of it exists.',
  'passkey.backup_state_changed': 'The passkey “{passkey}” changed whether it is backed up.',
  'passkey.trust_group_key_seen': 'The passkey “{passkey}” showed its first group of devices.',
  'passkey.trust_group_key_new':
    'The passkey “{passkey}” was used on a device that nothing ties to the devices it was used on before.',
  'passkey.trust_group_key_confirmed': 'A new device of the passkey “{passkey}” was confirmed by its owner.',
  'passkey.trust_group_key_rejected':
    'The owner of the passkey “{passkey}” says that a new device is not theirs. The passkey may have been copied.',
  'invitation.used': 'An invitation was used to enrol the first passkey.',
  'invitation.refused': 'An invitation that cannot be used was opened.',
  'request.refused': 'A request was refused.',
  'person.created': 'The person {displayName} ({username}) was added.',
  'person.changed': 'Name or e-mail address were changed.',
  'person.disabled': 'The person was disabled: {reason}. Sessions ended: {endedSessions}.',
  'person.enabled': 'The person was enabled again.',
  'roles.changed': 'Roles were changed from {before} to {after}.',
  'sessions.ended': 'An administrator ended every session of the person ({endedSessions}).',
  'group.created': 'The group {group} was added.',
  'group.changed': 'The description of the group {group} was changed.',
  'group.removed': 'The group {group} was removed.',
  'group.member_added': 'The person was put into the group {group}.',
  'group.member_removed': 'The person was taken out of the group {group}.',
  'invitation.created': 'An invitation was made.',
  'invitation.withdrawn': 'An invitation was withdrawn.',
  'credential.revoked': 'The passkey “{name}” was revoked: {reason}. Sessions ended: {endedSessions}.',
  'policy.proposed':
    'A change of version {baseVersion} of the policy was proposed for a second person to approve: {note}',
  'policy.approved': 'The change of version {baseVersion} of the policy that {proposedBy} proposed was approved.',
  'policy.rejected':
    'The change of version {baseVersion} of the policy that {proposedBy} proposed was rejected: {reason}',
  'policy.withdrawn': 'A proposed change of version {baseVersion} of the policy was taken back.',
  'policy.proposal_expired':
    'A proposed change of version {baseVersion} of the policy expired without a second person.',
  'rejudge.started': 'Everything that is stored is judged again: {cause}.',
  'rejudge.finished':
    'Everything that is stored was judged again. Set aside: {quarantined}; back in use: {restored}; sessions ended: {sessionsEnded}.',
  'policy.applied': 'Version {version} of the policy was put into force.',
  'trust.document_stored': 'New trust data is in use ({kind}): {entries} entries, {changes} changes.',
  'trust.document_refused': 'Trust data was refused ({kind}), and what was known before stays in use.',
  'trust.document_stale': 'Trust data has become stale ({kind}): something newer was promised and did not come.',
  'trust.source_failed': 'Trust data could not be fetched from {url}; what was known before stays in use.',
  'trust.refresh_asked': 'Somebody asked for the source {source} to be read now.',
  'evidence.exported': 'An evidence file with {passkeys} passkeys was downloaded (SHA-256 {sha256}).',
  'owner.created_at_start': 'The first owner was created, to be enrolled with the printed link.',
  'owner.created_from_cli': 'The person {username} was made an owner on the command line of the server.',
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
