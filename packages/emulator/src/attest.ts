import type { CborMap, CborValue } from '@holdfast/encoding';
import { instant } from '@holdfast/kernel';
import { type AttestationIdentity, type CertificateFault, createMaker, type Maker } from './maker.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import type { Random } from './random.ts';
import { algorithmNamed, createSigningKey, type SigningAlgorithm, type SigningKey } from './signing-key.ts';

export type AttestationKind = 'none' | 'packed-self' | 'packed-basic';

export type AttestInput = {
  readonly random: Random;
  readonly maker?: Maker | undefined;
  readonly attestationAlgorithm: SigningAlgorithm;
  readonly aaguid: string;
  readonly key: SigningKey;
  /** Authenticator data and hash of the client data, joined. */
  readonly signed: Uint8Array;
  readonly does: (misbehaviour: Misbehaviour) => boolean;
};

const certificateFaults: readonly CertificateFault[] = [
  'aaguid-extension-mismatch',
  'aaguid-extension-critical',
  'ca-leaf',
  'wrong-ou',
  'no-country',
  'country-in-words',
  'no-organization',
  'aaguid-extension-unwrapped',
  'extension-twice',
  'version-1-leaf',
];

export function attest(kind: AttestationKind, input: AttestInput): { readonly fmt: string; readonly attStmt: CborMap } {
  const { does } = input;
  const fmt = kind === 'none' ? 'none' : 'packed';
  const attStmt = statement(kind, input);
  if (does('unsupported-format')) return { fmt: 'android-safetynet', attStmt };
  return { fmt: does('format-in-capitals') ? fmt.toUpperCase() : fmt, attStmt };
}

/** WebAuthn L3 §8.7 and §8.2. */
function statement(kind: AttestationKind, input: AttestInput): CborMap {
  const { does, key } = input;
  if (kind === 'none') return new Map<string, CborValue>(does('statement-beside-none') ? [['alg', -7]] : []);
  if (kind === 'packed-self') {
    const alg = does('self-signature-wrong-alg') ? otherAlgorithm(key) : key.algorithm.number;
    return new Map<string, CborValue>([
      ['alg', alg],
      ['sig', signature(key, input)],
    ]);
  }
  const { key: attestationKey, chain } = identity(input);
  return new Map<string, CborValue>([
    ['alg', attestationKey.algorithm.number],
    ['sig', signature(attestationKey, input)],
    ['x5c', chain],
  ]);
}

function identity({ maker, random, aaguid, attestationAlgorithm: algorithm, does }: AttestInput): AttestationIdentity {
  if (maker === undefined) throw new Error('packed-basic needs a maker');
  const faults = certificateFaults.filter((fault) => does(fault));
  if (!does('chain-with-own-root')) return maker.issue(aaguid, { algorithm, faults });
  const forger = createMaker({ name: maker.name, aaguids: maker.aaguids, random, at: instant(FORGED_AT_MS) });
  const forged = forger.issue(aaguid, { faults });
  return { key: forged.key, chain: [...forged.chain, forger.root.der] };
}

/** 2026-01-01, so that forged chains are as valid as genuine ones for ten years. */
const FORGED_AT_MS = 1_767_225_600_000;

function signature(key: SigningKey, { does, random, signed }: AttestInput): Uint8Array {
  if (does('garbage-signature')) return random(70);
  return (does('foreign-key') ? createSigningKey('ES256', random) : key).sign(signed);
}

function otherAlgorithm({ algorithm }: SigningKey): number {
  return algorithmNamed(algorithm.name === 'ES256' ? 'RS256' : 'ES256').number;
}
