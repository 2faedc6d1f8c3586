import assert from 'node:assert/strict';
import {
  type AttestationKind,
  createAuthenticator,
  createMaker,
  exampleCreationOptions,
  type Misbehaviour,
  type RegistrationJSON,
  seededRandom,
} from '@holdfast/emulator';
import { decodeCbor, encodeCbor, fromBase64url, toBase64url } from '@holdfast/encoding';
import { instant } from '@holdfast/kernel';
import type { ExpectedRegistration } from '../ceremony.ts';
import { verifyRegistration } from '../verify-registration.ts';

export const origin = 'https://login.example';
export const aaguid = '11111111-2222-3333-4444-555555555555';
const random = seededRandom('registration');
export const MADE_AT = instant(Date.UTC(2026, 10, 20));
export const maker = createMaker({ name: 'Acme', aaguids: [aaguid], random, at: MADE_AT });

/** A registration and what the relying party expects of it. */
export type Ceremony = { readonly response: RegistrationJSON; readonly expected: ExpectedRegistration };

export function ceremony(kind: AttestationKind, ...misbehaviours: readonly Misbehaviour[]): Ceremony {
  const options = exampleCreationOptions(random);
  const authenticator = createAuthenticator({ random, attestation: kind, maker, aaguid, at: MADE_AT });
  return {
    response: authenticator.create(options, { origin, misbehaviours }),
    expected: {
      challenge: options.challenge,
      origins: [origin],
      rpId: 'login.example',
      requireUserVerification: true,
      supportedAlgs: [-7, -257],
      at: MADE_AT,
    },
  };
}

/** The same ceremony with one thing changed. */
export const responding = (good: Ceremony, members: object): unknown => ({
  ...good,
  response: { ...good.response, response: { ...good.response.response, ...members } },
});
export const enveloped = (good: Ceremony, members: object): unknown => ({
  ...good,
  response: { ...good.response, ...members },
});
export const expecting = (good: Ceremony, members: Partial<ExpectedRegistration>): unknown => ({
  ...good,
  expected: { ...good.expected, ...members },
});
export const base64url = (text: string) => toBase64url(new TextEncoder().encode(text));

export function clientDataOf({ response }: Ceremony): Record<string, unknown> {
  return JSON.parse(Buffer.from(response.response.clientDataJSON, 'base64url').toString());
}
export const withClientData = (good: Ceremony, members: object) =>
  responding(good, { clientDataJSON: base64url(JSON.stringify({ ...clientDataOf(good), ...members })) });

/** Writes the attestation object again, with other members. Format none has no signature to break. */
export function withObject(good: Ceremony, change: (object: Map<string | number, never>) => unknown): unknown {
  const bytes = fromBase64url(good.response.response.attestationObject);
  const object = bytes.ok ? decodeCbor(bytes.value) : assert.fail();
  assert.ok(object.ok && object.value instanceof Map);
  const changed = change(new Map(object.value) as Map<string | number, never>);
  return responding(good, { attestationObject: toBase64url(encodeCbor(changed as never)) });
}
export const withMembers = (good: Ceremony, ...entries: [string, unknown][]) =>
  withObject(good, (object) => new Map<unknown, unknown>([...object, ...entries]));
export const withAuthData = (good: Ceremony, change: (authData: Uint8Array) => Uint8Array) =>
  withObject(
    good,
    (object) => new Map<unknown, unknown>([...object, ['authData', change(object.get('authData') ?? assert.fail())]]),
  );

export const edited = (bytes: Uint8Array, at: number, value: number) => bytes.slice().fill(value, at, at + 1);

export const run = (input: unknown) => verifyRegistration((input as Ceremony).response, (input as Ceremony).expected);
