import type { Instant } from '@holdfast/kernel';
import type { AndroidOptions } from './attest-android-key.ts';
import type { Maker } from './maker.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import type { Random } from './random.ts';
import { createSigningKey, type SigningAlgorithm, type SigningKey } from './signing-key.ts';

/** What every kind of statement is made from. */
export type AttestInput = {
  readonly random: Random;
  readonly maker?: Maker | undefined;
  readonly attestationAlgorithm: SigningAlgorithm;
  readonly aaguid: string;
  readonly key: SigningKey;
  readonly authData: Uint8Array;
  readonly credentialId: Uint8Array;
  readonly clientDataHash: Uint8Array;
  /** Authenticator data and hash of the client data, joined. */
  readonly signed: Uint8Array;
  /** When the ceremony takes place. */
  readonly at: Instant;
  readonly android: AndroidOptions;
  readonly does: (misbehaviour: Misbehaviour) => boolean;
};

/** Whoever certifies keys of this authenticator. */
export function makerOf({ maker }: AttestInput): Maker {
  if (maker === undefined) throw new Error('a certified attestation needs a maker');
  return maker;
}

/** What the key signs, or what a misbehaving authenticator puts in its place. */
export function signatureOf(key: SigningKey, signed: Uint8Array, { does, random }: AttestInput): Uint8Array {
  if (does('garbage-signature')) return random(70);
  return (does('foreign-key') ? createSigningKey('ES256', random) : key).sign(signed);
}
