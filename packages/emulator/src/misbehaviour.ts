/** Where a misbehaviour shows. `attestation` means: only in registrations whose statement is of that kind. */
export type MisbehaviourScope = {
  readonly registration: boolean | 'packed' | 'packed-self' | 'packed-basic' | 'none';
  readonly authentication: boolean;
};

/** Everything that an authenticator, or the client between, can be told to do wrong. */
export const misbehaviours = {
  'mismatched-raw-id': { registration: true, authentication: true },
  'client-data-not-utf8': { registration: true, authentication: true },
  'client-data-repeats-member': { registration: true, authentication: true },
  'wrong-type': { registration: true, authentication: true },
  'wrong-challenge': { registration: true, authentication: true },
  'wrong-origin': { registration: true, authentication: true },
  'cross-origin': { registration: true, authentication: true },
  'foreign-top-origin': { registration: true, authentication: true },
  'wrong-rp-id': { registration: true, authentication: true },
  'no-user-presence': { registration: true, authentication: true },
  'no-user-verification': { registration: true, authentication: true },
  'backup-state-without-eligibility': { registration: true, authentication: true },
  'trailing-bytes': { registration: true, authentication: true },
  'no-attested-data': { registration: true, authentication: false },
  'long-credential-id': { registration: true, authentication: false },
  'unoffered-algorithm': { registration: true, authentication: false },
  'key-off-curve': { registration: true, authentication: false },
  'format-in-capitals': { registration: true, authentication: false },
  'unsupported-format': { registration: true, authentication: false },
  'statement-beside-none': { registration: 'none', authentication: false },
  'garbage-signature': { registration: 'packed', authentication: true },
  'foreign-key': { registration: 'packed', authentication: true },
  'self-signature-wrong-alg': { registration: 'packed-self', authentication: false },
  'aaguid-extension-mismatch': { registration: 'packed-basic', authentication: false },
  'aaguid-extension-critical': { registration: 'packed-basic', authentication: false },
  'ca-leaf': { registration: 'packed-basic', authentication: false },
  'wrong-ou': { registration: 'packed-basic', authentication: false },
  'no-country': { registration: 'packed-basic', authentication: false },
  'country-in-words': { registration: 'packed-basic', authentication: false },
  'no-organization': { registration: 'packed-basic', authentication: false },
  'aaguid-extension-unwrapped': { registration: 'packed-basic', authentication: false },
  'extension-twice': { registration: 'packed-basic', authentication: false },
  'version-1-leaf': { registration: 'packed-basic', authentication: false },
  /** A forged maker of the same name, with its root in the chain: the ceremony holds, trust must not. */
  'chain-with-own-root': { registration: 'packed-basic', authentication: false },
  'other-credential': { registration: false, authentication: true },
  'other-user-handle': { registration: false, authentication: true },
  'no-user-handle': { registration: false, authentication: true },
  'flips-backup-eligibility': { registration: false, authentication: true },
  /** A signal only: the ceremony holds. */
  'stale-counter': { registration: false, authentication: true },
} as const satisfies Record<string, MisbehaviourScope>;

export type Misbehaviour = keyof typeof misbehaviours;
