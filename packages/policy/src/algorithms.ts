import type { AlgorithmName } from './model.ts';

/**
 * COSE numbers of each name: the first is the one that is offered, the others are the fully-specified forms of the same
 * algorithm, which a credential may carry as well.
 */
export const algorithmNumbers: Readonly<Record<AlgorithmName, readonly [number, ...number[]]>> = {
  ES256: [-7, -9],
  ES384: [-35, -51],
  ES512: [-36, -52],
  RS256: [-257],
  PS256: [-37],
  EdDSA: [-8, -19],
  'ML-DSA-44': [-48],
  'ML-DSA-65': [-49],
  'ML-DSA-87': [-50],
};

export const algorithmNames = Object.keys(algorithmNumbers) as readonly AlgorithmName[];

/** What the verifier can check and a policy may allow. */
export const supportedAlgorithms: readonly AlgorithmName[] = algorithmNames;

/** What a policy allows that does not say: what authenticators have, in the order in which it is offered to them. */
export const defaultAlgorithms: readonly AlgorithmName[] = ['ES256', 'EdDSA', 'RS256'];

/** Registered with COSE, but weak or without use in authenticators that people have: no policy allows them. */
export const refusedAlgorithms: readonly string[] = ['ES256K', 'RS384', 'RS512', 'PS384', 'PS512', 'RS1'];

/** For people: the name of a COSE number, or the number itself. */
export function algorithmName(number: number): string {
  return algorithmNames.find((name) => algorithmNumbers[name].includes(number)) ?? `COSE algorithm ${number}`;
}
