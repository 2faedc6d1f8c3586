import type { Catalogue } from '@holdfast/kernel';

const refused = {
  status: 422,
  public: 'trust_document_refused',
  person: 'This file was not taken, and what was known before stays in use. Check what it is and where it comes from.',
} as const;
const failed = {
  status: 502,
  public: 'trust_source_failed',
  person: 'The source could not be read, and what was known before stays in use. It is tried again by itself.',
} as const;

/** Why a trust document is not taken, or a source gave none. Nothing that was known before is touched by any of these. */
export const trustErrors = {
  'trust.source_unknown': {
    status: 404,
    public: 'not_found',
    person: 'There is no such source.',
    operator: 'No source of trust data has this name.',
  },
  'trust.source_off': {
    status: 409,
    public: 'trust_source_off',
    person: 'This source is switched off here. Import a file instead.',
    operator: 'The address of this source is set to off, so that it is never fetched.',
  },
  'trust.source_running': {
    status: 409,
    public: 'trust_source_running',
    person: 'This source is being read at this moment. Look again in a minute.',
    operator: 'A node holds the lease of this source.',
  },
  'trust.source_unreachable': {
    ...failed,
    operator:
      'No answer: the name was not found, the connection was refused or cut off, or its certificate does not fit.',
  },
  'trust.source_timeout': { ...failed, operator: 'The answer did not come to its end in time.' },
  'trust.source_status': { ...failed, operator: 'The answer has another status than 200 or 304.' },
  'trust.source_busy': {
    ...failed,
    operator: 'The source asks to be left alone for a while (429 or 503). It is asked again no sooner than it says.',
  },
  'trust.source_redirect': {
    ...failed,
    operator:
      'The source sends elsewhere: to another host, away from https, or too often. Set its new address if it moved.',
  },
  'trust.source_encoding': {
    ...failed,
    operator: 'The answer is compressed in a way that was not offered, or what is compressed is broken.',
  },
  'trust.source_unmodified': {
    ...failed,
    operator: 'The source says that nothing was modified, although nothing was named that could have been.',
  },
  'trust.document_too_large': { ...refused, operator: 'The document is larger than any that is published.' },
  'trust.document_is_page': {
    ...refused,
    operator: 'This is an HTML page: perhaps of a proxy, a guest network or an error, whatever its status said.',
  },
  'trust.document_not_text': { ...refused, operator: 'The document is not text in UTF-8.' },
  'trust.document_unknown_kind': {
    ...refused,
    operator:
      'The file is none of: a metadata BLOB, a status list, a bundle, certificates in PEM, a list of models in YAML.',
  },
  'trust.document_unreadable': {
    ...refused,
    operator: 'Reading the document took too long or too much memory, so that it was given up.',
  },
  'trust.signer_revoked': {
    ...refused,
    operator: 'The issuer of a certificate that the metadata were signed under has revoked it.',
  },
  'trust.document_emptier': {
    ...refused,
    public: 'trust_document_emptier',
    operator:
      'The document lists fewer than half as many entries as the one in use, or cannot be read in more than a tenth of them.',
  },
  'trust.document_older': {
    ...refused,
    operator: 'The bundle was made before what is in use came into use, so that this document of it was passed over.',
  },
  'trust.document_from_file': {
    status: 409,
    public: 'trust_document_from_file',
    person: 'These entries come from a file that the settings name. Change that file instead.',
    operator: 'A setting names a file for this kind of document; it would win again at the next start.',
  },
  'trust.locks_out_owners': {
    status: 409,
    public: 'trust_locks_out_owners',
    person:
      'Nothing was changed: with this document no owner could sign in any more. Ask an owner to add a passkey that it accepts, then import it again.',
    operator:
      'Nothing was changed: with this document no owner could sign in any more, and nobody but whoever imported it vouches for it. An owner needs a passkey that is accepted under it; or name it in the settings, or bring it in a signed bundle.',
  },
  'trust.document_not_found': {
    status: 404,
    public: 'not_found',
    person: 'There is no such document.',
    operator: 'No trust document has this id.',
  },
  'trust.document_body_gone': {
    status: 410,
    public: 'trust_document_gone',
    person: 'Only the heading of this document is kept, so that nothing can be compared with it.',
    operator: 'Bodies of old documents are removed; headings and what changed stay.',
  },
  'trust.documents_differ_in_kind': {
    status: 400,
    public: 'malformed_request',
    person: 'Only two documents of metadata can be compared.',
    operator: 'One of the two documents is not a metadata BLOB.',
  },
  'trust.status_list_malformed': {
    ...refused,
    operator:
      'This is not Google’s status list as published, or an entry of it is not understood; half a list would clear what it revokes.',
  },
  'trust.models_malformed': { ...refused, operator: 'The list of models has mistakes. Each is told with its place.' },
  'trust.anchors_malformed': {
    ...refused,
    operator: 'The file holds no certificate in PEM, or one that cannot be read or is no authority.',
  },
  'trust.overrides_unsigned': {
    ...refused,
    operator: 'A list of overrides is only taken out of a signed bundle.',
  },
  'trust.overrides_malformed': {
    ...refused,
    operator: 'The list of overrides has mistakes. Each is told with its place.',
  },
  'trust.bundle_key_unusable': {
    ...refused,
    operator: 'The key to sign with is no private key in PEM, of Ed25519 or P-256.',
  },
  'trust.model_not_found': {
    status: 404,
    public: 'not_found',
    person: 'There is no such model.',
    operator: 'Neither the metadata nor the organisation’s own list has this model.',
  },
} as const satisfies Catalogue;

export type TrustErrorCode = keyof typeof trustErrors;
