import { refuse } from '@holdfast/kernel';
import {
  backupStateIsPossible,
  challengeIsOurs,
  crossOriginIsExpected,
  originIsExpected,
  rpIdHashIs,
  rpIdHashIsOurs,
  sameText,
  topOriginIsExpected,
  typeIs,
  userIsPresent,
  userIsVerifiedIfRequired,
} from './ceremony-checks.ts';
import type { AuthenticationEvidence } from './decode-authentication.ts';
import { signatureIsValid } from './signature.ts';
import type { Step, WebauthnRefusal } from './step.ts';
import { trustGroupKeyCodes } from './trust-group-key.ts';

/** WebAuthn L3 §7.2 "Verifying an Authentication Assertion", every step in the order of the text. */
export const authenticationSteps = [
  {
    id: 'options',
    cites: 'L3 §7.2 step 1',
    by: 'caller',
    codes: [],
    note: 'Options are derived from the policy and sent with a fresh challenge.',
  },
  {
    id: 'get',
    cites: 'L3 §7.2 step 2',
    by: 'browser',
    codes: [],
    note: 'navigator.credentials.get(); our pages explain each rejection.',
  },
  {
    id: 'response',
    cites: 'L3 §7.2 step 3',
    by: 'decoding',
    codes: ['webauthn.response_malformed', 'webauthn.credential_id_mismatch'],
    note: 'The JSON has the members of an assertion response, and id equals rawId.',
  },
  {
    id: 'clientExtensionResults',
    cites: 'L3 §7.2 step 4',
    by: 'decoding',
    codes: ['webauthn.response_malformed'],
    note: 'An object where it is present.',
  },
  {
    id: 'allowCredentials',
    cites: 'L3 §7.2 step 5',
    by: 'here',
    codes: ['webauthn.credential_not_allowed'],
    check: credentialWasAskedFor,
  },
  {
    id: 'credentialOwner',
    cites: 'L3 §7.2 step 6',
    by: 'here',
    codes: ['webauthn.credential_unexpected', 'webauthn.user_handle_missing', 'webauthn.user_handle_mismatch'],
    check: credentialIsOfItsOwner,
  },
  {
    id: 'assertion',
    cites: 'L3 §7.2 step 7',
    by: 'decoding',
    codes: ['webauthn.authenticator_data_malformed'],
    note: 'Every byte of the authenticator data belongs to something.',
  },
  {
    id: 'clientDataText',
    cites: 'L3 §7.2 step 8',
    by: 'decoding',
    codes: ['webauthn.client_data_not_utf8'],
    note: 'UTF-8 decode; a byte order mark is stripped.',
  },
  {
    id: 'clientDataJson',
    cites: 'L3 §7.2 step 9',
    by: 'decoding',
    codes: ['webauthn.client_data_malformed'],
    note: 'A JSON object that names nothing twice.',
  },
  {
    id: 'type',
    cites: 'L3 §7.2 step 10',
    by: 'here',
    codes: ['webauthn.type_unexpected'],
    check: typeIs('webauthn.get'),
  },
  {
    id: 'challenge',
    cites: 'L3 §7.2 step 11',
    by: 'here',
    codes: ['webauthn.challenge_unexpected'],
    check: challengeIsOurs,
  },
  {
    id: 'origin',
    cites: 'L3 §7.2 step 12',
    by: 'here',
    codes: ['webauthn.origin_unexpected'],
    check: originIsExpected,
  },
  {
    id: 'crossOrigin',
    cites: 'L3 §7.2 step 13',
    by: 'here',
    codes: ['webauthn.cross_origin_unexpected'],
    check: crossOriginIsExpected,
  },
  {
    id: 'topOrigin',
    cites: 'L3 §7.2 step 14',
    by: 'here',
    codes: ['webauthn.top_origin_unexpected'],
    check: topOriginIsExpected,
  },
  {
    id: 'rpIdHash',
    cites: 'L3 §7.2 step 15',
    by: 'here',
    codes: ['webauthn.rp_id_hash_unexpected'],
    check: rpIdHashIsOursOrAppid,
  },
  {
    id: 'userPresent',
    cites: 'L3 §7.2 step 16',
    by: 'here',
    codes: ['webauthn.user_presence_missing'],
    check: userIsPresent,
  },
  {
    id: 'userVerified',
    cites: 'L3 §7.2 step 17',
    by: 'here',
    codes: ['webauthn.user_verification_missing'],
    check: userIsVerifiedIfRequired,
  },
  {
    id: 'backupState',
    cites: 'L3 §7.2 step 18',
    by: 'here',
    codes: ['webauthn.backup_state_impossible'],
    check: backupStateIsPossible,
  },
  {
    id: 'backupEligibility',
    cites: 'L3 §7.2 step 19',
    by: 'here',
    codes: ['webauthn.backup_eligibility_changed'],
    check: backupEligibilityIsUnchanged,
  },
  {
    id: 'clientDataHash',
    cites: 'L3 §7.2 step 20',
    by: 'decoding',
    codes: [],
    note: 'SHA-256 over the bytes as they came; cannot fail.',
  },
  {
    id: 'signature',
    cites: 'L3 §7.2 step 21',
    by: 'here',
    codes: ['webauthn.stored_key_unusable', 'webauthn.signature_invalid'],
    check: signatureHolds,
  },
  {
    id: 'signCount',
    cites: 'L3 §7.2 step 22',
    by: 'caller',
    codes: [],
    note: 'Compared after the signature and reported as counterRegressed; the policy decides.',
  },
  {
    id: 'extensions',
    cites: 'L3 §7.2 step 23',
    by: 'here',
    codes: [...trustGroupKeyCodes],
    check: extensionOutputsHold,
  },
  {
    id: 'credentialRecord',
    cites: 'L3 §7.2 step 24',
    by: 'caller',
    codes: [],
    note: 'The store updates counter and backup state from a VerifiedAuthentication only.',
  },
  {
    id: 'completion',
    cites: 'L3 §7.2 step 25',
    by: 'caller',
    codes: [],
    note: 'Session, event and spent challenge are stored together or not at all.',
  },
] as const satisfies readonly Step<AuthenticationEvidence>[];

export type AuthenticationStepId = (typeof authenticationSteps)[number]['id'];

function credentialWasAskedFor({ credentialId, expected }: AuthenticationEvidence): WebauthnRefusal | undefined {
  const asked = expected.allowCredentials ?? [];
  if (asked.length === 0 || asked.includes(credentialId)) return undefined;
  return refuse('webauthn.credential_not_allowed', { received: credentialId });
}

/** Whoever is signed in must be the owner of the key, so the handle is compared wherever there is one. */
function credentialIsOfItsOwner({
  credentialId,
  userHandle,
  credential,
}: AuthenticationEvidence): WebauthnRefusal | undefined {
  if (credentialId !== credential.id) {
    return refuse('webauthn.credential_unexpected', { received: credentialId, expected: credential.id });
  }
  if (userHandle === null) {
    return credential.requireUserHandle === true ? refuse('webauthn.user_handle_missing') : undefined;
  }
  if (credential.userHandle === undefined) {
    // With nothing to compare to, a handle that decides who signs in proves nothing.
    return credential.requireUserHandle === true ? refuse('webauthn.user_handle_mismatch') : undefined;
  }
  return sameText(userHandle, credential.userHandle) ? undefined : refuse('webauthn.user_handle_mismatch');
}

/** L3 §10.1.1: where the client says that it used the AppID that we sent, the hash is that of the AppID. */
function rpIdHashIsOursOrAppid(evidence: AuthenticationEvidence): WebauthnRefusal | undefined {
  const { authData, expected, usedAppid } = evidence;
  if (usedAppid && expected.appid !== undefined && rpIdHashIs(authData, expected.appid)) return undefined;
  return rpIdHashIsOurs(evidence);
}

function backupEligibilityIsUnchanged({ authData, credential }: AuthenticationEvidence): WebauthnRefusal | undefined {
  const { backupEligible } = credential;
  if (backupEligible === undefined || backupEligible === authData.backupEligible) return undefined;
  return refuse('webauthn.backup_eligibility_changed', { received: authData.backupEligible, expected: backupEligible });
}

function signatureHolds(evidence: AuthenticationEvidence): WebauthnRefusal | undefined {
  const key = evidence.storedKey();
  if (!key.ok) return key.error;
  const { algorithm, keyObject } = key.value;
  // From the pool of buffers: longer than what fits on the heap, and gone at once.
  const signed = Buffer.concat([evidence.authDataBytes, evidence.clientDataHash]);
  if (signatureIsValid(algorithm, keyObject, signed, evidence.signature)) return undefined;
  return refuse('webauthn.signature_invalid', { algorithm: algorithm.name });
}

/**
 * Missing outputs and those that nobody asked for are ignored, and appid counts only where it was asked for. Of what was asked for only
 * cmtgKey can be wrong; it stands after the signature, because it leans on authenticator data that is signed.
 */
function extensionOutputsHold({ trustGroupKey }: AuthenticationEvidence): WebauthnRefusal | undefined {
  const held = trustGroupKey();
  return held.ok ? undefined : held.error;
}
