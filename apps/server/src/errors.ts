import { encodingErrors } from '@holdfast/encoding';
import type { Catalogue, CatalogueEntry } from '@holdfast/kernel';
import { policyErrors } from '@holdfast/policy';
import { bundleErrors, metadataErrors } from '@holdfast/trust';
import { webauthnErrors } from '@holdfast/webauthn';
import { inspectErrors } from './use-cases/inspect/errors.ts';
import { policyChangeErrors } from './use-cases/policy/errors.ts';
import { trustErrors } from './use-cases/trust/errors.ts';
import { trustGroupKeyErrors } from './use-cases/trust-group-keys/errors.ts';

/** Mistakes of outsiders that the server itself notices. Ceremony and policy mistakes are in their packages. */
export const serverErrors = {
  'request.malformed': {
    status: 400,
    public: 'malformed_request',
    person: 'Something in this form cannot be used as it is. Check the marked fields.',
    operator:
      'The request does not have the declared shape: a member is missing, extra, of the wrong type or too long.',
  },
  'request.not_json': {
    status: 400,
    public: 'malformed_request',
    person: 'The page sent something that could not be read. Reload the page and try again.',
    operator: 'The body is not JSON, or JSON with a poisoned member such as __proto__.',
  },
  'request.too_large': {
    status: 413,
    public: 'request_too_large',
    person: 'What was sent is too large to be accepted.',
    operator: 'The body is larger than the server reads.',
  },
  'request.media_type': {
    status: 415,
    public: 'unsupported_media_type',
    person: 'The page sent something that could not be read. Reload the page and try again.',
    operator: 'The body is not declared as application/json.',
  },
  'request.cross_site': {
    status: 403,
    public: 'cross_site_request',
    person: 'This request came from another site and was refused. Open Holdfast itself and try there.',
    operator: 'A state change whose Origin is not ours, or that the browser marks as coming from another site.',
  },
  'request.no_such_endpoint': {
    status: 404,
    public: 'not_found',
    person: 'There is nothing at this address.',
    operator: 'No endpoint has this method and path.',
  },
  'request.too_many': {
    status: 429,
    public: 'too_many_requests',
    person: 'There were too many failed attempts from here. Wait a few minutes, then try again.',
    operator: 'The limit of refused requests for this address, person or credential was reached.',
  },
  'request.failed': {
    status: 500,
    public: 'server_error',
    person:
      'Something went wrong on our side and nothing was changed. Try again; if it stays, give the help desk the reference.',
    operator: 'An unexpected error of the server. The log has it under the request id.',
  },
  'session.required': {
    status: 401,
    public: 'not_signed_in',
    person: 'You are not signed in, or your session has ended. Sign in again.',
    operator:
      'No session cookie, or one that is unknown, ended, expired, forged, or rests on a revoked credential or a disabled person.',
  },
  'session.permission_missing': {
    status: 403,
    public: 'not_allowed',
    person: 'Your role does not include this. Ask an owner if you need it.',
    operator: 'The person is signed in, but none of their roles has the permission that the endpoint needs.',
  },
  'session.assertion_stale': {
    status: 403,
    public: 'fresh_assertion_needed',
    person: 'Confirm with your passkey first. This is asked before important changes.',
    operator: 'The endpoint needs an assertion of the last five minutes and the session’s last one is older.',
  },
  'challenge.malformed': {
    status: 400,
    public: 'ceremony_refused',
    person: 'This attempt could not be checked. Reload the page and try again.',
    operator: 'The challenge in the client data is not one that this installation can have made.',
  },
  'challenge.foreign': {
    status: 400,
    public: 'ceremony_refused',
    person: 'This attempt could not be checked. Reload the page and try again.',
    operator: 'The challenge’s authentication code is wrong: made for another browser, person or purpose, or forged.',
  },
  'challenge.expired': {
    status: 400,
    public: 'ceremony_expired',
    person: 'This took longer than five minutes. Start again.',
    operator: 'The challenge was made more than five minutes ago.',
  },
  'challenge.spent': {
    status: 400,
    public: 'ceremony_refused',
    person: 'This attempt was already used. Start again.',
    operator: 'The challenge was spent before: a replay, or a form sent twice.',
  },
  'sign_in.credential_unknown': {
    status: 400,
    public: 'ceremony_refused',
    person: 'This passkey is not known here, or it can no longer be used. Choose another one, or ask your help desk.',
    operator: 'No credential has this id.',
  },
  'sign_in.credential_not_active': {
    status: 400,
    public: 'ceremony_refused',
    person: 'This passkey is not known here, or it can no longer be used. Choose another one, or ask your help desk.',
    operator: 'The credential is revoked or pending.',
  },
  'sign_in.credential_quarantined': {
    status: 403,
    public: 'passkey_set_aside',
    person: 'This passkey is set aside and cannot be used. Use another one of yours, or ask your help desk.',
    operator:
      'The signature holds and the credential is quarantined. The detail says since which cause and what else the person has; the event that set it aside says why.',
  },
  'sign_in.person_disabled': {
    status: 400,
    public: 'ceremony_refused',
    person: 'This passkey is not known here, or it can no longer be used. Choose another one, or ask your help desk.',
    operator: 'The person whom the credential belongs to is disabled.',
  },
  'sign_in.other_person': {
    status: 400,
    public: 'ceremony_refused',
    person: 'This passkey belongs to another account. Choose one of yours.',
    operator: 'The assertion is by a credential of somebody other than the person who was named or is signed in.',
  },
  'registration.not_authorised': {
    status: 403,
    public: 'not_allowed',
    person: 'A passkey can be created with an invitation, or after signing in. Ask for an invitation if you have none.',
    operator: 'Neither an invitation nor a session came with the request.',
  },
  'registration.credential_exists': {
    status: 409,
    public: 'passkey_exists',
    person: 'This passkey is registered already. Choose another one.',
    operator: 'A credential with this id is stored, for this person or another.',
  },
  'invitation.unusable': {
    status: 404,
    public: 'invitation_unusable',
    person:
      'This invitation cannot be used: it has expired, was used, or was replaced. Ask whoever sent it for a new one.',
    operator: 'No open invitation has this token.',
  },
  'invitation.person_enrolled': {
    status: 409,
    public: 'person_enrolled',
    person:
      'This person has enrolled a passkey before. An invitation would be a way around their passkeys, so none is given.',
    operator: 'Invitations are for first enrolment only; afterwards only recovery leads back in.',
  },
  'invitation.person_disabled': {
    status: 409,
    public: 'person_disabled',
    person: 'This person is disabled. Enable them first.',
    operator: 'No invitation is given for a disabled person.',
  },
  'passkey.last_way_in': {
    status: 409,
    public: 'last_way_in',
    person: 'This is your last way in. Add another passkey first, then remove this one.',
    operator: 'Removing this credential would leave the person without an active one.',
  },
  'passkey.not_yours': {
    status: 404,
    public: 'not_found',
    person: 'There is no such passkey on your account.',
    operator: 'The credential does not exist or belongs to somebody else.',
  },
  'person.not_found': {
    status: 404,
    public: 'not_found',
    person: 'There is no such person.',
    operator: 'No person has this id.',
  },
  'person.username_taken': {
    status: 409,
    public: 'username_taken',
    person: 'Another person has this username. Choose another one.',
    operator: 'Usernames are unique.',
  },
  'person.last_owner': {
    status: 409,
    public: 'last_owner',
    person: 'This is the last owner. Make somebody else an owner first.',
    operator: 'The change would leave the installation without an active owner.',
  },
  'person.protected': {
    status: 403,
    public: 'not_allowed',
    person: 'Only an owner can do this to an owner or administrator.',
    operator: 'An administrator acted on a person with the role owner or administrator.',
  },
  'person.self': {
    status: 409,
    public: 'own_account',
    person: 'You cannot do this to your own account. Ask another administrator.',
    operator: 'People do not disable themselves or change their own roles.',
  },
  'group.not_found': {
    status: 404,
    public: 'not_found',
    person: 'There is no such group.',
    operator: 'No group has this id or name.',
  },
  'group.name_taken': {
    status: 409,
    public: 'group_name_taken',
    person: 'Another group has this name. Choose another one.',
    operator: 'Group names are unique.',
  },
  'group.has_members': {
    status: 409,
    public: 'group_has_members',
    person: 'This group still has members. Take them out first.',
    operator: 'Only an empty group is removed, so that nobody loses a stricter policy by accident.',
  },
  'group.locks_out_owners': {
    status: 409,
    public: 'owners_locked_out',
    person:
      'Afterwards no owner could sign in any more, because the rules of this group refuse their passkeys. Enrol a passkey that they accept first.',
    operator: 'The change would leave no active owner with an active passkey that the policy accepts.',
  },
  'group.locks_person_out': {
    status: 409,
    public: 'locks_person_out',
    person:
      'With the rules of these groups none of this person’s passkeys would be accepted, and they could not sign in any more. Ask them to add a passkey that is accepted there first, then change the groups.',
    operator:
      'The change of groups would leave an enrolled person without an active passkey that their policy accepts.',
  },
  'group.changes_own_policy': {
    status: 403,
    public: 'not_allowed',
    person: 'You cannot take yourself out of a group that makes your own rules stricter. Ask another administrator.',
    operator: 'People do not loosen the policy that applies to themselves.',
  },
  'credential.not_found': {
    status: 404,
    public: 'not_found',
    person: 'There is no such passkey.',
    operator: 'No credential has this id.',
  },
  'credential.last_of_owners': {
    status: 409,
    public: 'last_owner',
    person: 'This is the last passkey with which an owner can sign in. Enrol another one first.',
    operator: 'The revocation would leave no active owner with an active passkey that the policy accepts.',
  },
  'credential.not_active': {
    status: 409,
    public: 'passkey_not_active',
    person: 'This passkey is not in use, so it cannot be set aside. Nothing was changed.',
    operator: 'Only an active credential can be quarantined.',
  },
  'credential.not_quarantined': {
    status: 409,
    public: 'passkey_not_set_aside',
    person: 'This passkey is not set aside, so there is nothing to release.',
    operator: 'Only a quarantined credential can be released.',
  },
  'credential.judged_aside': {
    status: 409,
    public: 'passkey_judged_aside',
    person: 'The rules set this passkey aside. It comes back by itself as soon as they accept it again.',
    operator: 'A credential that judging quarantined is restored by judging again, never by hand.',
  },
  'credential.still_refused': {
    status: 409,
    public: 'passkey_still_refused',
    person: 'The rules refuse this passkey, so it cannot be released.',
    operator: 'The verdict under the policy and the trust data of this moment is a refusal.',
  },
  'job.not_found': {
    status: 404,
    public: 'not_found',
    person: 'There is no such job.',
    operator: 'No job has this id.',
  },
  'credential.already_revoked': {
    status: 409,
    public: 'already_revoked',
    person: 'This passkey was revoked before. Nothing was changed.',
    operator: 'A revoked credential stays revoked.',
  },
  'invitation.not_found': {
    status: 404,
    public: 'not_found',
    person: 'There is no such invitation.',
    operator: 'No invitation has this id.',
  },
  'invitation.ended': {
    status: 409,
    public: 'invitation_ended',
    person: 'This invitation has ended already. Nothing was changed.',
    operator: 'Only an open invitation can be withdrawn.',
  },
  'session.not_found': {
    status: 404,
    public: 'not_found',
    person: 'There is no such session; it may have ended already.',
    operator: 'No open session of this person has this id.',
  },
  'event.not_found': {
    status: 404,
    public: 'not_found',
    person: 'There is no such event.',
    operator: 'No event has this id.',
  },
  'list.filter_unknown': {
    status: 400,
    public: 'malformed_request',
    person: 'A filter in the search is not known. Remove it or choose one of the suggested filters.',
    operator: 'The query has a filter name or value that this list does not have.',
  },
  'list.cursor_invalid': {
    status: 400,
    public: 'malformed_request',
    person: 'This page of the list is no longer available. Start from the first page.',
    operator: 'The cursor was not made by this list.',
  },
} as const satisfies Catalogue;

export type ServerErrorCode = keyof typeof serverErrors;

const everyError: ReadonlyMap<string, CatalogueEntry> = new Map(
  [
    encodingErrors,
    webauthnErrors,
    metadataErrors,
    bundleErrors,
    trustErrors,
    policyErrors,
    inspectErrors,
    policyChangeErrors,
    trustGroupKeyErrors,
    serverErrors,
  ].flatMap((catalogue: Catalogue) => Object.entries(catalogue)),
);

/** The catalogue entry of a code, of this release or none. */
export function findCode(code: string): CatalogueEntry | undefined {
  return everyError.get(code);
}

/** The catalogue entry of any code. A code without one is our own bug and answered as such. */
export function errorEntry(code: string): CatalogueEntry {
  return everyError.get(code) ?? serverErrors['request.failed'];
}
