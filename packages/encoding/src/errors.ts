import type { Catalogue } from '@holdfast/kernel';

const unreadable = {
  status: 400,
  public: 'malformed_request',
  person:
    'Your browser sent something that could not be read. Try again; if it happens again, tell your administrator.',
} as const;

/** Everything this package refuses. Callers that know more of the context refuse with a code of their own. */
export const encodingErrors = {
  'encoding.base64url_malformed': {
    ...unreadable,
    operator: 'A value is not canonical base64url: foreign characters, padding, white space, or bits left over.',
  },
  'encoding.cbor_malformed': {
    ...unreadable,
    operator: 'CBOR is truncated, not in its shortest form, or of a kind that authenticators may not send.',
  },
  'encoding.cbor_duplicate_key': { ...unreadable, operator: 'A CBOR map names one key twice.' },
  'encoding.cbor_too_deep': { ...unreadable, operator: 'CBOR is nested deeper than any attestation needs.' },
  'encoding.cbor_too_large': { ...unreadable, operator: 'CBOR is larger than any attestation needs.' },
  'encoding.cbor_trailing_bytes': { ...unreadable, operator: 'Bytes are left over after the CBOR item.' },
  'encoding.cose_algorithm_unsupported': {
    ...unreadable,
    operator: 'The COSE key is of an algorithm that is not in the table.',
  },
  'encoding.cose_key_malformed': {
    ...unreadable,
    operator: 'The COSE key lacks a parameter, has one too many, or one of the wrong type or length.',
  },
  'encoding.cose_key_mismatch': {
    ...unreadable,
    operator: 'The key type or curve of the COSE key does not belong to its algorithm.',
  },
  'encoding.cose_key_weak': {
    ...unreadable,
    operator:
      'The RSA modulus has fewer than 256 or more than 1024 bytes, or the exponent is not an odd number from 65537 up to 32 bits.',
  },
  'encoding.cose_key_invalid': {
    ...unreadable,
    operator: 'The public key is not one: its point is not on the curve, or the library cannot import it.',
  },
  'encoding.tpm_malformed': {
    ...unreadable,
    operator: 'A TPM structure is truncated, has bytes left over, or is of a kind of key that no credential has.',
  },
  'encoding.certificate_malformed': {
    ...unreadable,
    operator: 'A certificate is not one well-formed DER certificate.',
  },
} as const satisfies Catalogue;

export type EncodingErrorCode = keyof typeof encodingErrors;
