import type { AttestationKind } from './attest.ts';

/** Where a misbehaviour shows. A list means: only in registrations whose statement is of such a kind. */
export type MisbehaviourScope = {
  readonly registration: boolean | readonly AttestationKind[];
  readonly authentication: boolean;
};

const everywhere = { registration: true, authentication: true } as const;
const registrations = { registration: true, authentication: false } as const;
const signIns = { registration: false, authentication: true } as const;
const only = (...registration: readonly AttestationKind[]) => ({ registration, authentication: false }) as const;

const packed = ['packed-self', 'packed-basic', 'packed-enterprise'] as const;
const batch = ['packed-basic', 'packed-enterprise'] as const;
const signed = [...packed, 'tpm', 'android-key', 'fido-u2f', 'android-safetynet'] as const;

/** Everything that an authenticator, or the client between, can be told to do wrong. */
export const misbehaviours = {
  'mismatched-raw-id': everywhere,
  'client-data-not-utf8': everywhere,
  'client-data-repeats-member': everywhere,
  'wrong-type': everywhere,
  'wrong-challenge': everywhere,
  'wrong-origin': everywhere,
  'cross-origin': everywhere,
  'foreign-top-origin': everywhere,
  'wrong-rp-id': everywhere,
  'no-user-presence': everywhere,
  'no-user-verification': everywhere,
  'backup-state-without-eligibility': everywhere,
  'trailing-bytes': everywhere,
  'no-attested-data': registrations,
  'long-credential-id': registrations,
  'unoffered-algorithm': registrations,
  'key-off-curve': registrations,
  'format-in-capitals': registrations,
  /** A format that nobody registered. */
  'unsupported-format': registrations,
  /** The statement under the name of another format. */
  'foreign-format': registrations,
  'statement-beside-none': only('none'),
  'garbage-signature': { registration: signed, authentication: true },
  'foreign-key': { registration: signed, authentication: true },
  'self-signature-wrong-alg': only('packed-self'),
  'aaguid-extension-mismatch': only(...batch, 'tpm'),
  'aaguid-extension-critical': only(...batch, 'tpm'),
  'aaguid-extension-unwrapped': only(...batch, 'tpm'),
  'ca-leaf': only(...batch, 'tpm'),
  'version-1-leaf': only(...batch, 'tpm'),
  'wrong-ou': only(...batch),
  'no-country': only(...batch),
  'country-in-words': only(...batch),
  'no-organization': only(...batch),
  'extension-twice': only(...batch),
  'serial-extension-critical': only('packed-enterprise'),
  'serial-extension-unwrapped': only('packed-enterprise'),
  /** The statement is of another ceremony. */
  'other-nonce': only('tpm', 'android-key', 'apple', 'android-safetynet'),
  /** The statement is about another key. */
  'attested-other-key': only('tpm', 'android-key', 'apple'),
  'tpm-old-version': only('tpm'),
  'tpm-truncated-cert-info': only('tpm'),
  'tpm-trailing-public-area': only('tpm'),
  'tpm-wrong-magic': only('tpm'),
  'tpm-wrong-type': only('tpm'),
  'tpm-wrong-name': only('tpm'),
  'aik-with-subject': only('tpm'),
  'aik-without-alternative-name': only('tpm'),
  'aik-without-model': only('tpm'),
  'aik-without-key-usage': only('tpm'),
  'no-key-description': only('android-key'),
  'malformed-key-description': only('android-key'),
  /** An attested key plays authority and issues the leaf. */
  'extended-chain': only('android-key'),
  'all-applications': only('android-key'),
  'imported-key': only('android-key'),
  'key-not-for-signing': only('android-key'),
  'no-nonce-extension': only('apple'),
  'malformed-nonce-extension': only('apple'),
  'u2f-with-aaguid': only('fido-u2f'),
  'u2f-other-curve': only('fido-u2f'),
  'two-certificates': only('fido-u2f'),
  'safetynet-no-version': only('android-safetynet'),
  'safetynet-wrong-host': only('android-safetynet'),
  'safetynet-without-cts': only('android-safetynet'),
  'safetynet-stale': only('android-safetynet'),
  'safetynet-in-the-future': only('android-safetynet'),
  'single-statement': only('compound'),
  'nested-compound': only('compound'),
  'unknown-format-inside': only('compound'),
  /** A forged maker of the same name, with its root in the chain: the ceremony holds, trust must not. */
  'chain-with-own-root': only(...batch),
  'other-credential': signIns,
  'other-user-handle': signIns,
  'no-user-handle': signIns,
  'flips-backup-eligibility': signIns,
  /** A signal only: the ceremony holds. */
  'stale-counter': signIns,
} as const satisfies Record<string, MisbehaviourScope>;

export type Misbehaviour = keyof typeof misbehaviours;
