import { refuse } from '@holdfast/kernel';
import {
  backupStateIsPossible,
  challengeIsOurs,
  crossOriginIsExpected,
  originIsExpected,
  rpIdHashIsOurs,
  topOriginIsExpected,
  typeIs,
  userIsPresent,
  userIsVerifiedIfRequired,
} from './ceremony-checks.ts';
import type { RegistrationEvidence } from './decode-registration.ts';
import type { Step, WebauthnRefusal } from './step.ts';
import { trustGroupKeyCodes } from './trust-group-key.ts';

const CREDENTIAL_ID_BYTES_MAX = 1023;

/** WebAuthn L3 §7.1 "Registering a New Credential", every step in the order of the text. */
export const registrationSteps = [
  {
    id: 'options',
    cites: 'L3 §7.1 step 1',
    by: 'caller',
    codes: [],
    note: 'Options are derived from the policy and sent with a fresh challenge.',
  },
  {
    id: 'create',
    cites: 'L3 §7.1 step 2',
    by: 'browser',
    codes: [],
    note: 'navigator.credentials.create(); our pages explain each rejection.',
  },
  {
    id: 'response',
    cites: 'L3 §7.1 step 3',
    by: 'decoding',
    codes: ['webauthn.response_malformed', 'webauthn.credential_id_mismatch'],
    note: 'The JSON has the members of an attestation response, and id equals rawId.',
  },
  {
    id: 'clientExtensionResults',
    cites: 'L3 §7.1 step 4',
    by: 'decoding',
    codes: ['webauthn.response_malformed'],
    note: 'An object where it is present.',
  },
  {
    id: 'clientDataText',
    cites: 'L3 §7.1 step 5',
    by: 'decoding',
    codes: ['webauthn.client_data_not_utf8'],
    note: 'UTF-8 decode; a byte order mark is stripped.',
  },
  {
    id: 'clientDataJson',
    cites: 'L3 §7.1 step 6',
    by: 'decoding',
    codes: ['webauthn.client_data_malformed'],
    note: 'A JSON object that names nothing twice.',
  },
  {
    id: 'type',
    cites: 'L3 §7.1 step 7',
    by: 'here',
    codes: ['webauthn.type_unexpected'],
    check: typeIs('webauthn.create'),
  },
  {
    id: 'challenge',
    cites: 'L3 §7.1 step 8',
    by: 'here',
    codes: ['webauthn.challenge_unexpected'],
    check: challengeIsOurs,
  },
  { id: 'origin', cites: 'L3 §7.1 step 9', by: 'here', codes: ['webauthn.origin_unexpected'], check: originIsExpected },
  {
    id: 'crossOrigin',
    cites: 'L3 §7.1 step 10',
    by: 'here',
    codes: ['webauthn.cross_origin_unexpected'],
    check: crossOriginIsExpected,
  },
  {
    id: 'topOrigin',
    cites: 'L3 §7.1 step 11',
    by: 'here',
    codes: ['webauthn.top_origin_unexpected'],
    check: topOriginIsExpected,
  },
  {
    id: 'clientDataHash',
    cites: 'L3 §7.1 step 12',
    by: 'decoding',
    codes: [],
    note: 'SHA-256 over the bytes as they came; cannot fail.',
  },
  {
    id: 'attestationObject',
    cites: 'L3 §7.1 step 13',
    by: 'decoding',
    codes: [
      'webauthn.attestation_object_malformed',
      'webauthn.authenticator_data_malformed',
      'webauthn.attested_data_missing',
      'webauthn.credential_id_mismatch',
    ],
    note: 'Strict CBOR; every byte of the authenticator data belongs to something; the credential id is that of the response.',
  },
  {
    id: 'rpIdHash',
    cites: 'L3 §7.1 step 14',
    by: 'here',
    codes: ['webauthn.rp_id_hash_unexpected'],
    check: rpIdHashIsOurs,
  },
  {
    id: 'userPresent',
    cites: 'L3 §7.1 step 15',
    by: 'here',
    codes: ['webauthn.user_presence_missing'],
    check: userIsPresentUnlessConditional,
  },
  {
    id: 'userVerified',
    cites: 'L3 §7.1 step 16',
    by: 'here',
    codes: ['webauthn.user_verification_missing'],
    check: userIsVerifiedIfRequired,
  },
  {
    id: 'backupState',
    cites: 'L3 §7.1 step 17',
    by: 'here',
    codes: ['webauthn.backup_state_impossible'],
    check: backupStateIsPossible,
  },
  {
    id: 'backupEligibilityPolicy',
    cites: 'L3 §7.1 step 18',
    by: 'caller',
    codes: [],
    note: 'BE is a fact; the policy judges the class that follows from it.',
  },
  {
    id: 'backupStatePolicy',
    cites: 'L3 §7.1 step 19',
    by: 'caller',
    codes: [],
    note: 'BS is a fact; the policy judges it.',
  },
  {
    id: 'algorithm',
    cites: 'L3 §7.1 step 20',
    by: 'here',
    codes: ['webauthn.algorithm_unsupported', 'webauthn.credential_key_invalid', 'webauthn.algorithm_not_offered'],
    check: algorithmWasOffered,
  },
  {
    id: 'attestationFormat',
    cites: 'L3 §7.1 step 21',
    by: 'here',
    codes: ['webauthn.attestation_format_unknown'],
    check: formatIsKnown,
  },
  {
    id: 'attestationStatement',
    cites: 'L3 §7.1 step 22',
    by: 'here',
    codes: [
      'webauthn.attestation_statement_malformed',
      'webauthn.attestation_algorithm_weak',
      'webauthn.attestation_algorithm_mismatch',
      'webauthn.attestation_signature_invalid',
      'webauthn.attestation_certificate_unfit',
      'webauthn.attestation_aaguid_mismatch',
      'webauthn.attestation_key_mismatch',
      'webauthn.attestation_nonce_mismatch',
      'webauthn.attestation_tpm_malformed',
      'webauthn.attestation_tpm_magic',
      'webauthn.attestation_tpm_type',
      'webauthn.attestation_tpm_name_mismatch',
      'webauthn.attestation_key_description_missing',
      'webauthn.attestation_key_description_malformed',
      'webauthn.attestation_chain_extended',
      'webauthn.attestation_key_for_all_applications',
      'webauthn.attestation_key_not_generated',
      'webauthn.attestation_key_not_for_signing',
      'webauthn.attestation_device_not_genuine',
      'webauthn.attestation_time_unexpected',
      'webauthn.attestation_compound_count',
      'webauthn.attestation_compound_nested',
      // Of a statement inside of a compound.
      'webauthn.attestation_format_unknown',
    ],
    check: statementIsCorrect,
  },
  {
    id: 'trustAnchors',
    cites: 'L3 §7.1 step 23',
    by: 'caller',
    codes: [],
    note: 'Anchors of the model come from trust data, never from the wire.',
  },
  {
    id: 'attestationTrust',
    cites: 'L3 §7.1 step 24',
    by: 'caller',
    codes: [],
    note: 'The assessment says whether the chain ends in an anchor; the policy says whether that is good enough.',
  },
  {
    id: 'credentialIdLength',
    cites: 'L3 §7.1 step 25',
    by: 'here',
    codes: ['webauthn.credential_id_too_long'],
    check: credentialIdIsShortEnough,
  },
  {
    id: 'credentialIdUnknown',
    cites: 'L3 §7.1 step 26',
    by: 'caller',
    codes: [],
    note: 'A unique key of the store, over all people.',
  },
  {
    id: 'credentialRecord',
    cites: 'L3 §7.1 step 27',
    by: 'caller',
    codes: [],
    note: 'The store takes nothing but a VerifiedRegistration.',
  },
  {
    id: 'extensions',
    cites: 'L3 §7.1 step 28',
    by: 'here',
    codes: [...trustGroupKeyCodes],
    check: extensionOutputsHold,
  },
  {
    id: 'completion',
    cites: 'L3 §7.1 step 29',
    by: 'caller',
    codes: [],
    note: 'Credential, event and spent challenge are stored together or not at all.',
  },
] as const satisfies readonly Step<RegistrationEvidence>[];

export type RegistrationStepId = (typeof registrationSteps)[number]['id'];

/** A credential that is created while signing in with something else needs no gesture; L3 §5.1.3 calls that conditional. */
function userIsPresentUnlessConditional(evidence: RegistrationEvidence): WebauthnRefusal | undefined {
  return evidence.expected.mediation === 'conditional' ? undefined : userIsPresent(evidence);
}

function algorithmWasOffered({ credentialKey, expected }: RegistrationEvidence): WebauthnRefusal | undefined {
  const key = credentialKey();
  if (!key.ok) return key.error;
  const { number, onlyWhenListed } = key.value.algorithm;
  const { supportedAlgs } = expected;
  if (supportedAlgs === undefined ? !onlyWhenListed : supportedAlgs.includes(number)) return undefined;
  return refuse('webauthn.algorithm_not_offered', {
    received: number,
    expected: supportedAlgs?.map(String) ?? ['default'],
  });
}

function formatIsKnown({ format }: RegistrationEvidence): WebauthnRefusal | undefined {
  const resolved = format();
  return resolved.ok ? undefined : resolved.error;
}

function statementIsCorrect({ attestation }: RegistrationEvidence): WebauthnRefusal | undefined {
  const verified = attestation();
  return verified.ok ? undefined : verified.error;
}

function credentialIdIsShortEnough({ attested: { credentialId } }: RegistrationEvidence): WebauthnRefusal | undefined {
  if (credentialId.length <= CREDENTIAL_ID_BYTES_MAX) return undefined;
  return refuse('webauthn.credential_id_too_long', {
    received: credentialId.length,
    expected: CREDENTIAL_ID_BYTES_MAX,
  });
}

/** Missing outputs and those that nobody asked for are ignored, and credProps.rk is kept as a claim; only cmtgKey can be wrong. */
function extensionOutputsHold({ trustGroupKey }: RegistrationEvidence): WebauthnRefusal | undefined {
  const held = trustGroupKey();
  return held.ok ? undefined : held.error;
}
