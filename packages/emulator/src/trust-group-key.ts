import { type CborValue, concatBytes, encodeCbor, toBase64url } from '@holdfast/encoding';
import type { Random } from './random.ts';
import { createSigningKey, type SigningAlgorithm, type SigningKey } from './signing-key.ts';

/** What a credential manager, or the client between, can be told to do wrong with the extension `cmtgKey`. */
export const trustGroupKeyMisbehaviours = [
  /** The client hands out another key than the one in the authenticator data. */
  'trust-group-key-not-the-signed-one',
  'trust-group-key-not-in-authenticator-data',
  /** As text instead of a byte string in the authenticator data. */
  'trust-group-key-as-text',
  'trust-group-key-garbage',
  'trust-group-key-garbage-signature',
  'trust-group-key-foreign-signature',
  /** The signature is over another ceremony. */
  'trust-group-key-replayed-signature',
  'trust-group-key-other-algorithm',
  'trust-group-key-not-base64url',
  'trust-group-key-signature-not-base64url',
  /** It answers for a credential that cannot leave its device. */
  'trust-group-key-without-eligibility',
  /** Half an output: nothing can be concluded from it. */
  'trust-group-key-without-signature',
  'trust-group-key-with-unknown-members',
  /** The same key for two credentials; only whoever remembers keys can notice. */
  'trust-group-key-of-another-credential',
] as const;
export type TrustGroupKeyMisbehaviour = (typeof trustGroupKeyMisbehaviours)[number];

/** A group of devices between which a manager shares the second keys of credentials; any name. */
export type TrustGroup = string;

/** The keys of one credential, one for each group of devices on which it was used. */
export type TrustGroupKeys = Map<TrustGroup, SigningKey>;

type Does = (misbehaviour: TrustGroupKeyMisbehaviour) => boolean;

export type TrustGroupKeyInput = {
  readonly random: Random;
  readonly algorithm: SigningAlgorithm;
  /** Null where the manager does not know the extension, or cannot reach what it needs. */
  readonly group: TrustGroup | null;
  readonly keys: TrustGroupKeys;
  /** Of another credential of the same manager. */
  readonly others: readonly TrustGroupKeys[];
  readonly backupEligible: boolean;
  readonly asked: boolean;
  readonly does: Does;
};

export type TrustGroupKeyAnswer = {
  /** Extensions of the authenticator data (L3 §6.1); empty where there are none. */
  readonly extensions: Uint8Array;
  /** @param signed authenticator data and hash of the client data, joined */
  readonly clientOutput: (signed: Uint8Array) => Readonly<Record<string, unknown>>;
};

const nothing: TrustGroupKeyAnswer = { extensions: new Uint8Array(), clientOutput: () => ({}) };

/** Extension `cmtgKey` (w3c/webauthn pull request 2377), as the credential manager and the client in front of it answer it. */
export function answerTrustGroupKey(input: TrustGroupKeyInput): TrustGroupKeyAnswer {
  const { group, asked, does, random } = input;
  if (!asked || group === null || !(input.backupEligible || does('trust-group-key-without-eligibility')))
    return nothing;
  const key = keyOf(input, group);
  const cose = does('trust-group-key-garbage') ? random(77) : key.cose;
  const copy = does('trust-group-key-as-text') ? toBase64url(cose) : cose;
  const extensions = does('trust-group-key-not-in-authenticator-data')
    ? new Uint8Array()
    : encodeCbor(new Map<string, CborValue>([['cmtgKey', copy]]));
  return {
    extensions,
    clientOutput: (signed) => {
      const given = does('trust-group-key-not-the-signed-one') ? createSigningKey(input.algorithm, random).cose : cose;
      const signature = toBase64url(signatureBy(key, signed, input));
      return {
        cmtgKey: {
          cmtgKey: does('trust-group-key-not-base64url') ? `${toBase64url(given)}=` : toBase64url(given),
          ...(!does('trust-group-key-without-signature') && {
            signature: does('trust-group-key-signature-not-base64url') ? `${signature}=` : signature,
          }),
          ...(does('trust-group-key-with-unknown-members') && { attestation: { format: 'none' }, cmtgKeys: [] }),
        },
      };
    },
  };
}

/** One for each credential and group, made when it is first asked for. */
function keyOf({ keys, others, random, algorithm, does }: TrustGroupKeyInput, group: TrustGroup): SigningKey {
  if (does('trust-group-key-of-another-credential')) {
    const borrowed = others.flatMap((each) => [...each.values()])[0];
    if (borrowed === undefined) throw new Error('no other credential has a trust group key');
    return borrowed;
  }
  if (does('trust-group-key-other-algorithm')) {
    return createSigningKey(algorithm === 'ES384' ? 'ES256' : 'ES384', random);
  }
  const key = keys.get(group) ?? createSigningKey(algorithm, random);
  keys.set(group, key);
  return key;
}

function signatureBy(key: SigningKey, signed: Uint8Array, { random, algorithm, does }: TrustGroupKeyInput): Uint8Array {
  if (does('trust-group-key-garbage-signature')) return random(70);
  const signer = does('trust-group-key-foreign-signature') ? createSigningKey(algorithm, random) : key;
  return signer.sign(does('trust-group-key-replayed-signature') ? concatBytes(signed.subarray(1), signed) : signed);
}
