/** What an operator can do, by code. Codes that are not here are answered by their step. */
const byCode: ReadonlyMap<string, string> = new Map([
  [
    'webauthn.response_malformed',
    'Send what `credential.toJSON()` gives, unchanged. Look for code between browser and server that renames, cuts or re-encodes members.',
  ],
  ['webauthn.client_data_not_utf8', 'The bytes were damaged on the way. Compare with what the browser sent.'],
  [
    'webauthn.client_data_malformed',
    'The bytes were damaged on the way, or no browser wrote them. Compare with what the browser sent.',
  ],
  [
    'webauthn.type_unexpected',
    'A sign-in was sent to the registration endpoint or the other way round. Send it to the other one.',
  ],
  [
    'webauthn.challenge_unexpected',
    'The page was left open, the attempt was sent twice, or another tab began a newer one. Start again; if it happens to many people, look for a cache between browser and server.',
  ],
  [
    'webauthn.origin_unexpected',
    'If the received origin is one of yours, add it to the related origins. If it is not, somebody was led to another site: treat it as phishing.',
  ],
  [
    'webauthn.cross_origin_unexpected',
    'The page ran in a frame of another site. Allow that only where you embed it yourself.',
  ],
  [
    'webauthn.top_origin_unexpected',
    'The page was embedded by a site that is not in the list. Add it only if you embed the page there yourself.',
  ],
  [
    'webauthn.rp_id_hash_unexpected',
    'The passkey belongs to another RP ID. If the RP ID was changed, passkeys made before are of no use any more and have to be enrolled again.',
  ],
  [
    'webauthn.user_presence_missing',
    'A genuine authenticator always asks for a touch here. Find out which software made this response.',
  ],
  [
    'webauthn.user_verification_missing',
    'The person has set up no PIN, fingerprint or face, or skipped it. Ask them to set one up and to try again.',
  ],
  [
    'webauthn.backup_state_impossible',
    'The authenticator contradicts itself. Tell its maker; use another one until then.',
  ],
  [
    'webauthn.backup_eligibility_changed',
    'This never changes in a genuine authenticator. Treat the passkey as copied, and revoke it.',
  ],
  [
    'webauthn.algorithm_not_offered',
    'The client chose an algorithm that was not offered. Offer it only if the policy allows it.',
  ],
  ['webauthn.algorithm_unsupported', 'Offer algorithms that are supported; the policy reference lists them.'],
  [
    'webauthn.credential_key_invalid',
    'The key is broken. Some releases of some browsers and authenticators did that: update them and enrol again.',
  ],
  [
    'webauthn.attestation_format_unknown',
    'Ask the maker of the authenticator which format it is. Without attestation (`none`) it would be a claim only.',
  ],
  [
    'webauthn.attestation_signature_invalid',
    'The statement, the authenticator data or the client data were changed after signing, or another key signed.',
  ],
  [
    'webauthn.attestation_aaguid_mismatch',
    'The certificate was made for another model: a sign of a forged or badly made authenticator.',
  ],
  [
    'webauthn.attestation_certificate_unfit',
    'The maker’s certificate breaks the rules of its format. Tell the maker; the values say which rule.',
  ],
  [
    'webauthn.credential_not_allowed',
    'The person used a passkey that was not asked for. Let them choose one of the account they named.',
  ],
  [
    'webauthn.credential_unexpected',
    'The response was compared with another stored credential than it names. Look it up by its id.',
  ],
  ['webauthn.credential_id_mismatch', 'Two ids for one credential: a forgery, or software that mixes up responses.'],
  ['webauthn.user_handle_missing', 'The passkey is not discoverable. Ask for the username first.'],
  [
    'webauthn.user_handle_mismatch',
    'The passkey belongs to another account. Treat it as an attempt to sign in as somebody else if it comes back.',
  ],
  [
    'webauthn.stored_key_unusable',
    'The stored key is damaged, or the case names another key. Compare with the evidence of the credential.',
  ],
  [
    'webauthn.signature_invalid',
    'The response was changed after signing, or another key signed. Check that the stored key is that of this credential.',
  ],
]);

const byStep: ReadonlyMap<string, string> = new Map([
  [
    'attestationObject',
    'Compare with what the browser sent. Some releases of some browsers wrote malformed CBOR: update and try again.',
  ],
  ['assertion', 'Compare with what the browser sent: the authenticator data was damaged or re-encoded on the way.'],
  [
    'attestationStatement',
    'The statement breaks a rule of its format. The values say which; tell the maker of the authenticator.',
  ],
]);

export function adviceFor(code: string, step: string | undefined): string {
  return (
    byCode.get(code) ??
    byStep.get(step ?? '') ??
    'Compare with what the browser sent, and with a ceremony that is accepted.'
  );
}

/** For the test that holds the table against the catalogue. */
export const advisedCodes: readonly string[] = [...byCode.keys()];
