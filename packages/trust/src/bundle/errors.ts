import type { Catalogue } from '@holdfast/kernel';

const refused = {
  status: 422,
  public: 'bundle_refused',
  person: 'This bundle was not taken, and what was known before stays in use. Check where the file comes from.',
} as const;

/** Why a bundle of trust data is not believed. Nothing that was believed before is touched by any of these. */
export const bundleErrors = {
  'bundle.too_large': { ...refused, operator: 'The bundle is larger than any that this release would make.' },
  'bundle.not_a_jws': {
    ...refused,
    operator: 'This is not a JWS in compact form: perhaps another file, a page of a proxy, or half a download.',
  },
  'bundle.header_malformed': {
    ...refused,
    operator:
      'The header of the bundle is not a JSON object, names a member twice, or is nested or large beyond reason.',
  },
  'bundle.header_member_refused': {
    ...refused,
    operator:
      'The header brings a key, a certificate or a critical extension of its own; only the keys that are configured here count.',
  },
  'bundle.type_unexpected': {
    ...refused,
    operator: 'The header does not say that this is a bundle of trust data (typ): it was signed for something else.',
  },
  'bundle.algorithm_not_allowed': {
    ...refused,
    operator: 'A bundle is signed with EdDSA (Ed25519) or ES256, nothing else.',
  },
  'bundle.keys_missing': {
    ...refused,
    operator: 'No key is configured that bundles are signed with, so that no bundle can be believed.',
  },
  'bundle.signature_malformed': {
    ...refused,
    operator:
      'The signature does not have the length that its algorithm makes: an ECDSA signature in DER, or a cut one.',
  },
  'bundle.signature_invalid': {
    ...refused,
    operator:
      'None of the configured keys signed exactly this content: it was signed by somebody else, or a byte was changed since.',
  },
  'bundle.payload_malformed': {
    ...refused,
    operator: 'What is signed is not a JSON object in UTF-8 with the members of a bundle, or names a member twice.',
  },
  'bundle.made_at_malformed': {
    ...refused,
    operator: 'The time when the bundle was made (made_at) is missing or not a time.',
  },
  'bundle.made_in_the_future': {
    ...refused,
    operator:
      'The bundle says that it was made later than now. Check the clocks of this machine and of the one that made it.',
  },
  'bundle.older_than_current': {
    ...refused,
    operator: 'The bundle is older than the one in use; it may lack later reports.',
  },
  'bundle.freshness_malformed': {
    ...refused,
    operator: 'The freshness budget (freshness_days) is missing or not a whole number of days from 1 to 3650.',
  },
  'bundle.documents_malformed': {
    ...refused,
    operator: 'The bundle lists no documents, more than there are kinds, or one that is not a kind and a text.',
  },
  'bundle.document_kind_unknown': {
    ...refused,
    operator: 'The bundle holds a kind of document that this release does not know. A newer release may.',
  },
  'bundle.document_twice': { ...refused, operator: 'The bundle holds two documents of one kind.' },
} as const satisfies Catalogue;

export type BundleErrorCode = keyof typeof bundleErrors;
