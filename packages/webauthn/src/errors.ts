import type { Catalogue } from '@holdfast/kernel';

/**
 * Refusals of a ceremony share one public name: which check failed would tell an attacker how far a forgery got. A name of its own
 * is given only where the person can do something about it.
 */
const refused = {
  status: 400,
  public: 'ceremony_refused',
  person: 'Your passkey could not be checked. Try again; if it happens again, ask your help desk.',
} as const;

const malformed = {
  status: 400,
  public: 'malformed_request',
  person:
    'Your browser sent something that could not be read. Try again; if it happens again, tell your administrator.',
} as const;

const unsupported = {
  status: 400,
  public: 'authenticator_unsupported',
  person: 'This kind of passkey cannot be used here. Use another security key, device or passkey provider.',
} as const;

export const webauthnErrors = {
  'webauthn.response_malformed': {
    ...malformed,
    operator:
      'The response is not the JSON form of a credential: a member is missing, of the wrong type, too large, or not base64url.',
  },
  'webauthn.client_data_not_utf8': { ...malformed, operator: 'The client data is not UTF-8.' },
  'webauthn.client_data_malformed': {
    ...malformed,
    operator: 'The client data is not a JSON object with type, challenge and origin, each of its type and named once.',
  },
  'webauthn.attestation_object_malformed': {
    ...malformed,
    operator: 'The attestation object is not strict CBOR with exactly fmt, attStmt and authData.',
  },
  'webauthn.authenticator_data_malformed': {
    ...malformed,
    operator: 'The authenticator data is too short, has bytes left over, or holds malformed CBOR.',
  },
  'webauthn.attested_data_missing': {
    ...refused,
    operator: 'The authenticator data of the registration holds no attested credential data.',
  },
  'webauthn.credential_id_mismatch': {
    ...refused,
    operator: 'The response names two different credential ids: id, rawId and the authenticator data must agree.',
  },
  'webauthn.type_unexpected': { ...refused, operator: 'The client data is of another ceremony.' },
  'webauthn.challenge_unexpected': { ...refused, operator: 'The client data answers another challenge.' },
  'webauthn.origin_unexpected': { ...refused, operator: 'The ceremony ran on an origin that is not in the list.' },
  'webauthn.cross_origin_unexpected': {
    ...refused,
    operator: 'The ceremony ran in a frame of another origin, which is not allowed here.',
  },
  'webauthn.top_origin_unexpected': {
    ...refused,
    operator: 'The page that embedded the ceremony is not in the list of top origins.',
  },
  'webauthn.rp_id_hash_unexpected': { ...refused, operator: 'The authenticator signed for another RP ID.' },
  'webauthn.user_presence_missing': {
    ...refused,
    operator: 'The authenticator did not test that somebody is present.',
  },
  'webauthn.user_verification_missing': {
    status: 400,
    public: 'user_verification_required',
    person:
      'Your passkey did not check that it is you. Set up a PIN, fingerprint or face on the device or key, then try again.',
    operator: 'User verification is required and the authenticator did not do it.',
  },
  'webauthn.backup_state_impossible': {
    ...refused,
    operator: 'The authenticator says that the credential is backed up and that it cannot be backed up.',
  },
  'webauthn.backup_eligibility_changed': {
    ...refused,
    operator:
      'Backup eligibility differs from what was stored at registration, where it is fixed for ever. The person needs a new passkey.',
  },
  'webauthn.algorithm_unsupported': {
    ...unsupported,
    operator: 'The credential key is of an algorithm that is not in the table.',
  },
  'webauthn.algorithm_not_offered': {
    ...unsupported,
    operator: 'The credential key is of an algorithm that was not offered.',
  },
  'webauthn.credential_key_invalid': {
    ...refused,
    operator: 'The credential key is malformed, weak, does not fit its algorithm, or is no key at all.',
  },
  'webauthn.attestation_format_unknown': {
    ...unsupported,
    operator: 'The attestation statement is of a format that is not registered. Formats match exactly, case included.',
  },
  'webauthn.attestation_statement_malformed': {
    ...refused,
    operator: 'The attestation statement does not have the syntax of its format.',
  },
  'webauthn.attestation_algorithm_mismatch': {
    ...refused,
    operator: 'The algorithm of the attestation statement does not fit the key that signed it.',
  },
  'webauthn.attestation_signature_invalid': { ...refused, operator: 'The attestation signature is not valid.' },
  'webauthn.attestation_certificate_unfit': {
    ...refused,
    operator: 'The attestation certificate does not meet the requirements of its format.',
  },
  'webauthn.attestation_aaguid_mismatch': {
    ...refused,
    operator: 'The attestation certificate was issued for another model than the authenticator data names.',
  },
  'webauthn.attestation_algorithm_weak': {
    ...refused,
    operator: 'The attestation signature uses SHA-1, which is not allowed here.',
  },
  'webauthn.attestation_key_mismatch': {
    ...refused,
    operator: 'What the statement attests is another key than the credential key.',
  },
  'webauthn.attestation_nonce_mismatch': {
    ...refused,
    operator: 'The statement was made for another ceremony: its nonce is not the hash of this one.',
  },
  'webauthn.attestation_tpm_malformed': {
    ...refused,
    operator: 'certInfo or pubArea is not the TPM structure that it has to be.',
  },
  'webauthn.attestation_tpm_magic': {
    ...refused,
    operator: 'certInfo does not begin with TPM_GENERATED_VALUE: no TPM made it.',
  },
  'webauthn.attestation_tpm_type': {
    ...refused,
    operator: 'certInfo attests something else than a certified key (TPM_ST_ATTEST_CERTIFY).',
  },
  'webauthn.attestation_tpm_name_mismatch': {
    ...refused,
    operator: 'The name in certInfo is not that of pubArea, or is made with an unknown hash.',
  },
  'webauthn.attestation_key_description_missing': {
    ...refused,
    operator: 'The Android certificate has no key description.',
  },
  'webauthn.attestation_key_description_malformed': {
    ...refused,
    operator: 'The Android key description cannot be read.',
  },
  'webauthn.attestation_chain_extended': {
    ...refused,
    operator:
      'An Android certificate above the leaf has a key description: somebody issued the leaf with an attested key.',
  },
  'webauthn.attestation_key_for_all_applications': {
    ...refused,
    operator: 'The Android key may be used by every application, so that it is not scoped to the RP ID.',
  },
  'webauthn.attestation_key_not_generated': {
    ...refused,
    operator: 'The Android key was imported or derived, or nothing that counts says that the device generated it.',
  },
  'webauthn.attestation_key_not_for_signing': {
    ...refused,
    operator: 'Nothing that counts says that the Android key is one to sign with.',
  },
  'webauthn.attestation_device_not_genuine': {
    ...refused,
    operator: 'SafetyNet does not say that the device passes its compatibility tests (ctsProfileMatch).',
  },
  'webauthn.attestation_time_unexpected': {
    ...refused,
    operator:
      'SafetyNet made the response too long before the ceremony, or after it, or there is no time to compare with.',
  },
  'webauthn.attestation_compound_count': {
    ...refused,
    operator: 'A compound attestation has at least two statements, and at most eight here.',
  },
  'webauthn.attestation_compound_nested': { ...refused, operator: 'A compound attestation contains another one.' },
  'webauthn.credential_id_too_long': { ...refused, operator: 'The credential id is longer than 1023 bytes.' },
  'webauthn.credential_not_allowed': {
    ...refused,
    operator: 'The credential is not one of those that were asked for.',
  },
  'webauthn.credential_unexpected': {
    ...refused,
    operator: 'The response is of another credential than the stored one.',
  },
  'webauthn.user_handle_missing': {
    ...refused,
    operator: 'Nobody was named before the ceremony and the authenticator returned no user handle.',
  },
  'webauthn.user_handle_mismatch': { ...refused, operator: 'The user handle is that of somebody else.' },
  'webauthn.stored_key_unusable': {
    ...refused,
    operator: 'The stored public key cannot be imported. Check the store.',
  },
  'webauthn.signature_invalid': { ...refused, operator: 'The assertion signature is not valid.' },
  'webauthn.trust_group_key_malformed': {
    ...refused,
    operator: 'The output of the extension cmtgKey is not a COSE_Key and a signature, both base64url.',
  },
  'webauthn.trust_group_key_ineligible': {
    ...refused,
    operator: 'The authenticator returned a trust group key for a credential that says it cannot leave its device.',
  },
  'webauthn.trust_group_key_mismatch': {
    ...refused,
    operator: 'The trust group key is not the one in the authenticator data, which is signed.',
  },
  'webauthn.trust_group_key_algorithm_mismatch': {
    ...refused,
    operator: 'The trust group key is of another algorithm than the credential key.',
  },
  'webauthn.trust_group_key_signature_invalid': {
    ...refused,
    operator: 'The signature by the trust group key is not valid for this ceremony.',
  },
} as const satisfies Catalogue;

export type WebauthnErrorCode = keyof typeof webauthnErrors;
