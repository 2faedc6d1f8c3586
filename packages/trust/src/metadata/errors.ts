import type { Catalogue } from '@holdfast/kernel';

const refused = {
  status: 422,
  public: 'metadata_refused',
  person: 'This metadata was not taken, and what was known before stays in use. Check where the file comes from.',
} as const;

/** Why a metadata BLOB is not believed. Nothing that was believed before is touched by any of these. */
export const metadataErrors = {
  'metadata.too_large': { ...refused, operator: 'The metadata BLOB is larger than any that is published.' },
  'metadata.not_a_jws': {
    ...refused,
    operator:
      'This is not a signed JWT in compact form: perhaps a page of a proxy, an error message, or half a download.',
  },
  'metadata.header_malformed': {
    ...refused,
    operator: 'The header of the JWT is not a JSON object, names a member twice, or is nested or large beyond reason.',
  },
  'metadata.header_member_refused': {
    ...refused,
    operator:
      'The header names a key of its own (jwk, jku) or a critical extension; a key counts only below a pinned anchor.',
  },
  'metadata.algorithm_not_allowed': {
    ...refused,
    operator: 'The JWT is unsigned, signed with a shared secret, or of an algorithm that is not in the table.',
  },
  'metadata.certificate_missing': {
    ...refused,
    operator:
      'The header carries no certificate chain (x5c), so that nobody signed. With x5u the chain has to be fetched first.',
  },
  'metadata.certificate_malformed': {
    ...refused,
    operator: 'The certificate chain (x5c) is not a short list of DER certificates in base64.',
  },
  'metadata.signer_untrusted': {
    ...refused,
    operator: 'The certificate of the signer does not lead to a pinned anchor.',
  },
  'metadata.signer_expired': {
    ...refused,
    operator:
      'The certificate of the signer, or one above it, has ended; while it was valid it led to a pinned anchor.',
  },
  'metadata.signer_not_yet_valid': {
    ...refused,
    operator: 'The certificate of the signer is not valid yet. Check the clock of this machine.',
  },
  'metadata.signer_unfit': {
    ...refused,
    operator:
      'The certificate leads to an anchor, but it is for another host, may not sign, or its key does not fit the algorithm.',
  },
  'metadata.signature_malformed': {
    ...refused,
    operator:
      'The signature does not have the length that its algorithm makes: an ECDSA signature in DER, or a cut one.',
  },
  'metadata.signature_invalid': { ...refused, operator: 'The signature is not one of the signer over this content.' },
  'metadata.payload_malformed': {
    ...refused,
    operator: 'What is signed is not a JSON object in UTF-8 with a list of entries, or names a member twice.',
  },
  'metadata.payload_too_large': { ...refused, operator: 'What is signed lists more entries than any publisher has.' },
  'metadata.number_malformed': { ...refused, operator: 'The serial number (no) is missing or not a whole number.' },
  'metadata.number_backwards': {
    ...refused,
    operator: 'The serial number (no) is lower than the one in use: an old BLOB that may lack later reports.',
  },
  'metadata.next_update_malformed': { ...refused, operator: 'The date of the next update is missing or not a date.' },
  'metadata.legal_header_malformed': { ...refused, operator: 'The legal header is not a text of reasonable length.' },
} as const satisfies Catalogue;

export type MetadataErrorCode = keyof typeof metadataErrors;
