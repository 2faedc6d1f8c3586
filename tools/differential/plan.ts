import {
  type AttestationKind,
  attestationKinds,
  type Misbehaviour,
  type MisbehaviourScope,
  misbehaviours,
  type Random,
  type SigningAlgorithm,
  seededRandom,
  type TrustGroupKeyMisbehaviour,
  trustGroupKeyMisbehaviours,
} from '@holdfast/emulator';

/** Changes to a finished response, by somebody between authenticator and server. */
export const tamperings = [
  'flipped-authenticator-data',
  'flipped-client-data',
  'flipped-signature',
  'truncated-signature',
  'retagged-signature',
  'padded-base64url',
  'attestation-object-with-a-tail',
  'client-data-with-byte-order-mark',
  'client-data-with-token-binding-text',
  'client-data-with-unknown-member',
  'reserved-flag',
  'attested-credential-id-changed',
  'attested-key-promises-more',
] as const;
export type Tampering = (typeof tamperings)[number];

/** Everything that makes one ceremony and what two verifiers are told to expect of it. Plain data, so that it can be printed. */
export type Plan = {
  readonly ceremony: 'registration' | 'authentication';
  readonly kind: AttestationKind;
  readonly algorithm: SigningAlgorithm;
  /** Of the attestation key, where it is not the credential key. */
  readonly attestationAlgorithm: SigningAlgorithm;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly verifiesUser: boolean;
  readonly counter: 'grows' | 'zero';
  readonly intermediate: boolean;
  readonly androidLists: 'software' | 'hardware';
  readonly misbehaviours: readonly Misbehaviour[];
  readonly tampering: Tampering | null;
  readonly requireUserVerification: boolean;
  readonly origins: 'ours' | 'several' | 'foreign';
  readonly rpId: 'ours' | 'foreign';
  /** The algorithms that count as offered. */
  readonly offered: 'this' | 'every' | 'others';
  readonly conditional: boolean;
  readonly topOrigin: 'none' | 'listed';
  readonly allowSha1: boolean;
  /** Who is trusted: nobody (then only the ceremony is judged), the maker, or another maker of the same name. */
  readonly anchors: 'none' | 'maker' | 'stranger';
  readonly storedCounter: 'older' | 'ahead';
  /** Whether the server knows the owner of the credential. */
  readonly owner: 'unknown' | 'known' | 'required';
  /** Whether the extension `cmtgKey` is asked for, and how a manager that syncs answers it. */
  readonly trustGroupKey: 'none' | 'holds' | TrustGroupKeyMisbehaviour;
};

/** A conforming ceremony: every plan is this one with something changed. */
export const plainPlan: Plan = {
  ceremony: 'registration',
  kind: 'none',
  algorithm: 'ES256',
  attestationAlgorithm: 'ES256',
  backupEligible: false,
  backedUp: false,
  verifiesUser: true,
  counter: 'grows',
  intermediate: true,
  androidLists: 'hardware',
  misbehaviours: [],
  tampering: null,
  requireUserVerification: true,
  origins: 'ours',
  rpId: 'ours',
  offered: 'this',
  conditional: false,
  topOrigin: 'none',
  allowSha1: true,
  anchors: 'none',
  storedCounter: 'older',
  owner: 'unknown',
  trustGroupKey: 'none',
};

/** RSA keys take long to make, so they are rarer than the rest. */
const algorithmsByWeight: readonly (readonly [SigningAlgorithm, number])[] = [
  ['ES256', 40],
  ['ES384', 12],
  ['ES512', 12],
  ['EdDSA', 12],
  ['Ed448', 4],
  ['ES256K', 6],
  ['ML-DSA-44', 3],
  ['ML-DSA-65', 3],
  ['ML-DSA-87', 3],
  ['RS256', 2],
  ['RS384', 1],
  ['RS512', 1],
  ['RS1', 1],
  ['PS256', 1],
  ['PS384', 1],
  ['PS512', 1],
];

export type Dice = {
  readonly below: (count: number) => number;
  readonly oneOf: <T>(choices: readonly T[]) => T;
  /** True once in so many times. */
  readonly once: (inTimes: number) => boolean;
};

export function diceOf(random: Random): Dice {
  const below = (count: number) => {
    const bytes = random(4);
    return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) % count;
  };
  const oneOf = <T>(choices: readonly T[]): T => {
    const choice = choices[below(choices.length)];
    if (choice === undefined) throw new Error('nothing to choose from');
    return choice;
  };
  return { below, oneOf, once: (inTimes) => below(inTimes) === 0 };
}

/** The plan with this number of the run with this seed, always the same. */
export function planOf(seed: string, number: number): Plan {
  const dice = diceOf(seededRandom(`${seed} plan ${number}`));
  const ceremony = dice.below(5) < 3 ? 'registration' : 'authentication';
  const kind = ceremony === 'registration' ? dice.oneOf(attestationKinds) : 'none';
  const algorithm = algorithmFor(kind, dice);
  const backupEligible = dice.once(3);
  const told = misbehavioursFor(ceremony, kind, dice);
  return {
    ceremony,
    kind,
    algorithm,
    attestationAlgorithm: dice.once(4) ? weighted(dice) : 'ES256',
    backupEligible,
    backedUp: backupEligible && dice.once(2),
    verifiesUser: !dice.once(6),
    counter: dice.oneOf(['grows', 'zero']),
    intermediate: dice.once(2),
    androidLists: dice.oneOf(['software', 'hardware']),
    misbehaviours: told,
    tampering: dice.once(6) ? tamperingFor(ceremony, kind, dice) : null,
    requireUserVerification: !dice.once(3),
    origins: dice.once(12) ? 'foreign' : dice.oneOf(['ours', 'several']),
    rpId: dice.once(15) ? 'foreign' : 'ours',
    offered: told.includes('unoffered-algorithm') ? 'this' : dice.oneOf(['this', 'this', 'every', 'every', 'others']),
    conditional: ceremony === 'registration' && dice.once(8),
    topOrigin: dice.once(6) ? 'listed' : 'none',
    allowSha1: !dice.once(4),
    anchors: dice.oneOf(['none', 'none', 'maker', 'stranger']),
    storedCounter: dice.once(8) ? 'ahead' : 'older',
    owner: dice.oneOf(['unknown', 'known', 'required']),
    trustGroupKey: dice.once(6) ? dice.oneOf(groupAnswers) : 'none',
  };
}

function weighted(dice: Dice): SigningAlgorithm {
  let left = dice.below(algorithmsByWeight.reduce((total, [, weight]) => total + weight, 0));
  for (const [name, weight] of algorithmsByWeight) {
    if (left < weight) return name;
    left -= weight;
  }
  return 'ES256';
}

/** The emulated TPM holds keys of the NIST curves and RSA only, and U2F knows no other curve than P-256. */
function algorithmFor(kind: AttestationKind, dice: Dice): SigningAlgorithm {
  const name = weighted(dice);
  if (kind === 'fido-u2f') return 'ES256';
  if (kind !== 'tpm') return name;
  return /^(ES\d+|RS256)$/.test(name) ? name : dice.oneOf(['ES256', 'ES384', 'ES512']);
}

const named = Object.entries(misbehaviours) as [Misbehaviour, MisbehaviourScope][];

/** Those that show in such a ceremony. */
export function possibleMisbehaviours(ceremony: Plan['ceremony'], kind: AttestationKind): readonly Misbehaviour[] {
  return named
    .filter(([, scope]) => {
      if (ceremony === 'authentication') return scope.authentication;
      return typeof scope.registration === 'boolean' ? scope.registration : scope.registration.includes(kind);
    })
    .map(([name]) => name);
}

/** Only one credential is there, so that no key can be that of another. */
const groupAnswers = [
  'holds',
  ...trustGroupKeyMisbehaviours.filter((name) => name !== 'trust-group-key-of-another-credential'),
] as const;

function misbehavioursFor(ceremony: Plan['ceremony'], kind: AttestationKind, dice: Dice): readonly Misbehaviour[] {
  const possible = possibleMisbehaviours(ceremony, kind);
  const count = dice.oneOf([0, 0, 0, 1, 1, 1, 1, 2, 3]);
  return [...new Set(Array.from({ length: count }, () => dice.oneOf(possible)))];
}

/** Tampering with what nobody signed is for registrations without a statement. */
function tamperingFor(ceremony: Plan['ceremony'], kind: AttestationKind, dice: Dice): Tampering {
  if (ceremony === 'authentication') return dice.oneOf(tamperings.filter((name) => !name.startsWith('attest')));
  const unsigned = kind === 'none';
  return dice.oneOf(
    tamperings.filter((name) => !name.endsWith('-signature') && (unsigned || name.startsWith('flipped'))),
  );
}
