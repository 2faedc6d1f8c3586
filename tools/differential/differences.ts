import type { Plan } from './plan.ts';
import type { Verdict } from './verdicts.ts';

/** One reason why two verifiers may disagree, and the only ones that may. */
export type Difference = {
  readonly id: string;
  readonly who: 'we_refuse' | 'we_accept';
  readonly ceremony: Plan['ceremony'] | 'both';
  /** What happens, and why ours is what is wanted. */
  readonly what: string;
  readonly why: string;
  /** Our step and code where we refuse, the peer's message where it does. */
  readonly says: RegExp;
  /** What the ceremony must have for this to be the reason. */
  readonly when: (plan: Plan) => boolean;
  /** Changes to a conforming plan that bring it about. */
  readonly provoke: Partial<Plan>;
};

const tells = (name: string) => (plan: Plan) => plan.misbehaviours.some((told) => told === name);
/** Nobody signed it, so that both verifiers see what the change made of it. In keys of other sizes it is another byte that changes. */
const keyIsDamaged = ({ kind, tampering }: Plan) =>
  kind === 'none' && (tampering === 'attested-key-promises-more' || tampering === 'flipped-authenticator-data');
const certified = (plan: Plan) => !['none', 'packed-self'].includes(plan.kind);
const attestationKeyIs = (names: RegExp) => (plan: Plan) => {
  const signer = plan.kind === 'android-key' ? plan.algorithm : plan.attestationAlgorithm;
  return certified(plan) && names.test(signer);
};

const weRefuse: readonly Difference[] = [
  {
    id: 'repeated-member',
    who: 'we_refuse',
    ceremony: 'both',
    what: 'Client data names a member twice.',
    why: 'JSON parsers disagree about which one counts, so that one signature could mean two things. No client writes that.',
    says: /^clientDataJson webauthn\.client_data_malformed$/,
    when: tells('client-data-repeats-member'),
    provoke: { misbehaviours: ['client-data-repeats-member'] },
  },
  {
    id: 'backup-eligibility',
    who: 'we_refuse',
    ceremony: 'authentication',
    what: 'Backup eligibility differs from that of the registration.',
    why: 'L3 §7.2 step 19 demands that it is equal; the peer is not told the stored value.',
    says: /^backupEligibility /,
    when: tells('flips-backup-eligibility'),
    provoke: { ceremony: 'authentication', misbehaviours: ['flips-backup-eligibility'] },
  },
  {
    id: 'other-credential',
    who: 'we_refuse',
    ceremony: 'authentication',
    what: 'The response names another credential than the stored one.',
    why: 'L3 §7.2 step 6. The peer leaves the comparison of ids to its caller.',
    says: /^credentialOwner webauthn\.credential_unexpected$/,
    when: tells('other-credential'),
    provoke: { ceremony: 'authentication', misbehaviours: ['other-credential'] },
  },
  {
    id: 'user-handle',
    who: 'we_refuse',
    ceremony: 'authentication',
    what: 'The user handle is missing or that of somebody else.',
    why: 'L3 §7.2 step 6. The peer leaves the owner to its caller, which is how accounts have been confused elsewhere.',
    says: /^credentialOwner webauthn\.user_handle_(mismatch|missing)$/,
    when: (plan) => tells('other-user-handle')(plan) || tells('no-user-handle')(plan),
    provoke: { ceremony: 'authentication', misbehaviours: ['other-user-handle'], owner: 'known' },
  },
  {
    id: 'cross-origin',
    who: 'we_refuse',
    ceremony: 'both',
    what: 'The client says crossOrigin, no top origin is named, and framing was not expected.',
    why: 'L3 §7.1 step 10 and §7.2 step 13. The peer waits for all browsers to send topOrigin, and does not look in registrations.',
    says: /^crossOrigin /,
    when: tells('cross-origin'),
    provoke: { ceremony: 'authentication', misbehaviours: ['cross-origin'] },
  },
  {
    id: 'top-origin-of-registration',
    who: 'we_refuse',
    ceremony: 'registration',
    what: 'A registration was made in a page of a top origin that is not in the list.',
    why: 'L3 §7.1 step 11. The peer looks at the top origin of authentications only.',
    says: /^topOrigin /,
    when: tells('foreign-top-origin'),
    provoke: { misbehaviours: ['foreign-top-origin'] },
  },
  {
    id: 'credential-id-length',
    who: 'we_refuse',
    ceremony: 'registration',
    what: 'The credential id has more than 1023 bytes.',
    why: 'L3 §7.1 step 25. The peer takes any length.',
    says: /^credentialIdLength /,
    when: tells('long-credential-id'),
    provoke: { misbehaviours: ['long-credential-id'] },
  },
  {
    id: 'signature-wrapping',
    who: 'we_refuse',
    ceremony: 'authentication',
    what: 'The DER around r and s of an ECDSA signature has another tag, or a length that does not fit.',
    why: 'L3 §6.5.5: an Ecdsa-Sig-Value, which is a SEQUENCE of just these two. The peer takes r and s out and looks at nothing else.',
    says: /^signature webauthn\.signature_invalid$/,
    when: ({ algorithm, tampering }) =>
      algorithm.startsWith('ES') && (tampering === 'flipped-signature' || tampering === 'retagged-signature'),
    provoke: { ceremony: 'authentication', tampering: 'retagged-signature' },
  },
  {
    id: 'attestation-object-tail',
    who: 'we_refuse',
    ceremony: 'registration',
    what: 'Bytes follow the attestation object.',
    why: 'Nobody signs them and nobody reads them. The peer reads the first item only.',
    says: /^attestationObject webauthn\.attestation_object_malformed$/,
    when: ({ tampering }) => tampering === 'attestation-object-with-a-tail',
    provoke: { tampering: 'attestation-object-with-a-tail' },
  },
  {
    id: 'two-credential-ids',
    who: 'we_refuse',
    ceremony: 'registration',
    what: 'The response names another credential id than the authenticator data, which nobody signed.',
    why: 'Two ids for one credential are a forgery or a bug. The peer believes the authenticator data and does not compare.',
    says: /^attestationObject webauthn\.credential_id_mismatch$/,
    when: ({ kind, tampering }) =>
      kind === 'none' && (tampering === 'attested-credential-id-changed' || tampering === 'flipped-authenticator-data'),
    provoke: { tampering: 'attested-credential-id-changed' },
  },
  {
    id: 'strict-cbor',
    who: 'we_refuse',
    ceremony: 'registration',
    what: 'The credential key, which nobody signed, is no CBOR: a byte string promises more bytes than there are, for example.',
    why: 'What was cut off is no key. The decoder of the peer stops at the end of the bytes and takes what it has.',
    says: /^attestationObject webauthn\.authenticator_data_malformed$/,
    when: keyIsDamaged,
    provoke: { tampering: 'attested-key-promises-more' },
  },
  {
    id: 'key-that-nobody-used',
    who: 'we_refuse',
    ceremony: 'registration',
    what: 'The credential key is no key at all, and another key signed the statement, or none.',
    why: 'Such a credential could never sign in. The peer imports the key only when it has to verify with it.',
    says: /^algorithm webauthn\.credential_key_invalid$/,
    when: (plan) => tells('key-off-curve')(plan) || keyIsDamaged(plan),
    provoke: { misbehaviours: ['key-off-curve'] },
  },
  {
    id: 'self-attestation-algorithm',
    who: 'we_refuse',
    ceremony: 'registration',
    what: 'A self attestation names another algorithm than the credential key.',
    why: 'L3 §8.2: "validate that alg matches". The peer does not look at it for keys whose signatures name no hash.',
    says: /^attestationStatement webauthn\.attestation_algorithm_mismatch$/,
    when: tells('self-signature-wrong-alg'),
    provoke: { kind: 'packed-self', algorithm: 'EdDSA', misbehaviours: ['self-signature-wrong-alg'] },
  },
  {
    id: 'certificate-extensions',
    who: 'we_refuse',
    ceremony: 'registration',
    what: 'A certificate has an extension twice, or the AAGUID or the serial number marked critical or not wrapped in an OCTET STRING.',
    why: 'RFC 5280 §4.2 and L3 §8.2.1, §8.2.2. The peer takes the first extension of a name and does not look at the mark.',
    says: /^attestationStatement webauthn\.attestation_certificate_unfit$/,
    when: ({ misbehaviours }) =>
      misbehaviours.some((name) => /^(extension-twice|(aaguid|serial)-extension-(critical|unwrapped))$/.test(name)),
    provoke: { kind: 'packed-basic', misbehaviours: ['aaguid-extension-critical'] },
  },
  {
    id: 'tpm-structures',
    who: 'we_refuse',
    ceremony: 'registration',
    what: 'Bytes follow the public area of a TPM, or are missing at the end of certInfo.',
    why: 'Neither is the structure that it has to be. The peer reads as far as it needs.',
    says: /^attestationStatement webauthn\.attestation_tpm_malformed$/,
    when: (plan) => tells('tpm-trailing-public-area')(plan) || tells('tpm-truncated-cert-info')(plan),
    provoke: { kind: 'tpm', misbehaviours: ['tpm-trailing-public-area'] },
  },
  {
    id: 'android-key-use',
    who: 'we_refuse',
    ceremony: 'registration',
    what: 'An Android key was imported, is not for signing, or its chain was extended with an attested key.',
    why: 'L3 §8.4 demands origin and purpose. The peer reads the challenge and allApplications only.',
    says: /^attestationStatement webauthn\.attestation_(key_not_generated|key_not_for_signing|chain_extended)$/,
    when: ({ misbehaviours }) =>
      misbehaviours.some((name) => ['imported-key', 'key-not-for-signing', 'extended-chain'].includes(name)),
    provoke: { kind: 'android-key', misbehaviours: ['imported-key'], algorithm: 'ES256' },
  },
  {
    id: 'u2f-two-certificates',
    who: 'we_refuse',
    ceremony: 'registration',
    what: 'A U2F statement has two certificates.',
    why: 'L3 §8.6: "check that x5c has exactly one element".',
    says: /^attestationStatement webauthn\.attestation_statement_malformed$/,
    when: tells('two-certificates'),
    provoke: { kind: 'fido-u2f', misbehaviours: ['two-certificates'] },
  },
  {
    id: 'sha-1',
    who: 'we_refuse',
    ceremony: 'registration',
    what: 'A statement is signed with SHA-1.',
    why: 'Only where the caller allows it, as old TPMs need it. The peer always allows it.',
    says: /^attestationStatement webauthn\.attestation_algorithm_weak$/,
    when: (plan) => !plan.allowSha1,
    provoke: { kind: 'packed-self', algorithm: 'RS1', allowSha1: false },
  },
  {
    id: 'trust-group-key',
    who: 'we_refuse',
    ceremony: 'both',
    what: 'The extension cmtgKey was asked for, and its output does not hold: key, copy in the authenticator data, algorithm or signature.',
    why: 'w3c/webauthn pull request 2377 says how to verify it. The peer does not know the extension.',
    says: /^extensions webauthn\.trust_group_key_/,
    when: ({ trustGroupKey }) => trustGroupKey !== 'none',
    provoke: { ceremony: 'authentication', backupEligible: true, trustGroupKey: 'trust-group-key-foreign-signature' },
  },
];

const weAccept: readonly Difference[] = [
  {
    id: 'compound',
    who: 'we_accept',
    ceremony: 'registration',
    what: 'Format compound.',
    why: 'L3 §8.9, which the peer does not know.',
    says: /^Unsupported Attestation Format: compound$/,
    when: ({ kind }) => kind === 'compound',
    provoke: { kind: 'compound' },
  },
  {
    id: 'counter-as-signal',
    who: 'we_accept',
    ceremony: 'authentication',
    what: 'The signature counter did not grow.',
    why: 'L3 §7.2 step 22: a signal, and the policy decides. The peer refuses, and compares before it has checked the signature.',
    says: /^Response counter value \d+ was lower than expected \d+$/,
    when: (plan) => plan.storedCounter === 'ahead' || tells('stale-counter')(plan),
    provoke: { ceremony: 'authentication', storedCounter: 'ahead' },
  },
  {
    id: 'top-origin-alone',
    who: 'we_accept',
    ceremony: 'authentication',
    what: 'A listed top origin without crossOrigin.',
    why: 'L3 §7.2 steps 13 and 14 look at each by itself; the peer also demands that they fit together.',
    says: /^Unexpected top origin of .* within a non-cross-origin/,
    when: (plan) => plan.topOrigin === 'listed' && tells('foreign-top-origin')(plan),
    provoke: { ceremony: 'authentication', topOrigin: 'listed', misbehaviours: ['foreign-top-origin'] },
  },
  {
    id: 'token-binding-text',
    who: 'we_accept',
    ceremony: 'registration',
    what: 'Client data with a tokenBinding that is text.',
    why: 'The member is reserved since L3 and nothing depends on it; old soft tokens send it in that form.',
    says: /^Unexpected value for TokenBinding "unused"$/,
    when: ({ tampering }) => tampering === 'client-data-with-token-binding-text',
    provoke: { tampering: 'client-data-with-token-binding-text' },
  },
  {
    id: 'secp256k1',
    who: 'we_accept',
    ceremony: 'both',
    what: 'A key of ES256K, where the caller lists the algorithm or the statement is signed with it.',
    why: 'RFC 8812. WebCrypto, on which the peer stands, has no such curve.',
    says: /^(Unexpected COSE crv value of 8 \(EC2\)|Certificate public key contained unexpected namedCurve 1\.3\.132\.0\.10 \(EC2\)|Could not map COSE alg value of -47 .*)$/,
    when: (plan) => plan.algorithm === 'ES256K' || plan.attestationAlgorithm === 'ES256K',
    provoke: { ceremony: 'authentication', algorithm: 'ES256K' },
  },
  {
    id: 'ed448',
    who: 'we_accept',
    ceremony: 'both',
    what: 'A key of Ed448.',
    why: 'RFC 9864. The peer does not know its number.',
    says: /invalid alg -53/,
    when: (plan) => plan.algorithm === 'Ed448' || plan.attestationAlgorithm === 'Ed448',
    provoke: { ceremony: 'authentication', algorithm: 'Ed448' },
  },
  {
    id: 'certified-key-kind',
    who: 'we_accept',
    ceremony: 'registration',
    what: 'An attestation certificate for a key of P-521, Ed25519 or Ed448.',
    why: 'All are in the table of algorithms. The peer reads certificates of P-256, P-384, RSA and ML-DSA only.',
    says: /^Certificate public key contained unexpected (namedCurve 1\.3\.132\.0\.35 \(EC2\)|algorithm ID 1\.3\.101\.11[23])$/,
    when: attestationKeyIs(/^(ES512|EdDSA|Ed448)$/),
    provoke: { kind: 'packed-basic', attestationAlgorithm: 'ES512' },
  },
  {
    id: 'pss-with-plain-key',
    who: 'we_accept',
    ceremony: 'registration',
    what: 'A statement signed with PSS by a certified key whose certificate says just RSA.',
    why: 'RFC 8017 allows a plain RSA key to sign with PSS. The peer takes such keys for PKCS#1 whatever alg says.',
    says: /^signature is not valid$/,
    when: attestationKeyIs(/^PS/),
    provoke: { kind: 'packed-basic', attestationAlgorithm: 'PS256' },
  },
  {
    id: 'certified-key-comparison',
    who: 'we_accept',
    ceremony: 'registration',
    what: 'Format apple or android-key with a credential key that is not on a NIST curve.',
    why: 'The peer compares keys as points with x and y, which RSA, EdDSA and ML-DSA keys do not have.',
    says: /^(COSE public key was missing x|Credential public key does not equal (leaf cert|credCert) public key .*)$/,
    when: ({ kind, algorithm }) => (kind === 'apple' || kind === 'android-key') && !/^ES/.test(algorithm),
    provoke: { kind: 'apple', algorithm: 'EdDSA' },
  },
  {
    id: 'safetynet-ecdsa',
    who: 'we_accept',
    ceremony: 'registration',
    what: 'A SafetyNet response signed with ES256.',
    why: 'RFC 7518 §3.4 writes such signatures as r and s one after the other; the peer expects DER there.',
    // What random numbers look like when they are read as DER: anything but a refusal of an earlier check.
    says: /^(?!.*\(SafetyNet\)$)(?!Unexpected|User |Credential|Missing |No |Unsupported|Leftover)/,
    when: ({ kind }) => kind === 'android-safetynet',
    provoke: { kind: 'android-safetynet' },
  },
  {
    id: 'android-root-on-the-wire',
    who: 'we_accept',
    ceremony: 'registration',
    what: 'An Android chain that does not bring its root.',
    why: 'Anchors come from trust data, so the root is not needed on the wire. The peer demands that the last certificate is one of its roots.',
    says: /^(x5c root certificate was not a known root certificate|Unexpected error while validating certificate path) \(Android Key\)$/,
    when: ({ kind, anchors, intermediate }) => kind === 'android-key' && (anchors === 'maker' || !intermediate),
    provoke: { kind: 'android-key', anchors: 'maker', intermediate: true },
  },
];

/** The short list of what may differ. Everything else that differs is a mistake on one side. */
export const differences: readonly Difference[] = [...weRefuse, ...weAccept];

/** Which entry explains that the two disagree, if one does. */
export function explanation(plan: Plan, ours: Verdict, peer: Verdict): Difference | undefined {
  return differences.find(({ who, ceremony, says, when }) => {
    if (ceremony !== 'both' && ceremony !== plan.ceremony) return false;
    const refusal = who === 'we_refuse' ? ours : peer;
    const isSo = (who === 'we_accept') === ours.accepts && ours.accepts !== peer.accepts;
    return isSo && !refusal.accepts && says.test(refusal.why) && when(plan);
  });
}
