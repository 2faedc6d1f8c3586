import type { AttestationKind, Misbehaviour } from '@holdfast/emulator';
import type { AttestationFormat, WebauthnErrorCode } from '@holdfast/webauthn';

/** One demand of a format's section, and the authenticators that break it. */
export type FormatRule = {
  readonly format: AttestationFormat;
  readonly section: string;
  readonly demands: string;
  readonly code: WebauthnErrorCode;
  readonly brokenBy: readonly (readonly [AttestationKind, Misbehaviour])[];
};

type Row = readonly [
  section: string,
  demands: string,
  code: string,
  kinds: readonly AttestationKind[],
  brokenBy: readonly Misbehaviour[],
];

function rules(format: AttestationFormat, rows: readonly Row[]): readonly FormatRule[] {
  return rows.map(([section, demands, code, kinds, brokenBy]) => ({
    format,
    section: `L3 §${section}`,
    demands,
    code: `webauthn.attestation_${code}` as WebauthnErrorCode,
    brokenBy: kinds.flatMap((kind) => brokenBy.map((misbehaviour) => [kind, misbehaviour] as const)),
  }));
}

const batch = ['packed-basic', 'packed-enterprise'] as const;
const forged = ['garbage-signature', 'foreign-key'] as const;

const packed = rules('packed', [
  ['8.2', 'attStmt has the syntax of the format', 'statement_malformed', batch, ['foreign-format']],
  ['8.2', 'with x5c: sig is valid under attestnCert with alg', 'signature_invalid', batch, forged],
  [
    '8.2',
    'with x5c: the AAGUID extension is equal to the AAGUID',
    'aaguid_mismatch',
    batch,
    ['aaguid-extension-mismatch'],
  ],
  [
    '8.2',
    'without x5c: alg is that of the credential key',
    'algorithm_mismatch',
    ['packed-self'],
    ['self-signature-wrong-alg'],
  ],
  ['8.2', 'without x5c: sig is valid under the credential key', 'signature_invalid', ['packed-self'], forged],
  ['8.2.1', 'version 3', 'certificate_unfit', batch, ['version-1-leaf']],
  ['8.2.1', 'Subject-C is a country code', 'certificate_unfit', batch, ['no-country', 'country-in-words']],
  ['8.2.1', 'Subject-O names the maker', 'certificate_unfit', batch, ['no-organization']],
  ['8.2.1', 'Subject-OU is "Authenticator Attestation"', 'certificate_unfit', batch, ['wrong-ou']],
  ['8.2.1', 'the AAGUID extension is not critical', 'certificate_unfit', batch, ['aaguid-extension-critical']],
  ['8.2.1', 'the AAGUID is wrapped in two OCTET STRINGs', 'certificate_unfit', batch, ['aaguid-extension-unwrapped']],
  ['8.2.1', 'CA is false', 'certificate_unfit', batch, ['ca-leaf']],
  [
    '8.2.2',
    'the serial number is wrapped in two OCTET STRINGs and not critical',
    'certificate_unfit',
    ['packed-enterprise'],
    ['serial-extension-unwrapped', 'serial-extension-critical'],
  ],
  ['8.2.1 (RFC 5280 §4.2)', 'no extension stands there twice', 'certificate_unfit', batch, ['extension-twice']],
]);

const tpm = rules('tpm', [
  [
    '8.3',
    'attStmt has the syntax of the format, ver is 2.0',
    'statement_malformed',
    ['tpm'],
    ['tpm-old-version', 'foreign-format'],
  ],
  [
    '8.3',
    'certInfo and pubArea are the structures that they have to be',
    'tpm_malformed',
    ['tpm'],
    ['tpm-truncated-cert-info', 'tpm-trailing-public-area'],
  ],
  ['8.3', 'pubArea holds the credential key', 'key_mismatch', ['tpm'], ['attested-other-key']],
  ['8.3', 'magic is TPM_GENERATED_VALUE', 'tpm_magic', ['tpm'], ['tpm-wrong-magic']],
  ['8.3', 'type is TPM_ST_ATTEST_CERTIFY', 'tpm_type', ['tpm'], ['tpm-wrong-type']],
  ['8.3', 'extraData is the hash of attToBeSigned with the hash of alg', 'nonce_mismatch', ['tpm'], ['other-nonce']],
  ['8.3', 'attested has the name of pubArea', 'tpm_name_mismatch', ['tpm'], ['tpm-wrong-name']],
  ['8.3', 'sig is valid over certInfo under aikCert with alg', 'signature_invalid', ['tpm'], forged],
  ['8.3', 'the AAGUID extension is equal to the AAGUID', 'aaguid_mismatch', ['tpm'], ['aaguid-extension-mismatch']],
  ['8.3.1', 'version 3', 'certificate_unfit', ['tpm'], ['version-1-leaf']],
  ['8.3.1', 'the subject is empty', 'certificate_unfit', ['tpm'], ['aik-with-subject']],
  [
    '8.3.1',
    'the subject alternative name names manufacturer, model and version',
    'certificate_unfit',
    ['tpm'],
    ['aik-without-alternative-name', 'aik-without-model'],
  ],
  [
    '8.3.1',
    'the extended key usage holds tcg-kp-AIKCertificate',
    'certificate_unfit',
    ['tpm'],
    ['aik-without-key-usage'],
  ],
  ['8.3.1', 'CA is false', 'certificate_unfit', ['tpm'], ['ca-leaf']],
  [
    '8.3.1',
    'the AAGUID extension is wrapped and not critical',
    'certificate_unfit',
    ['tpm'],
    ['aaguid-extension-unwrapped', 'aaguid-extension-critical'],
  ],
]);

const androidKey = rules('android-key', [
  ['8.4', 'attStmt has the syntax of the format', 'statement_malformed', ['android-key'], ['foreign-format']],
  ['8.4', 'sig is valid under the first certificate with alg', 'signature_invalid', ['android-key'], forged],
  ['8.4', 'the first certificate is of the credential key', 'key_mismatch', ['android-key'], ['attested-other-key']],
  ['8.4', 'attestationChallenge is the hash of the client data', 'nonce_mismatch', ['android-key'], ['other-nonce']],
  ['8.4', 'allApplications is in neither list', 'key_for_all_applications', ['android-key'], ['all-applications']],
  ['8.4', 'origin is KM_ORIGIN_GENERATED', 'key_not_generated', ['android-key'], ['imported-key']],
  ['8.4', 'purpose is KM_PURPOSE_SIGN', 'key_not_for_signing', ['android-key'], ['key-not-for-signing']],
  [
    '8.4.1',
    'the first certificate has a key description',
    'key_description_missing',
    ['android-key'],
    ['no-key-description'],
  ],
  [
    '8.4.1',
    'the key description follows its schema',
    'key_description_malformed',
    ['android-key'],
    ['malformed-key-description'],
  ],
  [
    '8.4.1 (Android)',
    'no other certificate has a key description',
    'chain_extended',
    ['android-key'],
    ['extended-chain'],
  ],
]);

const safetyNet = rules('android-safetynet', [
  [
    '8.5',
    'attStmt has the syntax of the format',
    'statement_malformed',
    ['android-safetynet'],
    ['safetynet-no-version', 'foreign-format'],
  ],
  ['8.5', 'the response is signed by its first certificate', 'signature_invalid', ['android-safetynet'], forged],
  ['8.5', 'nonce is the hash of attToBeSigned', 'nonce_mismatch', ['android-safetynet'], ['other-nonce']],
  [
    '8.5',
    'the certificate is for attest.android.com',
    'certificate_unfit',
    ['android-safetynet'],
    ['safetynet-wrong-host'],
  ],
  ['8.5', 'ctsProfileMatch is true', 'device_not_genuine', ['android-safetynet'], ['safetynet-without-cts']],
  [
    '8.5',
    'the response was made just now',
    'time_unexpected',
    ['android-safetynet'],
    ['safetynet-stale', 'safetynet-in-the-future'],
  ],
]);

const fidoU2f = rules('fido-u2f', [
  ['8.6 step 1', 'attStmt has the syntax of the format', 'statement_malformed', ['fido-u2f'], ['foreign-format']],
  ['8.6 step 2', 'x5c has exactly one element', 'statement_malformed', ['fido-u2f'], ['two-certificates']],
  ['8.6 step 2', 'the certified key is on P-256', 'certificate_unfit', ['fido-u2f'], ['u2f-other-curve']],
  ['8.6 step 6', 'sig is valid over the registration response message', 'signature_invalid', ['fido-u2f'], forged],
  ['8.6 (FIDO U2F)', 'the AAGUID is zero', 'aaguid_mismatch', ['fido-u2f'], ['u2f-with-aaguid']],
]);

const none = rules('none', [['8.7', 'attStmt is empty', 'statement_malformed', ['none'], ['statement-beside-none']]]);

const apple = rules('apple', [
  ['8.8 step 1', 'attStmt has the syntax of the format', 'statement_malformed', ['apple'], ['foreign-format']],
  [
    '8.8 step 4',
    'the nonce extension is there and readable',
    'certificate_unfit',
    ['apple'],
    ['no-nonce-extension', 'malformed-nonce-extension'],
  ],
  ['8.8 step 4', 'nonce is the hash of attToBeSigned', 'nonce_mismatch', ['apple'], ['other-nonce']],
  ['8.8 step 5', 'the certificate is of the credential key', 'key_mismatch', ['apple'], ['attested-other-key']],
]);

const compound = rules('compound', [
  ['8.9', 'attStmt is an array', 'statement_malformed', ['compound'], ['foreign-format']],
  ['8.9', 'at least two statements', 'compound_count', ['compound'], ['single-statement']],
  ['8.9', 'no compound within a compound', 'compound_nested', ['compound'], ['nested-compound']],
  ['8.9', 'each statement is of a known format and holds', 'format_unknown', ['compound'], ['unknown-format-inside']],
]);

/** Every demand of L3 §8 on a statement. */
export const formatRules: readonly FormatRule[] = [
  ...packed,
  ...tpm,
  ...androidKey,
  ...safetyNet,
  ...fidoU2f,
  ...none,
  ...apple,
  ...compound,
];
